/** What a baseline says of one region, with the place of each thing in the file. */
import type { Path } from "../yaml-source.ts";
import type { Coverage, CoveredPack, CoveredRecording, CoveredRule } from "./schema.ts";

export interface RegionCoverage {
    /** Absent where something else manages the recorder. */
    readonly recorder?: { readonly recording: CoveredRecording; readonly path: Path };
    /** By name. */
    readonly packs: Readonly<Record<string, PackInRegion>>;
}

export interface PackInRegion extends Omit<CoveredPack, "regions" | "rules"> {
    readonly rules: readonly { readonly rule: CoveredRule; readonly index: number }[];
}

/** What stands without regions holds in all of them. */
export function coverageIn({ recorder, packs }: Coverage, region: string): RegionCoverage {
    const recorders = Array.isArray(recorder)
        ? recorder.map(({ regions, ...recording }, index) => ({ regions, recording, path: ["recorder", index] }))
        : recorder === undefined
          ? []
          : [{ regions: undefined, recording: recorder, path: ["recorder"] }];
    const own = recorders.find(({ regions }) => isIn(regions, region));
    return {
        ...(own !== undefined && { recorder: { recording: own.recording, path: own.path } }),
        packs: Object.fromEntries(
            Object.entries(packs)
                .filter(([, { regions }]) => isIn(regions, region))
                .map(([name, { regions: _regions, rules, ...pack }]): [string, PackInRegion] => [
                    name,
                    {
                        ...pack,
                        rules: rules.flatMap(({ regions, ...rule }, index) =>
                            isIn(regions, region) ? [{ rule, index }] : [],
                        ),
                    },
                ]),
        ),
    };
}

function isIn(regions: readonly string[] | undefined, region: string): boolean {
    return regions === undefined || regions.includes(region);
}
