/**
 * The rules that do not comply, of a whole organization: names are listed once, and each finding is a few numbers in
 * columns, since it may be one of a million.
 */
import { z } from "zod";
import type { Severity } from "../plan/plan.ts";
import type { StatusEntry } from "./entry.ts";
import { severitySchema } from "./snapshot-schema.ts";
import type { Place, ResourceCount } from "./source.ts";

/** Findings beyond are counted only. A million takes 40 MB of memory. */
export const MOST_FINDINGS = 1_000_000;

/** In place of a number that AWS did not tell. */
const UNTOLD = -1;

const index = z.array(z.int().min(0));

const ruleSchema = z.strictObject({
    /** As readers know it. */
    rule: z.string(),
    /** Packs that it belongs to: one where AWS told. */
    packs: z.array(z.string()),
    severity: severitySchema.optional(),
    /** Such as `PCI-DSS 8.2.1`. */
    controls: z.array(z.string()),
});

export const findingsSchema = z.strictObject({
    rules: z.array(ruleSchema),
    accounts: z.array(z.string()),
    regions: z.array(z.string()),
    /** Places in the three lists above. */
    rule: index,
    account: index,
    region: index,
    /** Resources that fail, -1 where AWS told no number; and those that are waived. */
    failing: z.array(z.int().min(UNTOLD)),
    waived: index,
    /** 1: there are more resources than the number. */
    capped: z.array(z.int().min(0).max(1)),
    /** Findings that there was no room for. */
    leftOut: z.int().min(0),
});

export type SnapshotFindings = z.output<typeof findingsSchema>;
export type SnapshotRule = z.output<typeof ruleSchema>;

/** A rule that does not comply in an account and region, or whose resources are all waived. */
export interface SnapshotFinding extends Place {
    readonly rule: string;
    readonly packs: readonly string[];
    readonly severity?: Severity;
    readonly controls: readonly string[];
    readonly verdict: "NON_COMPLIANT" | "WAIVED";
    /** Absent where AWS told no number. */
    readonly failing?: ResourceCount;
    readonly waived: number;
}

/** The findings one by one; none is kept. */
export function* findingsOf(findings: SnapshotFindings): Generator<SnapshotFinding> {
    for (let row = 0; row < findings.rule.length; row++) {
        yield findingAt(findings, row);
    }
}

export function findingAt(findings: SnapshotFindings, row: number): SnapshotFinding {
    const rule = at(findings.rules, at(findings.rule, row));
    const failing = at(findings.failing, row);
    const waived = at(findings.waived, row);
    return {
        ...rule,
        account: at(findings.accounts, at(findings.account, row)),
        region: at(findings.regions, at(findings.region, row)),
        verdict: failing === 0 && waived > 0 ? "WAIVED" : "NON_COMPLIANT",
        ...(failing !== UNTOLD && { failing: { count: failing, capped: at(findings.capped, row) === 1 } }),
        waived,
    };
}

/** Whether every column has as many numbers, and each names something. */
export function hasWholeColumns(findings: SnapshotFindings): boolean {
    const { rule, account, region, failing, waived, capped } = findings;
    const names = (column: readonly number[], list: readonly unknown[]): boolean =>
        column.every((number) => number < list.length);
    return (
        [account, region, failing, waived, capped].every(({ length }) => length === rule.length) &&
        names(rule, findings.rules) &&
        names(account, findings.accounts) &&
        names(region, findings.regions)
    );
}

/** Collects findings; whatever else a rule may be is passed over. */
export class FindingsBuilder {
    readonly #most: number;
    readonly #rules = new Numbering<SnapshotRule>();
    readonly #accounts = new Numbering<string>();
    readonly #regions = new Numbering<string>();
    readonly #columns = {
        rule: [] as number[],
        account: [] as number[],
        region: [] as number[],
        failing: [] as number[],
        waived: [] as number[],
        capped: [] as number[],
    };
    #leftOut = 0;

    constructor(most = MOST_FINDINGS) {
        this.#most = most;
    }

    add(entry: StatusEntry): void {
        if (entry.verdict !== "NON_COMPLIANT" && entry.verdict !== "WAIVED") {
            return;
        }
        const { rule, account, region, failing, waived, capped } = this.#columns;
        if (rule.length >= this.#most) {
            this.#leftOut++;
            return;
        }
        const counts = (entry.waived ?? []).map(({ resources }) => resources);
        rule.push(this.#rules.of(`${entry.rule}\n${entry.packs.join("\n")}`, () => ruleOf(entry)));
        account.push(this.#accounts.of(entry.account, () => entry.account));
        region.push(this.#regions.of(entry.region, () => entry.region));
        failing.push(entry.failing?.count ?? UNTOLD);
        waived.push(counts.reduce((sum, { count }) => sum + count, 0));
        capped.push([entry.failing, ...counts].some((count) => count?.capped === true) ? 1 : 0);
    }

    build(): SnapshotFindings {
        return {
            rules: this.#rules.list,
            accounts: this.#accounts.list,
            regions: this.#regions.list,
            ...this.#columns,
            leftOut: this.#leftOut,
        };
    }
}

function ruleOf({ rule, packs, severity, controls }: StatusEntry): SnapshotRule {
    return {
        rule,
        packs: [...packs],
        ...(severity !== undefined && { severity }),
        controls: controls.map(({ framework, id }) => (framework === undefined ? id : `${framework} ${id}`)),
    };
}

/** Gives each new key the next number. */
class Numbering<Value> {
    readonly list: Value[] = [];
    readonly #numbers = new Map<string, number>();

    of(key: string, value: () => Value): number {
        const known = this.#numbers.get(key);
        if (known !== undefined) {
            return known;
        }
        this.#numbers.set(key, this.list.length);
        return this.list.push(value()) - 1;
    }
}

function at<Value>(list: readonly Value[], place: number): Value {
    const value = list[place];
    if (value === undefined) {
        throw new RangeError(`a list of ${list.length} has no place ${place}`);
    }
    return value;
}
