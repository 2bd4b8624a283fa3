/** Counts rules by whatever is asked: numbers are kept, never the rules themselves. */
import type { Severity } from "../plan/plan.ts";
import type { Waiver } from "../waivers/waiver.ts";
import { NO_RESOURCES, type StatusEntry, sum, type Verdict } from "./entry.ts";
import { worse } from "./severity.ts";
import type { ResourceCount } from "./source.ts";

/** Rules are counted once for each account and region. */
export interface Counts {
    readonly verdicts: Readonly<Record<Verdict, number>>;
    /** Rules that fail, by severity; `none` where the plan says none. */
    readonly failingBySeverity: Readonly<Record<Severity | "none", number>>;
    /** The worst severity of what fails, where one is known. */
    readonly worst?: Severity;
    /** Resources that fail, and those that are waived, once for each rule. */
    readonly failing: ResourceCount;
    readonly waived: ResourceCount;
}

/** What is counted under one name. */
export interface Group extends Counts {
    readonly name: string;
}

/** How much one waiver covers. */
export interface WaiverUse {
    readonly waiver: Waiver;
    readonly resources: ResourceCount;
    /** Rules in an account and region. */
    readonly rules: number;
}

/** The names of the groups that a rule belongs to. */
export type Grouping = (entry: StatusEntry) => readonly string[];

class Counter {
    readonly verdicts: Record<Verdict, number> = {
        NON_COMPLIANT: 0,
        WAIVED: 0,
        INSUFFICIENT_DATA: 0,
        COMPLIANT: 0,
        NOT_APPLICABLE: 0,
    };
    readonly failingBySeverity: Record<Severity | "none", number> = {
        critical: 0,
        high: 0,
        medium: 0,
        low: 0,
        none: 0,
    };
    worst: Severity | undefined;
    failing = NO_RESOURCES;
    waived = NO_RESOURCES;

    add({ verdict, severity, failing, waived = [] }: StatusEntry): void {
        this.verdicts[verdict]++;
        if (verdict === "NON_COMPLIANT") {
            this.failingBySeverity[severity ?? "none"]++;
            this.worst = worse(this.worst, severity);
            this.failing = failing === undefined ? this.failing : sum(this.failing, failing);
        }
        for (const { resources } of waived) {
            this.waived = sum(this.waived, resources);
        }
    }

    counts(): Counts {
        const { verdicts, failingBySeverity, worst, failing, waived } = this;
        return { verdicts, failingBySeverity, ...(worst !== undefined && { worst }), failing, waived };
    }
}

/** Several groupings at once, so that a page needs one pass only. */
export class Tally<Name extends string> {
    readonly #groupings: Readonly<Record<Name, Grouping>>;
    readonly #groups: Record<Name, Map<string, Counter>>;
    readonly #totals = new Counter();
    readonly #waivers = new Map<Waiver, { resources: ResourceCount; rules: number }>();
    readonly #accounts = new Set<string>();
    readonly #regions = new Set<string>();
    readonly #rules = new Set<string>();

    constructor(groupings: Readonly<Record<Name, Grouping>>) {
        this.#groupings = groupings;
        this.#groups = Object.fromEntries(
            Object.keys(groupings).map((name) => [name, new Map<string, Counter>()]),
        ) as Record<Name, Map<string, Counter>>;
    }

    add(entry: StatusEntry): void {
        this.#totals.add(entry);
        this.#accounts.add(entry.account);
        this.#regions.add(entry.region);
        this.#rules.add(entry.rule);
        for (const { waiver, resources } of entry.waived ?? []) {
            const use = this.#waivers.get(waiver) ?? { resources: NO_RESOURCES, rules: 0 };
            this.#waivers.set(waiver, { resources: sum(use.resources, resources), rules: use.rules + 1 });
        }
        for (const name of Object.keys(this.#groupings) as Name[]) {
            const groups = this.#groups[name];
            for (const key of this.#groupings[name](entry)) {
                const counter = groups.get(key) ?? new Counter();
                groups.set(key, counter);
                counter.add(entry);
            }
        }
    }

    /** In no order. */
    groups(grouping: Name): Group[] {
        return [...this.#groups[grouping]].map(([name, counter]) => ({ name, ...counter.counts() }));
    }

    totals(): Counts & { readonly accounts: number; readonly regions: number; readonly rules: number } {
        return {
            ...this.#totals.counts(),
            accounts: this.#accounts.size,
            regions: this.#regions.size,
            rules: this.#rules.size,
        };
    }

    waivers(): WaiverUse[] {
        return [...this.#waivers].map(([waiver, use]) => ({ waiver, ...use }));
    }
}

/**
 * The share, from 0 to 1, of rules that comply among those that AWS has a verdict on. A waiver does not make a resource
 * comply, so it does not raise the score either.
 *
 * @returns undefined where AWS has no verdict at all
 */
export function scoreOf({ verdicts }: Pick<Counts, "verdicts">): number | undefined {
    const decided = verdicts.COMPLIANT + verdicts.NON_COMPLIANT + verdicts.WAIVED;
    return decided === 0 ? undefined : verdicts.COMPLIANT / decided;
}
