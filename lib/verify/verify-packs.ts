/** Whether each pack of a plan reached its state, from what AWS answered. */
import type { Answer } from "../doctor/inventory.ts";
import type { ConformancePackPlan, DeploymentPlan } from "../plan/plan.ts";
import type { AccountPackAnswer, MemberAnswer, OrganizationPackAnswer, PackAnswers } from "./answers.ts";
import { compareRuleNames } from "./rule-names.ts";

/** From the worst to the best; `rules differ` also means that AWS would not tell of a difference in a preview. */
export const OUTCOMES = ["failed", "missing", "rules differ", "unknown", "in progress", "reached"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface PackVerdict {
    readonly name: string;
    readonly target: ConformancePackPlan["target"];
    readonly outcome: Outcome;
    /** AWS's own word for the state; absent where AWS has no such pack or did not say. */
    readonly state?: string;
    /** Why AWS failed, or why it could not be asked. */
    readonly reasons: readonly string[];
    /** Members of an organization that the pack did not reach, by account. */
    readonly failingMembers: readonly MemberAnswer[];
    /** Rules of the plan; those with a condition may be absent in AWS. */
    readonly plannedRules: number;
    /** Rules that AWS has; absent where they were not asked. */
    readonly deployedRules?: number;
    readonly missingRules: readonly string[];
    readonly unexpectedRules: readonly string[];
    /** AWS is still at work on the pack, be it in one member only: a later answer may differ. */
    readonly settling: boolean;
}

/**
 * Judges every pack of the plan.
 *
 * @returns the worst first, and in alphabetical order among equals
 */
export function verifyPacks(plan: Pick<DeploymentPlan, "packs">, answers: PackAnswers): PackVerdict[] {
    const verdicts = plan.packs.map((pack) =>
        pack.target === "account"
            ? judge(pack, answers.account, judgeAccountPack)
            : judge(pack, answers.organization, judgeOrganizationPack),
    );
    return verdicts.sort(
        (one, other) =>
            OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome) ||
            (one.name < other.name ? -1 : one.name > other.name ? 1 : 0),
    );
}

function judge<Found extends AccountPackAnswer | OrganizationPackAnswer>(
    pack: ConformancePackPlan,
    answers: Answer<Readonly<Record<string, Found>>>,
    judgeFound: (pack: ConformancePackPlan, found: Found) => PackVerdict,
): PackVerdict {
    if (!answers.known) {
        return { ...verdictOn(pack), outcome: "unknown", reasons: [answers.reason] };
    }
    const found = Object.hasOwn(answers.value, pack.name) ? answers.value[pack.name] : undefined;
    return found === undefined || found.state === "DELETE_SUCCESSFUL"
        ? { ...verdictOn(pack), outcome: "missing" }
        : judgeFound(pack, found);
}

function judgeAccountPack(pack: ConformancePackPlan, found: AccountPackAnswer): PackVerdict {
    const verdict = withRules(pack, found);
    return { ...verdict, reasons: [...(found.reason === undefined ? [] : [found.reason]), ...verdict.reasons] };
}

/** A pack that failed in a member keeps that member's state, whatever is said of the organization as a whole. */
function judgeOrganizationPack(pack: ConformancePackPlan, found: OrganizationPackAnswer): PackVerdict {
    const verdict = withRules(pack, found);
    const members = found.members.known ? found.members.value : [];
    const failingMembers = members
        .filter(({ state }) => isFailed(state))
        .toSorted((one, other) => (one.account < other.account ? -1 : 1));
    const inMembers: Outcome[] = [
        ...(failingMembers.length > 0 ? (["failed"] as const) : []),
        ...(members.some(({ state }) => isInProgress(state)) ? (["in progress"] as const) : []),
        ...(found.members.known ? [] : (["unknown"] as const)),
    ];
    const told = [found.errorCode, found.errorMessage].filter((text) => text !== undefined).join(": ");
    return {
        ...verdict,
        outcome: worst([verdict.outcome, ...inMembers]),
        reasons: [
            ...(told === "" ? [] : [told]),
            ...(found.members.known ? [] : [found.members.reason]),
            ...verdict.reasons,
        ],
        failingMembers,
        settling: verdict.settling || inMembers.includes("in progress"),
    };
}

function withRules(
    pack: ConformancePackPlan,
    { state, rules }: AccountPackAnswer | OrganizationPackAnswer,
): PackVerdict {
    const verdict = { ...verdictOn(pack), state, settling: isInProgress(state) };
    const reached: Outcome = isInProgress(state) ? "in progress" : isFailed(state) ? "failed" : "reached";
    if (rules === undefined) {
        return { ...verdict, outcome: reached };
    }
    if (!rules.known) {
        return { ...verdict, outcome: worst([reached, "unknown"]), reasons: [rules.reason] };
    }
    const { missing, unexpected } = compareRuleNames(pack.rules, rules.value);
    return {
        ...verdict,
        outcome: missing.length + unexpected.length > 0 ? worst([reached, "rules differ"]) : reached,
        deployedRules: rules.value.length,
        missingRules: missing,
        unexpectedRules: unexpected,
    };
}

function verdictOn({ name, target, rules }: ConformancePackPlan): Omit<PackVerdict, "outcome"> {
    return {
        name,
        target,
        reasons: [],
        failingMembers: [],
        plannedRules: rules.length,
        missingRules: [],
        unexpectedRules: [],
        settling: false,
    };
}

function worst(outcomes: readonly Outcome[]): Outcome {
    return OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? "reached";
}

/** `CREATE_IN_PROGRESS`, `UPDATE_IN_PROGRESS`, `DELETE_IN_PROGRESS`. */
export function isInProgress(state: string): boolean {
    return state.endsWith("_IN_PROGRESS");
}

/** Packs end in `_COMPLETE`, organization packs in `_SUCCESSFUL`; a state that is neither is nothing to rely on. */
function isFailed(state: string): boolean {
    return !isInProgress(state) && !state.endsWith("_COMPLETE") && !state.endsWith("_SUCCESSFUL");
}
