/** What writing a baseline anew would change in it, as one line for each thing. */
import { canonical } from "../check/repeated-rules.ts";
import { withoutParameters } from "./coverage.ts";
import type { Coverage, CoveredRecording } from "./schema.ts";

export interface BaselineChanges {
    /** Sorted as in the file. */
    readonly added: readonly string[];
    readonly removed: readonly string[];
}

/** @param old absent: there is no baseline yet */
export function baselineChanges(old: Coverage | undefined, now: Coverage): BaselineChanges {
    const [before, after] = [old === undefined ? [] : linesOf(old), linesOf(withoutParameters(now))];
    return { added: without(after, before), removed: without(before, after) };
}

/** What stands twice has to be taken away twice. */
function without(lines: readonly string[], others: readonly string[]): string[] {
    const left = new Map<string, number>();
    others.forEach((line) => left.set(line, (left.get(line) ?? 0) + 1));
    return lines.filter((line) => {
        const count = left.get(line) ?? 0;
        left.set(line, count - 1);
        return count <= 0;
    });
}

function linesOf({ regions, recorder, packs }: Coverage): string[] {
    return [
        ...regions.map((region) => `region ${region}`),
        ...(recorder === undefined
            ? []
            : Array.isArray(recorder)
              ? recorder.flatMap(regionalLines)
              : recorderLines(recorder)),
        ...Object.entries(packs).flatMap(([name, pack]) => [
            `pack ${name}: target ${pack.target}`,
            ...(pack.excludedAccounts ?? []).map((account) => `pack ${name}: without account ${account}`),
            ...(pack.excludedUnits ?? []).map((unit) => `pack ${name}: without unit ${unit}`),
            ...(pack.units ?? []).map((unit) => `pack ${name}: only unit ${unit}`),
            ...(pack.regions ?? []).map((region) => `pack ${name}: in ${region}`),
            ...pack.rules.map(({ rule, ...more }) =>
                Object.keys(more).length === 0 ? `pack ${name}: ${rule}` : `pack ${name}: ${rule} ${canonical(more)}`,
            ),
        ]),
    ];
}

function regionalLines({ regions, ...recording }: CoveredRecording & { regions: readonly string[] }): string[] {
    return regions.flatMap((region) => recorderLines(recording).map((text) => `${text} in ${region}`));
}

function recorderLines({ record, globalResourceTypes, frequency, continuous, daily }: CoveredRecording): string[] {
    const types =
        record === "all"
            ? ["all resource types"]
            : "only" in record
              ? record.only
              : ["all resource types but those left out", ...record.except.map((type) => `without ${type}`)];
    return [
        ...types.map((type) => `recorder: ${type}`),
        ...(globalResourceTypes === true ? ["recorder: global resource types"] : []),
        `recorder: ${frequency}`,
        ...(continuous ?? []).map((type) => `recorder: ${type} continuously`),
        ...(daily ?? []).map((type) => `recorder: ${type} daily`),
    ];
}
