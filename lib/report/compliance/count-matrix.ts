/** Counts by account and pack: numbers in a row of fixed width for each account, so that 10,000 accounts take little. */
import { SEVERITIES } from "../../compliance/severity.ts";
import type { StatusEntry } from "../../compliance/entry.ts";
import type { Combinations, ScoredGroup } from "./compliance-report.ts";
import { scoreOfGroup } from "./score.ts";

const VERDICT_FIELDS = ["NON_COMPLIANT", "WAIVED", "INSUFFICIENT_DATA", "COMPLIANT", "NOT_APPLICABLE"] as const;
const COMBINATION_FIELDS = ["compliant", "failing", "waived"] as const;
const FIELDS = [
    ...VERDICT_FIELDS,
    ...SEVERITIES,
    "none",
    "failingResources",
    "failingCapped",
    "waivedResources",
    "waivedCapped",
    ...COMBINATION_FIELDS,
] as const;
type Field = (typeof FIELDS)[number];

const OFFSETS = Object.fromEntries(FIELDS.map((field, at) => [field, at])) as Readonly<Record<Field, number>>;
const WIDTH = FIELDS.length;
/** Packs for which a new row has room; it grows where there are more. */
const FIRST_PACKS = 8;

export class CountMatrix {
    readonly #rows = new Map<string, Uint32Array>();
    readonly #packs = new Map<string, number>();

    addRule(entry: StatusEntry, pack: string): void {
        const { row, at } = this.#cell(entry.account, pack);
        add(row, at, entry.verdict);
        if (entry.verdict === "NON_COMPLIANT") {
            add(row, at, entry.severity ?? "none");
            add(row, at, "failingResources", entry.failing?.count ?? 0);
            add(row, at, "failingCapped", entry.failing?.capped === true ? 1 : 0);
        }
        for (const { resources } of entry.waived ?? []) {
            add(row, at, "waivedResources", resources.count);
            add(row, at, "waivedCapped", resources.capped ? 1 : 0);
        }
    }

    addCombination(account: string, pack: string, outcome: keyof Combinations): void {
        const { row, at } = this.#cell(account, pack);
        add(row, at, outcome);
    }

    get accounts(): IterableIterator<string> {
        return this.#rows.keys();
    }

    get packs(): IterableIterator<string> {
        return this.#packs.keys();
    }

    /**
     * The sum over accounts and packs.
     *
     * @param name of the sum
     * @param combined whether combinations were counted
     * @returns undefined where nothing was counted
     */
    sum(name: string, accounts: Iterable<string>, packs: Iterable<string>, combined: boolean): ScoredGroup | undefined {
        const total = new Float64Array(WIDTH);
        const columns = [...packs].flatMap((pack) => this.#packs.get(pack) ?? []);
        for (const account of accounts) {
            const row = this.#rows.get(account) ?? new Uint32Array(0);
            for (const column of columns) {
                for (let field = 0; field < WIDTH; field++) {
                    total[field] = (total[field] ?? 0) + (row[column * WIDTH + field] ?? 0);
                }
            }
        }
        return total.every((count) => count === 0) ? undefined : groupOf(name, total, combined);
    }

    #cell(account: string, pack: string): { row: Uint32Array; at: number } {
        const column = this.#packs.get(pack) ?? this.#packs.size;
        this.#packs.set(pack, column);
        let row = this.#rows.get(account) ?? new Uint32Array(FIRST_PACKS * WIDTH);
        if (row.length < (column + 1) * WIDTH) {
            const larger = new Uint32Array(2 * (column + 1) * WIDTH);
            larger.set(row);
            row = larger;
        }
        this.#rows.set(account, row);
        return { row, at: column * WIDTH };
    }
}

function add(row: Uint32Array, at: number, field: Field, count = 1): void {
    const index = at + OFFSETS[field];
    row[index] = (row[index] ?? 0) + count;
}

function groupOf(name: string, total: Float64Array, combined: boolean): ScoredGroup {
    const of = (field: Field): number => total[OFFSETS[field]] ?? 0;
    const record = <Key extends Field>(keys: readonly Key[]): Record<Key, number> =>
        Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<Key, number>;
    const verdicts = record(VERDICT_FIELDS);
    const worst = SEVERITIES.find((severity) => of(severity) > 0);
    const combinations = combined ? record(COMBINATION_FIELDS) : undefined;
    const score = scoreOfGroup({ verdicts }, combinations);
    return {
        name,
        verdicts,
        failingBySeverity: record([...SEVERITIES, "none"]),
        ...(worst !== undefined && { worst }),
        failing: { count: of("failingResources"), capped: of("failingCapped") > 0 },
        waived: { count: of("waivedResources"), capped: of("waivedCapped") > 0 },
        ...(combinations && { combinations }),
        ...(score !== undefined && { score }),
    };
}
