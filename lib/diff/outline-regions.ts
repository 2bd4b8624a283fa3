/** Settings and resources of a comparison as lines: what is the same in several regions is told once. */
import { joinRegions, regionsInWords } from "../plan/alike-regions.ts";
import type { PlanDiff } from "./diff-plans.ts";
import { changeLine, type Line, line, type Sign } from "./outline.ts";
import type { ResourceChanges } from "./replaced-resources.ts";
import type { ValueChange } from "./value-change.ts";

/** What each region has of its own; everything else a stack has once. */
const REGIONAL: ReadonlySet<string> = new Set([
    "recorder",
    "deliveryChannel",
    "retention",
    "deliveryTopic",
    "templateBucket",
    "enable",
]);

/** @param ownRegion absent where the stack has no other */
export function settingLines({ settings, regions }: PlanDiff, ownRegion: string | undefined): Line[] {
    const isRegional = ({ path: [key = ""] }: ValueChange): boolean => REGIONAL.has(key);
    const own = regions === undefined ? [] : settings.filter(isRegional);
    const placed = [
        ...own.map((item) => ({ region: ownRegion ?? "", item })),
        ...(regions ?? []).flatMap((one) => one.settings.map((item) => ({ region: one.region, item }))),
    ];
    return [
        ...settings.filter((change) => !own.includes(change)).map((change) => changeLine(change, 0)),
        ...joinRegions(placed).map(({ regions: names, item }): Line => {
            const { words, ...rest } = changeLine(item, 0);
            return { ...rest, words: [...words, " in ", { code: regionsInWords(names) }] };
        }),
    ];
}

/** Those of several further regions in one line, with `<region>` in the place of the name. */
export function resourceLines(sign: Sign, rows: readonly string[], { regionOf = {} }: ResourceChanges): Line[] {
    const regional = rows.flatMap((row) => {
        const region = Object.hasOwn(regionOf, row) ? regionOf[row] : undefined;
        return region === undefined ? [] : [{ region, item: row }];
    });
    const joined = joinRegions(regional);
    return [
        ...rows.filter((row) => !regional.some(({ item }) => item === row)).map((row) => line(sign, 0, { code: row })),
        ...joined.map(({ regions, item }) =>
            regions.length === 1
                ? line(sign, 0, { code: item })
                : line(sign, 0, { code: item.replaceAll(regions[0] ?? "", "<region>") }, " in ", {
                      code: regionsInWords(regions),
                  }),
        ),
    ];
}
