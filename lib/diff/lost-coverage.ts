/** What would no longer be recorded, kept, watched or checked. */
import { formatCount } from "../cost/format.ts";
import type { AggregatorPlan, DeploymentPlan, RecorderPlan } from "../plan/plan.ts";
import { lostMembers } from "./lost-members.ts";
import { lostPackCoverage } from "./lost-pack-coverage.ts";
import { rarerTypes, unrecordedTypes } from "./lost-recording.ts";
import { message, type Words } from "./message.ts";

export interface LostCoverage {
    /** Stable, for machines: `recorded-types`, `retention`, … */
    readonly code: string;
    readonly words: Words;
}

/** @returns in words, always in the same order; empty for a new stack, one finding for one that is gone */
export function lostCoverage(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): LostCoverage[] {
    if (old === undefined) {
        return [];
    }
    if (now === undefined) {
        return [{ code: "stack", words: message`the stack ${old.stack} is gone: nothing of it is planned any more` }];
    }
    return [
        ...lostPlace(old, now),
        ...lostTypes(old.recorder, now.recorder),
        ...lostFrequency(old.recorder, now.recorder),
        ...lostHistory(old, now),
        ...lostViews(old, now),
        ...lostTrail(old, now),
        ...lostMembers(old, now),
        ...lostPackCoverage(old, now),
    ];
}

function lostPlace(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    return [
        ...(old.region === now.region
            ? []
            : [
                  {
                      code: "region",
                      words: message`${old.region} is no longer covered: the stack moves to ${now.region}`,
                  },
              ]),
        ...(old.account === undefined || now.account === undefined || old.account === now.account
            ? []
            : [
                  {
                      code: "account",
                      words: message`account ${old.account} is no longer covered: the stack moves to ${now.account}`,
                  },
              ]),
    ];
}

function lostTypes(old: RecorderPlan, now: RecorderPlan): LostCoverage[] {
    const code = "recorded-types";
    if (old.mode === "use") {
        return [];
    }
    if (now.mode === "use") {
        return [
            { code: "recorder", words: ["the recorder is no longer managed by this stack, which deletes its own"] },
        ];
    }
    const lost = unrecordedTypes(old, now);
    if (lost === "all-but-listed") {
        const left = formatCount(now.recordingGroup.resourceTypes.length, "resource type");
        return [{ code, words: message`only ${left} would be recorded, no longer every type but those left out` }];
    }
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

function lostHistory(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    const findings: LostCoverage[] = [];
    if (now.retention.mode !== "use" && now.retention.days < old.retention.days) {
        const words = message`AWS Config keeps history for ${now.retention.days} days, no longer for ${old.retention.days}`;
        findings.push({ code: "retention", words });
    }
    const expiry = ({ deliveryBucket }: DeploymentPlan): number =>
        ("lifecycle" in deliveryBucket ? deliveryBucket.lifecycle.expireAfterDays : undefined) ?? Infinity;
    if (expiry(now) < expiry(old)) {
        const before = expiry(old) === Infinity ? "never" : `after ${expiry(old)}`;
        const words = message`delivered history is deleted after ${expiry(now)} days, before: ${before}`;
        findings.push({ code: "history-expiry", words });
    }
    return findings;
}

function lostViews(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    const code = "aggregator";
    return old.aggregators.flatMap((before): LostCoverage[] => {
        const after = now.aggregators.find(({ name }) => name === before.name);
        if (after === undefined) {
            return [{ code, words: message`the aggregator ${before.name} is gone` }];
        }
        const lost = [...lostSources(before, after), ...lostRegions(before, after)];
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

function lostRegions({ regions: old }: AggregatorPlan, { regions: now }: AggregatorPlan): string[] {
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
