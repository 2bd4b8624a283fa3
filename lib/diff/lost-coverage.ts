/** What would no longer be recorded, kept, watched or checked. */
import { formatCount } from "../cost/format.ts";
import { GLOBAL_TYPES, isRecorded } from "../cost/recording.ts";
import { joinRegions, regionsInWords } from "../plan/alike-regions.ts";
import type { AggregatorPlan, DeploymentPlan, RecorderPlan, RegionPlan, RetentionPlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import { lostArchive } from "./lost-archive.ts";
import { lostMembers } from "./lost-members.ts";
import { lostPackCoverage } from "./lost-pack-coverage.ts";
import { rarerTypes, unrecordedTypes } from "./lost-recording.ts";
import { message, type Words } from "./message.ts";
import { hasSeveralRegions, inEachRegion, pairRegions, type RegionPair } from "./region-pairs.ts";

export interface LostCoverage {
    /** Stable, for machines: `recorded-types`, `retention`, … */
    readonly code: string;
    readonly words: Words;
    /** Where it is lost. Absent where the stack has a single region, and of what it has once. */
    readonly regions?: readonly string[];
}

/** @returns in words, always in the same order; empty for a new stack, one finding for one that is gone */
export function lostCoverage(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): LostCoverage[] {
    if (old === undefined) {
        return [];
    }
    if (now === undefined) {
        return [{ code: "stack", words: message`the stack ${old.stack} is gone: nothing of it is planned any more` }];
    }
    const named = hasSeveralRegions(old, now);
    const pairs = pairRegions(old, now);
    const regional = (find: (before: RegionPlan, after: RegionPlan) => LostCoverage[]): LostCoverage[] =>
        inEachRegion(pairs, named, ({ old: before, now: after }) =>
            before === undefined || after === undefined ? [] : find(before, after),
        );
    return [
        ...(named ? lostRegions(pairs) : lostPlace(old, now)),
        ...lostAccount(old, now),
        ...regional((before, after) => lostTypes(before.recorder, after, now)),
        ...regional((before, after) => lostFrequency(before.recorder, after.recorder)),
        ...regional((before, after) => lostRetention(before.retention, after.retention)),
        ...lostHistory(old, now),
        ...lostArchive(old, now),
        ...lostViews(old, now),
        ...lostTrail(old, now),
        ...lostMembers(old, now),
        ...regional(lostPackCoverage),
    ];
}

function lostPlace(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    return old.region === now.region
        ? []
        : [{ code: "region", words: message`${old.region} is no longer covered: the stack moves to ${now.region}` }];
}

/** Regions that had the same are told together. */
function lostRegions(pairs: readonly RegionPair[]): LostCoverage[] {
    const gone = pairs.flatMap(({ region, old, now }) =>
        old !== undefined && now === undefined ? [{ region, item: old }] : [],
    );
    return joinRegions(gone, ({ packs }) => packs.map(({ name, rules }) => [name, rules.length])).map(
        ({ regions, item: { packs } }): LostCoverage => {
            const rules = packs.reduce((sum, pack) => sum + pack.rules.length, 0);
            const count = `${formatCount(packs.length, "pack")} and ${formatCount(rules, "rule")}`;
            const words = [
                { code: regionsInWords(regions) },
                regions.length === 1 ? ` is no longer covered: ${count}` : ` are no longer covered: ${count} in each`,
            ];
            return { code: "region", words, regions };
        },
    );
}

function lostAccount(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    return old.account === undefined || now.account === undefined || old.account === now.account
        ? []
        : [
              {
                  code: "account",
                  words: message`account ${old.account} is no longer covered: the stack moves to ${now.account}`,
              },
          ];
}

/** What an account has once has to be recorded in one region only, whichever of the stack's that is. */
function lostTypes(old: RecorderPlan, { region, recorder: now }: RegionPlan, plan: DeploymentPlan): LostCoverage[] {
    const code = "recorded-types";
    if (old.mode === "use") {
        return [];
    }
    if (now.mode === "use") {
        return [
            { code: "recorder", words: ["the recorder is no longer managed by this stack, which deletes its own"] },
        ];
    }
    const found = unrecordedTypes(old, now);
    if (found === "all-but-listed") {
        const left = formatCount(now.recordingGroup.resourceTypes.length, "resource type");
        return [{ code, words: message`only ${left} would be recorded, no longer every type but those left out` }];
    }
    const others = regionsOf(plan).filter((one) => one.region !== region && one.recorder.mode !== "use");
    const lost = found.filter(
        (type) => !GLOBAL_TYPES.has(type) || !others.some(({ recorder }) => isRecorded(type, recorder)),
    );
    return lost.length === 0 ? [] : [{ code, words: message`no longer recorded: ${lost.join(", ")}` }];
}

function lostFrequency(old: RecorderPlan, now: RecorderPlan): LostCoverage[] {
    const code = "recording-frequency";
    if (old.mode === "use" || now.mode === "use") {
        return [];
    }
    const rarer = rarerTypes(old, now);
    if (rarer === "all") {
        return [{ code, words: ["recorded daily, no longer at each change"] }];
    }
    return rarer.length === 0
        ? []
        : [{ code, words: message`recorded daily, no longer at each change: ${rarer.join(", ")}` }];
}

function lostRetention(old: RetentionPlan, now: RetentionPlan): LostCoverage[] {
    return now.mode === "use" || now.days >= old.days
        ? []
        : [
              {
                  code: "retention",
                  words: message`AWS Config keeps history for ${now.days} days, no longer for ${old.days}`,
              },
          ];
}

function lostHistory(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    const expiry = ({ deliveryBucket }: DeploymentPlan): number =>
        ("lifecycle" in deliveryBucket ? deliveryBucket.lifecycle.expireAfterDays : undefined) ?? Infinity;
    if (expiry(now) < expiry(old)) {
        const before = expiry(old) === Infinity ? "never" : `after ${expiry(old)}`;
        const words = message`delivered history is deleted after ${expiry(now)} days, before: ${before}`;
        return [{ code: "history-expiry", words }];
    }
    return [];
}

function lostViews(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    const code = "aggregator";
    return old.aggregators.flatMap((before): LostCoverage[] => {
        const after = now.aggregators.find(({ name }) => name === before.name);
        if (after === undefined) {
            return [{ code, words: message`the aggregator ${before.name} is gone` }];
        }
        const lost = [...lostSources(before, after), ...lostRegionsOf(before, after)];
        return lost.length === 0
            ? []
            : [{ code, words: message`the aggregator ${before.name} no longer sees ${lost.join(", ")}` }];
    });
}

function lostSources({ source: old }: AggregatorPlan, { source: now }: AggregatorPlan): string[] {
    if (now === "organization") {
        return [];
    }
    return old === "organization"
        ? ["the whole organization"]
        : old.accounts.filter((account) => !now.accounts.includes(account));
}

function lostRegionsOf({ regions: old }: AggregatorPlan, { regions: now }: AggregatorPlan): string[] {
    if (now === "all") {
        return [];
    }
    return old === "all" ? ["all regions"] : old.filter((region) => !now.includes(region));
}

function lostTrail({ auditTrail: old }: DeploymentPlan, { auditTrail: now }: DeploymentPlan): LostCoverage[] {
    const code = "audit-trail";
    if (old === undefined) {
        return [];
    }
    if (now === undefined) {
        return [{ code, words: ["there is no audit trail any more"] }];
    }
    return [
        ...(old.allRegions && !now.allRegions ? [{ code, words: ["the audit trail covers one region only"] }] : []),
        ...(old.organization && !now.organization
            ? [{ code, words: ["the audit trail covers one account only, no longer the organization"] }]
            : []),
    ];
}
