/** Accounts by packs, cut to what somebody can read: the worst of both, and the rest summed up. */
import { worstFirst } from "../../compliance/groupings.ts";
import type { PackMatrix, ScoredGroup, WorstOf } from "./compliance-report.ts";
import type { CountMatrix } from "./count-matrix.ts";
import { bandOf, SCORE_BANDS } from "./score.ts";
import { Worst } from "./worst.ts";

export interface MatrixLimits {
    readonly accounts: number;
    readonly packs: number;
}

/** Names of the sums of what is not shown. */
export const OTHER_ACCOUNTS = "all other accounts";
export const OTHER_PACKS = "all other packs";
/** Name of the distribution over all packs together. */
export const ALL_PACKS = "all packs";

/** @param combined whether combinations were counted, so that scores are of them */
export function packMatrix(counts: CountMatrix, combined: boolean, limits: MatrixLimits): PackMatrix {
    const [allAccounts, allPacks] = [[...counts.accounts], [...counts.packs]];
    const sum = (name: string, accounts: readonly string[], packs: readonly string[]): ScoredGroup | undefined =>
        counts.sum(name, accounts, packs, combined);
    const accounts = theWorst(limits.accounts, allAccounts, (name) => sum(name, [name], allPacks));
    const packs = theWorst(limits.packs, allPacks, (name) => sum(name, allAccounts, [name]));
    const [rows, columns] = [accounts.shown.map(({ name }) => name), packs.shown.map(({ name }) => name)];
    const otherRows = without(allAccounts, rows);
    const otherColumns = without(allPacks, columns);
    const others = sum(OTHER_PACKS, otherRows, otherColumns);
    const total = otherRows.length === 0 ? undefined : sum(OTHER_ACCOUNTS, otherRows, allPacks);
    return {
        accounts,
        packs,
        cells: rows.map((account) => columns.map((pack) => sum(pack, [account], [pack]))),
        ...(total && {
            otherAccounts: {
                total,
                cells: columns.map((pack) => sum(pack, otherRows, [pack])),
                ...(others && { otherPacks: others }),
            },
        }),
        ...(otherColumns.length > 0 && {
            otherPacks: rows.map((account) => sum(OTHER_PACKS, [account], otherColumns)),
        }),
        distribution: [
            { pack: ALL_PACKS, accounts: bands(allAccounts, (account) => sum("", [account], allPacks)) },
            ...columns.map((pack) => ({ pack, accounts: bands(allAccounts, (account) => sum("", [account], [pack])) })),
        ],
    };
}

function theWorst(
    limit: number,
    names: readonly string[],
    sumOf: (name: string) => ScoredGroup | undefined,
): WorstOf<ScoredGroup> {
    const worst = new Worst<ScoredGroup>(limit, worstFirst);
    for (const name of names) {
        const group = sumOf(name);
        if (group !== undefined) {
            worst.add(group);
        }
    }
    const shown = worst.items();
    return { shown, others: worst.added - shown.length };
}

/** How many accounts are in which band; those without a verdict are in none. */
function bands(accounts: readonly string[], sumOf: (account: string) => ScoredGroup | undefined): number[] {
    const counts = SCORE_BANDS.map(() => 0);
    for (const account of accounts) {
        const score = sumOf(account)?.score;
        if (score !== undefined) {
            const band = bandOf(score);
            counts[band] = (counts[band] ?? 0) + 1;
        }
    }
    return counts;
}

function without(all: readonly string[], some: readonly string[]): string[] {
    const left = new Set(some);
    return all.filter((name) => !left.has(name));
}
