/** Whether each pack of a plan reached its state, from what AWS answered. */
import type { Answer } from "../doctor/inventory.ts";
import type { AccountPackAnswer, MemberAnswer, OrganizationPackAnswer, PackAnswers, RulesAnswer } from "./answers.ts";
import { compareRule, type NotCompared, type RuleDifference } from "./compare-rule.ts";
import type { ExpectedPack } from "./expected-pack.ts";
import { matchRules } from "./match-rules.ts";
import { inMembers } from "./members.ts";
import { isFailed, isInProgress } from "./states.ts";

/** From the worst to the best; `rules differ` also means that AWS would not tell of a difference in a preview. */
export const OUTCOMES = [
    "failed",
    "missing",
    "rules differ",
    "members differ",
    "unknown",
    "in progress",
    "reached",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface PackVerdict {
    readonly name: string;
    readonly target: ExpectedPack["target"];
    readonly outcome: Outcome;
    /** AWS's own word for the state; absent where AWS has no such pack or did not say. */
    readonly state?: string;
    /** Why AWS failed, or why it could not be asked. */
    readonly reasons: readonly string[];
    /** Members of an organization that the pack did not reach, by account. */
    readonly failingMembers: readonly MemberAnswer[];
    /** Accounts among them that have no configuration recorder. */
    readonly membersWithoutRecorder: readonly string[];
    /** Members that the plan excludes and that hold the pack all the same, by account. */
    readonly excludedMembers: readonly MemberAnswer[];
    /** Rules of the plan; those with a condition may be absent in AWS. */
    readonly plannedRules: number;
    /** Rules that AWS has; absent where they were not asked. */
    readonly deployedRules?: number;
    readonly missingRules: readonly string[];
    readonly unexpectedRules: readonly string[];
    /** Values that the plan has otherwise than AWS, by rule. */
    readonly changedRules: readonly RuleDifference[];
    /** Values of the plan of which it cannot be told what AWS makes of them: no differences. */
    readonly notCompared: readonly NotCompared[];
    /** AWS is still at work on the pack, be it in one member only: a later answer may differ. */
    readonly settling: boolean;
}

/**
 * Judges every pack of a plan.
 *
 * @returns the worst first, and in alphabetical order among equals
 */
export function verifyPacks(packs: readonly ExpectedPack[], answers: PackAnswers): PackVerdict[] {
    const verdicts = packs.map((pack) =>
        pack.target === "account"
            ? judge(pack, answers.account, judgeAccountPack)
            : judge(pack, answers.organization, judgeOrganizationPack),
    );
    return verdicts.sort(worstFirst);
}

/** By outcome, then by name. */
export function worstFirst(one: PackVerdict, other: PackVerdict): number {
    return (
        OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome) ||
        (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)
    );
}

function judge<Found extends AccountPackAnswer | OrganizationPackAnswer>(
    pack: ExpectedPack,
    answers: Answer<Readonly<Record<string, Found>>>,
    judgeFound: (pack: ExpectedPack, found: Found) => PackVerdict,
): PackVerdict {
    if (!answers.known) {
        return { ...verdictOn(pack), outcome: "unknown", reasons: [answers.reason] };
    }
    const found = Object.hasOwn(answers.value, pack.name) ? answers.value[pack.name] : undefined;
    return found === undefined || found.state === "DELETE_SUCCESSFUL"
        ? { ...verdictOn(pack), outcome: "missing" }
        : judgeFound(pack, found);
}

function judgeAccountPack(pack: ExpectedPack, found: AccountPackAnswer): PackVerdict {
    const verdict = withRules(pack, found);
    return { ...verdict, reasons: [...(found.reason === undefined ? [] : [found.reason]), ...verdict.reasons] };
}

/** A pack that failed in a member keeps that member's state, whatever is said of the organization as a whole. */
function judgeOrganizationPack(pack: ExpectedPack, found: OrganizationPackAnswer): PackVerdict {
    const verdict = withRules(pack, found);
    const members = inMembers(pack, found.members.known ? found.members.value : []);
    const told = [found.errorCode, found.errorMessage].filter((text) => text !== undefined).join(": ");
    const outcomes: Outcome[] = [
        verdict.outcome,
        ...(members.failing.length > 0 ? (["failed"] as const) : []),
        ...(members.excluded.length > 0 ? (["members differ"] as const) : []),
        ...(members.inProgress ? (["in progress"] as const) : []),
        ...(found.members.known ? [] : (["unknown"] as const)),
    ];
    return {
        ...verdict,
        outcome: worst(outcomes),
        reasons: [
            ...(told === "" ? [] : [told]),
            ...(found.members.known ? [] : [found.members.reason]),
            ...verdict.reasons,
        ],
        failingMembers: members.failing,
        membersWithoutRecorder: members.withoutRecorder,
        excludedMembers: members.excluded,
        settling: verdict.settling || members.inProgress,
    };
}

function withRules(pack: ExpectedPack, found: RulesAnswer & { readonly state: string }): PackVerdict {
    const { state, rules, definitions } = found;
    const verdict = { ...verdictOn(pack), state, settling: isInProgress(state) };
    const reached: Outcome = isInProgress(state) ? "in progress" : isFailed(state) ? "failed" : "reached";
    if (rules === undefined) {
        return { ...verdict, outcome: reached };
    }
    if (!rules.known) {
        return { ...verdict, outcome: worst([reached, "unknown"]), reasons: [rules.reason] };
    }
    const known = definitions?.known === true ? definitions.value : undefined;
    // What the pack still lists and nobody can describe any more is gone.
    const names = rules.value.filter((name) => known === undefined || Object.hasOwn(known, name));
    const { missing, unexpected, pairs, ambiguous } = matchRules(pack.rules, names);
    const compared = pairs.flatMap(({ rule, deployed }) => {
        const definition = known?.[deployed];
        return definition === undefined ? [] : [compareRule(rule, definition)];
    });
    const changedRules = compared.flatMap(({ differences }) => differences);
    return {
        ...verdict,
        outcome: worst([
            reached,
            ...(missing.length + unexpected.length + changedRules.length > 0 ? (["rules differ"] as const) : []),
            ...(definitions?.known === false ? (["unknown"] as const) : []),
        ]),
        reasons: definitions?.known === false ? [definitions.reason] : [],
        deployedRules: names.length,
        missingRules: missing,
        unexpectedRules: unexpected,
        changedRules,
        notCompared: [
            ...compared.flatMap(({ notCompared }) => notCompared),
            ...ambiguous.map((rule) => ({ rule, property: "every value", reason: "its name in AWS cannot be told" })),
        ],
    };
}

function verdictOn({ name, target, plannedRules }: ExpectedPack): Omit<PackVerdict, "outcome"> {
    return {
        name,
        target,
        reasons: [],
        failingMembers: [],
        membersWithoutRecorder: [],
        excludedMembers: [],
        plannedRules,
        missingRules: [],
        unexpectedRules: [],
        changedRules: [],
        notCompared: [],
        settling: false,
    };
}

function worst(outcomes: readonly Outcome[]): Outcome {
    return OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? "reached";
}
