/** What a rule said of a case, from what it asked AWS for. */
import type { Compliance, CustomRule } from "../../lib/rules/custom-rule.ts";
import { RUNTIME_ACTIONS } from "../../lib/rules/function-actions.ts";
import type { Evaluation } from "./evaluator.ts";
import type { RecordedRequest } from "./recording.ts";
import { requiredAction } from "./required-action.ts";

interface PutEvaluation {
    readonly ComplianceResourceId: string;
    readonly ComplianceType: Compliance;
    readonly Annotation?: string;
}

/** A request that the rule's role would not be allowed is a fault: the emulator lets everything pass, AWS would not. */
export function evaluationOf(
    rule: CustomRule,
    requests: readonly RecordedRequest[],
): Pick<Evaluation, "compliance" | "annotation" | "fault"> {
    const allowed = new Set<string>([
        ...RUNTIME_ACTIONS[rule.frequency === undefined ? "change" : "periodic"],
        ...rule.permissions,
    ]);
    const asked = new Set(requests.flatMap((request) => requiredAction(request) ?? []));
    const refused = [...asked].filter((action) => !allowed.has(action));
    if (refused.length > 0) {
        return { fault: `${rule.name} needs ${refused.join(", ")}, which permissions in rule.yaml does not list` };
    }
    const put = requests
        .filter(({ service, operation }) => service === "config" && operation === "PutEvaluations")
        .flatMap(({ parameters }) => (parameters["Evaluations"] ?? []) as unknown as readonly PutEvaluation[]);
    if (rule.frequency !== undefined) {
        return {
            compliance: Object.fromEntries(put.map((one) => [one.ComplianceResourceId, one.ComplianceType])),
            annotation: Object.fromEntries(
                put.flatMap(({ ComplianceResourceId: id, Annotation: text }) =>
                    text === undefined ? [] : [[id, text]],
                ),
            ),
        };
    }
    const [only] = put;
    return only === undefined
        ? { fault: "the rule handed over no evaluation" }
        : { compliance: only.ComplianceType, ...(only.Annotation !== undefined && { annotation: only.Annotation }) };
}
