/** Where a framework is covered more than once: rules that several packs deploy, controls that several rules answer. */
import type { FrameworkCoverage } from "./framework.ts";
import type { CoveragePack } from "./pack-rules.ts";

/** One check that several packs have: deployed apart, it is evaluated and billed once for each. */
export interface RepeatedRule {
    /** The managed rule identifier, or the name of the project's own rule. */
    readonly source: string;
    /** Names in AWS Config, in alphabetical order. */
    readonly names: readonly string[];
    /** In alphabetical order. */
    readonly packs: readonly string[];
    /** Whether all of them check the same with the same values, so that a bundle deploys it once. */
    readonly alike: boolean;
}

export interface Overlaps {
    readonly rules: readonly RepeatedRule[];
    /** Controls that several checks answer, in the order of the framework. */
    readonly controls: readonly { readonly id: string; readonly sources: readonly string[] }[];
}

/** @param selected the packs that were looked at for the coverage */
export function findOverlaps(coverage: FrameworkCoverage, selected: readonly CoveragePack[]): Overlaps {
    const used = new Set(coverage.controls.flatMap(({ rules }) => rules.map(({ source }) => source)));
    const places = selected.flatMap((pack) =>
        pack.rules.filter(({ source }) => used.has(source)).map((rule) => ({ pack: pack.name, rule })),
    );
    const bySource = Map.groupBy(places, ({ rule }) => rule.source);
    const rules = [...bySource].flatMap(([source, found]): RepeatedRule[] => {
        const packs = new Set(found.map(({ pack }) => pack));
        const identities = new Set(found.map(({ rule }) => rule.identity ?? Symbol(rule.name)));
        return packs.size < 2
            ? []
            : [
                  {
                      source,
                      names: [...new Set(found.map(({ rule }) => rule.name))].sort(),
                      packs: [...packs].sort(),
                      alike: identities.size === 1,
                  },
              ];
    });
    const controls = coverage.controls.flatMap(({ id, rules: answers }) => {
        const sources = [...new Set(answers.map(({ source }) => source))];
        return sources.length < 2 ? [] : [{ id, sources }];
    });
    return { rules: rules.sort((a, b) => b.packs.length - a.packs.length || (a.source < b.source ? -1 : 1)), controls };
}
