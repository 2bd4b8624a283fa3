/** What changed between two snapshots: what fails since, what no longer fails, and what was waived meanwhile. */
import type { ComplianceSnapshot } from "./snapshot.ts";
import { findingAt, type SnapshotFinding, type SnapshotFindings } from "./snapshot-findings.ts";

/** Findings as they are now, but for those that are over, which are as they were. */
export interface SnapshotChanges {
    /** When the earlier snapshot was taken. */
    readonly since: string;
    /** Fails now and did not fail before. */
    readonly begun: readonly SnapshotFinding[];
    /** Failed before, and no longer does, while its account and its rule are still there. */
    readonly resolved: readonly SnapshotFinding[];
    /** Failed before, and its account or its rule is gone: nothing was resolved. */
    readonly gone: readonly SnapshotFinding[];
    /** Failed before, and all that fails is waived now. */
    readonly waived: readonly SnapshotFinding[];
    /** Fails as before, of other numbers of resources. */
    readonly changed: readonly { readonly before: SnapshotFinding; readonly after: SnapshotFinding }[];
    /** How many fail as before, those that changed included. */
    readonly unchanged: number;
}

/**
 * Findings are the same where rule, packs, account and region are. A rule whose resources are all waived does not fail.
 *
 * @returns undefined where one of the two had no room for all findings: what it left out would look resolved, or new
 */
export function compareSnapshots(before: ComplianceSnapshot, after: ComplianceSnapshot): SnapshotChanges | undefined {
    if (before.findings.leftOut > 0 || after.findings.leftOut > 0) {
        return undefined;
    }
    const keys = new Keys([before.findings, after.findings]);
    const earlier = new Map(keys.rows(before.findings));
    const [begun, waived]: [SnapshotFinding[], SnapshotFinding[]] = [[], []];
    const changed: { before: SnapshotFinding; after: SnapshotFinding }[] = [];
    let unchanged = 0;
    const now = new Set<number>();
    for (const [key, row] of keys.rows(after.findings)) {
        const finding = findingAt(after.findings, row);
        const earlierRow = earlier.get(key);
        const previous = earlierRow === undefined ? undefined : findingAt(before.findings, earlierRow);
        now.add(key);
        if (previous?.verdict !== "NON_COMPLIANT") {
            if (finding.verdict === "NON_COMPLIANT") {
                begun.push(finding);
            }
        } else if (finding.verdict === "WAIVED") {
            waived.push(finding);
        } else {
            unchanged++;
            if (!hasSameResources(previous, finding)) {
                changed.push({ before: previous, after: finding });
            }
        }
    }
    const isThere = presence(after);
    const over = [...earlier]
        .filter(([key]) => !now.has(key))
        .map(([, row]) => findingAt(before.findings, row))
        .filter(({ verdict }) => verdict === "NON_COMPLIANT");
    return {
        since: before.takenAt,
        begun,
        resolved: over.filter(isThere),
        gone: over.filter((finding) => !isThere(finding)),
        waived,
        changed,
        unchanged,
    };
}

/** A number for each rule, account and region of two snapshots, in place of long texts: findings may be two million. */
class Keys {
    readonly #rules = new Map<string, number>();
    readonly #accounts = new Map<string, number>();
    readonly #regions = new Map<string, number>();

    constructor(snapshots: readonly SnapshotFindings[]) {
        for (const { rules, accounts, regions } of snapshots) {
            rules.forEach((rule) => number(this.#rules, identityOf(rule)));
            accounts.forEach((account) => number(this.#accounts, account));
            regions.forEach((region) => number(this.#regions, region));
        }
    }

    /** The key of each row; the same in both snapshots where rule, account and region are. */
    *rows(findings: SnapshotFindings): Generator<readonly [key: number, row: number]> {
        const rules = findings.rules.map((rule) => number(this.#rules, identityOf(rule)));
        const accounts = findings.accounts.map((account) => number(this.#accounts, account));
        const regions = findings.regions.map((region) => number(this.#regions, region));
        const at = (numbers: readonly number[], column: readonly number[], row: number): number =>
            numbers[column[row] ?? 0] ?? 0;
        for (let row = 0; row < findings.rule.length; row++) {
            const place = at(rules, findings.rule, row) * this.#accounts.size + at(accounts, findings.account, row);
            yield [place * this.#regions.size + at(regions, findings.region, row), row];
        }
    }
}

function identityOf({ rule, packs }: SnapshotFindings["rules"][number]): string {
    return JSON.stringify([rule, packs]);
}

function number(numbers: Map<string, number>, name: string): number {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
}

function hasSameResources(before: SnapshotFinding, after: SnapshotFinding): boolean {
    return (
        before.failing?.count === after.failing?.count &&
        before.failing?.capped === after.failing?.capped &&
        before.waived === after.waived
    );
}

/** An account and a rule are there where any verdict of theirs was counted. */
function presence({ byAccount, byRule }: ComplianceSnapshot): (finding: SnapshotFinding) => boolean {
    const accounts = new Set(byAccount.map(({ name }) => name));
    const rules = new Set(byRule.map(({ name }) => name));
    return ({ account, rule }) => accounts.has(account) && rules.has(rule);
}
