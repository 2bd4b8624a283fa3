/** Packs and rules that go on, but reach less: the one judgement that comparisons and baselines share. */
import { catalogue } from "../catalogue/catalogue.ts";
import { FREQUENCIES } from "../pack/frequencies.ts";
import { type Reach, reachedUnits } from "../plan/organization-reach.ts";
import type { ConformancePackPlan, RulePlan } from "../plan/plan.ts";
import type { LostCoverage } from "./lost-coverage.ts";
import { message } from "./message.ts";

/** What says which accounts a pack reaches. */
export type PackReach = Pick<ConformancePackPlan, "name" | "target"> & Reach;

/** What a pack no longer reaches; empty where it reaches at least the same accounts. */
export function narrowedPack(old: PackReach, now: PackReach): LostCoverage[] {
    if (old.target === "account") {
        // An organization pack reaches this account too.
        return [];
    }
    if (now.target === "account") {
        const words = message`${old.name} covers this account only, no longer the organization`;
        return [{ code: "organization-pack", words }];
    }
    return [...leftOut("excludedAccounts", old, now), ...leftOut("excludedUnits", old, now), ...fewerUnits(old, now)];
}

const LEFT_OUT = { excludedAccounts: "excluded-accounts", excludedUnits: "excluded-units" } as const;

function leftOut(key: keyof typeof LEFT_OUT, old: PackReach, now: PackReach): LostCoverage[] {
    const more = (now[key] ?? []).filter((one) => !(old[key] ?? []).includes(one));
    return more.length === 0
        ? []
        : [{ code: LEFT_OUT[key], words: message`${old.name} leaves out ${more.join(", ")}` }];
}

/** Units are told apart by their IDs: which stands below which is known to AWS alone. */
function fewerUnits(old: PackReach, now: PackReach): LostCoverage[] {
    const [before, after] = [reachedUnits(old), reachedUnits(now)];
    if (after === undefined) {
        return [];
    }
    if (before === undefined) {
        const words = message`${old.name} reaches ${after.join(", ")} only, no longer the whole organization`;
        return [{ code: "units", words }];
    }
    const lost = before.filter((unit) => !after.includes(unit));
    return lost.length === 0
        ? []
        : [{ code: "units", words: message`${old.name} no longer reaches ${lost.join(", ")}` }];
}

/**
 * What a rule no longer looks at, or less often; empty where it checks at least the same.
 *
 * @param name of the rule, as the words have it
 */
export function narrowedRule(name: string, old: RulePlan, now: RulePlan): LostCoverage[] {
    const findings: LostCoverage[] = [];
    const [often, rarer] = [frequencyRank(old), frequencyRank(now)];
    if (often >= 0 && rarer > often) {
        findings.push({
            code: "rule-frequency",
            words: message`${name} runs less often: ${old.frequency ?? "once a day"} -> ${now.frequency ?? "once a day"}`,
        });
    }
    const [before, after] = [typesInScope(old), typesInScope(now)];
    const lost = after === undefined ? [] : (before ?? ownTypes(old)).filter((type) => !after.includes(type as never));
    if (lost.length > 0) {
        findings.push({ code: "rule-scope", words: message`${name} no longer looks at ${lost.join(", ")}` });
    }
    for (const key of ["ComplianceResourceId", "TagKey", "TagValue"]) {
        if (old.scope?.[key] === undefined && now.scope?.[key] !== undefined) {
            findings.push({ code: "rule-scope", words: message`${name} looks only at resources with ${key}` });
        }
    }
    if (old.condition === undefined && now.condition !== undefined) {
        findings.push({
            code: "rule-condition",
            words: message`${name} is deployed only under the condition ${now.condition}`,
        });
    }
    return findings;
}

/** From the most frequent on. A periodic rule without a frequency runs once a day. */
function frequencyRank({ frequency }: RulePlan): number {
    return (FREQUENCIES as readonly string[]).indexOf(frequency ?? "TwentyFour_Hours");
}

function typesInScope({ scope }: RulePlan): readonly unknown[] | undefined {
    const listed = scope?.["ComplianceResourceTypes"];
    return Array.isArray(listed) ? listed : undefined;
}

/** What a managed rule looks at without a scope, as far as the types are known exactly. */
function ownTypes({ owner, sourceIdentifier }: RulePlan): readonly string[] {
    const types =
        owner === "AWS" && sourceIdentifier !== undefined ? catalogue().byIdentifier(sourceIdentifier) : undefined;
    return (types?.resourceTypes ?? []).filter((type) => type.includes("::"));
}
