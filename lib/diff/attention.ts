/** What a reviewer must not miss: losses, replacements, what begins to act by itself, what is paid for twice. */
import type { BaselineComparison } from "../baseline/comparison.ts";
import { formatCount } from "../cost/format.ts";
import { joinRegions, regionsInWords } from "../plan/alike-regions.ts";
import { isNarrow } from "../quota/headroom.ts";
import type { StackComparison } from "./comparison.ts";
import type { LostCoverage } from "./lost-coverage.ts";
import type { Words } from "./message.ts";
import { type Line, line } from "./outline.ts";
import type { RulePlace } from "./rule-coverage.ts";

/** In the order of weight. */
export function attentionLines(comparison: StackComparison): Line[] {
    const { baseline, rules, lostCoverage, automaticRemediations, resources, newDuplicates, headroom } = comparison;
    return [
        ...(baseline === undefined ? [] : baselineLines(baseline)),
        ...lostRules(rules.lost, lostCoverage),
        ...lostCoverage.map(({ code, words, regions }) =>
            line("!", 0, "coverage lost", ...(code === "region" ? [] : inRegions(regions)), ": ", ...words),
        ),
        ...automaticRemediations.map(({ pack, rule, document, destructive, regions }) =>
            line(
                "!",
                0,
                destructive === undefined
                    ? "becomes automatic: the remediation of "
                    : "automatic and destructive: the remediation of ",
                { code: `${pack}/${rule}` },
                ...(document === undefined ? [] : [" by ", { code: document }]),
                ...inRegions(regions),
                ...(destructive === undefined ? [] : [`: ${destructive}`]),
            ),
        ),
        ...resources.replaced.map((words) => line("!", 0, "replaced: ", ...words)),
        ...newDuplicates.map(({ identifier, places }) =>
            line(
                "!",
                0,
                "deployed and billed ",
                formatCount(places.length, "time"),
                ": ",
                { code: identifier },
                " in ",
                { code: [...new Set(places.map(({ pack }) => pack))].join(", ") },
            ),
        ),
        ...headroom
            .filter((one) => isNarrow(one) && one.used > one.before)
            .map((one) =>
                line(
                    "!",
                    0,
                    `near a quota: ${one.title}, ${one.used.toLocaleString("en")} of ${one.limit.toLocaleString("en")}`,
                    ...(one.region === undefined ? [] : [" in ", { code: one.region }]),
                ),
            ),
    ];
}

/** What goes with a whole region is told with the region. */
function lostRules(lost: readonly RulePlace[], coverage: readonly LostCoverage[]): Line[] {
    const gone = new Set(coverage.flatMap(({ code, regions = [] }) => (code === "region" ? regions : [])));
    const told = (place: RulePlace): string => `${place.pack}/${place.name}`;
    const places = lost.filter(({ region }) => region === undefined || !gone.has(region));
    return places.some(({ region }) => region !== undefined)
        ? joinRegions(
              places.map((place) => ({ region: place.region ?? "", item: place })),
              ({ pack, logicalId, name }) => [pack, logicalId, name],
          ).map(({ regions, item }) => line("!", 0, "no longer checked: ", { code: told(item) }, ...inRegions(regions)))
        : places.map((place) => line("!", 0, "no longer checked: ", { code: told(place) }));
}

function inRegions(regions: readonly string[] | undefined): Words {
    return regions === undefined ? [] : [" in ", { code: regionsInWords(regions) }];
}

function baselineLines({ file, state, refused, givenUp }: BaselineComparison): Line[] {
    const code = { code: file };
    return [
        ...(refused.length === 0
            ? []
            : [line("!", 0, "a deployment refuses this: ", formatCount(refused.length, "error"), " in ", code)]),
        ...(state === "gone" ? [line("!", 0, "no baseline any more: ", code, " is gone")] : []),
        ...(givenUp === 0
            ? []
            : [line("!", 0, "the baseline asks for less: ", formatCount(givenUp, "thing"), " given up in ", code)]),
    ];
}
