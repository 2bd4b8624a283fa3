/** What a reviewer must not miss: losses, replacements, what begins to act by itself, what is paid for twice. */
import type { BaselineComparison } from "../baseline/comparison.ts";
import { formatCount } from "../cost/format.ts";
import { isNarrow } from "../quota/headroom.ts";
import type { StackComparison } from "./comparison.ts";
import { type Line, line } from "./outline.ts";

/** In the order of weight. */
export function attentionLines(comparison: StackComparison): Line[] {
    const { baseline, rules, lostCoverage, automaticRemediations, resources, newDuplicates, headroom } = comparison;
    return [
        ...(baseline === undefined ? [] : baselineLines(baseline)),
        ...rules.lost.map(({ pack, name }) => line("!", 0, "no longer checked: ", { code: `${pack}/${name}` })),
        ...lostCoverage.map(({ words }) => line("!", 0, "coverage lost: ", ...words)),
        ...automaticRemediations.map(({ pack, rule, document }) =>
            line(
                "!",
                0,
                "becomes automatic: the remediation of ",
                { code: `${pack}/${rule}` },
                ...(document === undefined ? [] : [" by ", { code: document }]),
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
                ),
            ),
    ];
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
