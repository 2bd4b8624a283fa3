/** Which pack of the project a template of AWS's is most like. */
import type { Pack } from "../pack/parse.ts";
import { sourcesOf } from "./compare-template.ts";

export interface NamedPack {
    readonly name: string;
    readonly pack: Pack;
}

/** One pack, or all the parts of one that is in parts. */
export interface Match {
    readonly packs: readonly NamedPack[];
    /** Rules that both have, of all that either has: 0 to 1. */
    readonly likeness: number;
}

/**
 * The pack, or the parts of one pack, with the most rules in common, measured by those that only one side has. Parts are
 * packs whose names differ in their last word alone: `pci-dss-4-0-foundation` and `pci-dss-4-0-workloads`.
 *
 * @returns undefined where no pack has a rule in common
 */
export function bestMatch(template: Pack, project: readonly NamedPack[]): Match | undefined {
    const families = Map.groupBy(project, ({ name }) => name.replace(/-[^-]+$/, ""));
    const candidates = [...project.map((one) => [one]), ...[...families.values()].filter(({ length }) => length > 1)];
    const wanted = sourcesOf([template]);
    const matches = candidates.map((packs): Match => {
        const known = sourcesOf(packs.map(({ pack }) => pack));
        const common = [...wanted].filter((source) => known.has(source)).length;
        return { packs, likeness: common / (wanted.size + known.size - common || 1) };
    });
    // Equal likeness: the first in the alphabet, one pack before several.
    const best = matches.reduce<Match | undefined>(
        (found, one) => (found === undefined || one.likeness > found.likeness ? one : found),
        undefined,
    );
    return best !== undefined && best.likeness > 0 ? best : undefined;
}
