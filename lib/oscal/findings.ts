/** What the observations mean for each control. */
import { controlName } from "../compliance/filter.ts";
import type { Verdict } from "../compliance/entry.ts";
import type { ControlPlan } from "../plan/plan.ts";
import { controlKey } from "./control-ids.ts";
import { markupOf } from "./datatypes.ts";
import type { Finding } from "./document.ts";
import { CONCLUDED, properties } from "./terms.ts";
import { uuidOf } from "./uuid.ts";

/** What rules say of one control, in all places. */
interface ControlEvidence {
    /** Under each framework that names it. */
    readonly controls: Map<string, ControlPlan>;
    readonly observations: Set<string>;
    readonly risks: Set<string>;
    readonly verdicts: Set<Verdict>;
}

/** Why a control of a framework is not all a matter of rules, by `controlKey`. */
export type ControlRemarks = ReadonlyMap<string, readonly string[]>;

const NOT_ALL =
    "The state follows from AWS Config rules that give evidence for the control; whether the control as a whole is met, " +
    "they do not decide.";

/** Collects by control, and concludes at the end. */
export class Findings {
    readonly #evidence = new Map<string, ControlEvidence>();

    /** @param verdicts of the rule's places that the observation is about */
    add(
        controls: readonly ControlPlan[],
        observation: string,
        verdicts: readonly Verdict[],
        risks: readonly string[],
    ): void {
        for (const control of controls) {
            const key = controlKey(control);
            const evidence = this.#evidence.get(key) ?? {
                controls: new Map(),
                observations: new Set(),
                risks: new Set(),
                verdicts: new Set(),
            };
            this.#evidence.set(key, evidence);
            evidence.controls.set(controlName(control), control);
            evidence.observations.add(observation);
            verdicts.forEach((verdict) => evidence.verdicts.add(verdict));
            risks.forEach((risk) => evidence.risks.add(risk));
        }
    }

    /** Controls that a rule gives evidence for. */
    controls(): ControlPlan[] {
        return [...this.#evidence.values()].flatMap(({ controls }) => [...controls.values()]);
    }

    /** @param tokens as `controlTokens` has them; @returns findings in the order of their controls */
    conclude(base: string, tokens: ReadonlyMap<string, string>, remarks: ControlRemarks): Finding[] {
        return [...this.#evidence]
            .map(([key, evidence]) => findingOf(base, key, tokens.get(key) ?? "", evidence, remarks.get(key) ?? []))
            .sort((one, other) => inOrder(one.title, other.title));
    }
}

const inOrder = new Intl.Collator("en", { numeric: true }).compare;

function findingOf(
    base: string,
    key: string,
    token: string,
    { controls, observations, risks, verdicts }: ControlEvidence,
    reasons: readonly string[],
): Finding {
    const names = [...controls.keys()].sort(inOrder);
    const status = statusOf(verdicts);
    const list = [...verdicts].sort().join(", ");
    return {
        uuid: uuidOf(base, "finding", key),
        title: names.map(markupOf).join(", "),
        description: `Rules that give evidence for ${names.map(markupOf).join(", ")} say: ${list}.`,
        props: names.flatMap((control) => properties({ control })),
        origins: [CONCLUDED],
        // As NIST's catalog names the statement of a control: ac-2_smt.
        target: { type: "statement-id", "target-id": `${token}_smt`, status },
        "related-observations": [...observations].sort().map((uuid) => ({ "observation-uuid": uuid })),
        ...(risks.size > 0 && { "related-risks": [...risks].sort().map((uuid) => ({ "risk-uuid": uuid })) }),
        remarks: [NOT_ALL, ...reasons.map(markupOf)].join("\n\n"),
    };
}

/** A waiver accepts that a control is not satisfied; it does not satisfy it. Nor does a rule without a verdict. */
function statusOf(verdicts: ReadonlySet<Verdict>): Finding["target"]["status"] {
    if (verdicts.has("NON_COMPLIANT") || verdicts.has("WAIVED")) {
        return { state: "not-satisfied", reason: "fail" };
    }
    return verdicts.has("COMPLIANT")
        ? { state: "satisfied", reason: "pass" }
        : { state: "not-satisfied", reason: "other" };
}
