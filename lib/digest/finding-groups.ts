/** Findings by their rule: one that begins to fail in a hundred accounts at once is one line, not a hundred. */
import type { SnapshotFinding } from "../compliance/snapshot-findings.ts";
import { severityRank } from "../compliance/severity.ts";
import { NO_RESOURCES, sum } from "../compliance/entry.ts";
import type { ResourceCount } from "../compliance/source.ts";
import type { Severity } from "../plan/plan.ts";

export interface FindingGroup {
    readonly rule: string;
    readonly severity?: Severity;
    /** Sorted: `111111111111 eu-west-1`. No more than are read. */
    readonly places: readonly string[];
    /** How many places there are besides. */
    readonly morePlaces: number;
    /** That fail; absent where AWS told no number of any. */
    readonly failing?: ResourceCount;
}

export interface FindingGroups {
    /** Findings, in all groups. */
    readonly total: number;
    /** The worst first. */
    readonly items: readonly FindingGroup[];
    /** How many rules there are besides. */
    readonly more: number;
}

export interface ListLimits {
    readonly rules: number;
    readonly places: number;
}

export function groupFindings(findings: readonly SnapshotFinding[], limits: ListLimits): FindingGroups {
    const rules = new Map<string, SnapshotFinding[]>();
    for (const finding of findings) {
        const key = JSON.stringify([finding.rule, finding.severity]);
        const known = rules.get(key);
        if (known === undefined) {
            rules.set(key, [finding]);
        } else {
            known.push(finding);
        }
    }
    const sorted = [...rules.values()].sort(worstFirst);
    return {
        total: findings.length,
        items: sorted.slice(0, limits.rules).map((group) => groupOf(group, limits.places)),
        more: Math.max(0, sorted.length - limits.rules),
    };
}

function groupOf(findings: readonly SnapshotFinding[], most: number): FindingGroup {
    const [first] = findings;
    if (first === undefined) {
        throw new Error("a group of findings has at least one");
    }
    const places = [...new Set(findings.map(({ account, region }) => `${account} ${region}`))].sort();
    const told = findings.flatMap(({ failing }) => (failing === undefined ? [] : [failing]));
    return {
        rule: first.rule,
        ...(first.severity !== undefined && { severity: first.severity }),
        places: places.slice(0, most),
        morePlaces: Math.max(0, places.length - most),
        ...(told.length > 0 && { failing: told.reduce(sum, NO_RESOURCES) }),
    };
}

function worstFirst(
    [one, ...ones]: readonly SnapshotFinding[],
    [other, ...others]: readonly SnapshotFinding[],
): number {
    return (
        severityRank(one?.severity) - severityRank(other?.severity) ||
        others.length - ones.length ||
        ((one?.rule ?? "") < (other?.rule ?? "") ? -1 : 1)
    );
}
