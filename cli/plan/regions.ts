/** What `packs plan` says of the regions of a stack: those that are alike in one line. */
import { formatCount, formatMoney } from "../../lib/cost/format.ts";
import { joinRegions, regionsInWords } from "../../lib/plan/alike-regions.ts";
import { flattenResources, type PlannedComponent } from "../../lib/plan/planned-resources.ts";
import type { PlanReport } from "../../lib/report/plan-report.ts";
import type { RegionReport } from "../../lib/report/region-report.ts";
import { formatTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** More rules than these are counted, unless every rule is asked for. */
const NAMED_RULES = 5;

/** The names of all regions, the stack's own first. */
export function allRegions({ region, regions }: PlanReport): string[] {
    return regions === undefined
        ? [region]
        : [region, ...regions.flatMap((one) => one.regions).filter((name) => name !== region)];
}

/** What each region has, which names stand behind a number of them, and what is left out where. */
export function printRegions(
    report: PlanReport,
    regions: readonly RegionReport[],
    options: { readonly rules: boolean },
    terminal: Terminal,
): void {
    const all = allRegions(report);
    if (all.length > 1) {
        terminal.line(`\n${terminal.style("bold", formatCount(all.length, "region"))}`);
        const header = ["regions", "recorder", "delivery channel", "retention", "delivery topic", "packs", "rules"];
        formatTable([...header, "left out", "USD a month"], regions.map(regionRow)).forEach((line) =>
            terminal.line(line),
        );
    }
    for (const one of regions) {
        const label = regionsInWords(one.regions);
        if (label !== one.regions.join(", ")) {
            terminal.line(`${label}: ${one.regions.join(", ")}`);
        }
    }
    printLeftOut(report, regions, all, options, terminal);
}

function regionRow(one: RegionReport): string[] {
    const marks = [...(one.home ? ["home"] : []), ...(one.enable ? ["to be enabled"] : [])];
    return [
        `${regionsInWords(one.regions)}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`,
        recorderInWords(one.recorder),
        withMode(
            one.deliveryChannel,
            "snapshotDeliveryFrequency" in one.deliveryChannel
                ? one.deliveryChannel.snapshotDeliveryFrequency
                : one.deliveryChannel.name,
        ),
        withMode(one.retention, one.retention.mode === "use" ? "" : `${one.retention.days} days`),
        one.deliveryTopic ?? "none",
        String(one.packs.length),
        String(one.rules),
        String(one.leftOut.length),
        formatMoney(one.cost).replace("USD ", ""),
    ];
}

function recorderInWords(recorder: RegionReport["recorder"]): string {
    if (recorder.mode === "use") {
        return withMode(recorder, recorder.name);
    }
    const { strategy, resourceTypes, includeGlobalResourceTypes } = recorder.recordingGroup;
    const types = formatCount(resourceTypes.length, "type");
    const what = {
        ALL_SUPPORTED_RESOURCE_TYPES: includeGlobalResourceTypes ? "all types" : "all types but global ones",
        INCLUSION_BY_RESOURCE_TYPES: types,
        EXCLUSION_BY_RESOURCE_TYPES: `all types but ${resourceTypes.length}`,
    }[strategy];
    return withMode(recorder, `${what}, ${recorder.recordingFrequency.toLowerCase()}`);
}

function withMode({ mode }: { readonly mode: string }, text: string): string {
    const words = { create: "", adopt: "adopted", use: "used" }[mode] ?? "";
    return [words, text].filter((part) => part !== "").join(": ");
}

function printLeftOut(
    { homeRegion }: PlanReport,
    regions: readonly RegionReport[],
    all: readonly string[],
    options: { readonly rules: boolean },
    terminal: Terminal,
): void {
    const without = joinRegions(
        regions.flatMap(({ regions: where, leftOut }) => where.map((region) => ({ region, item: leftOut }))),
    ).filter(({ item }) => item.length > 0);
    if (without.length === 0) {
        return;
    }
    const elsewhere = all.includes(homeRegion) ? "" : ", which is not this stack's";
    terminal.line(`\nRules on global resource types belong to the home region ${homeRegion}${elsewhere}:`);
    for (const { regions: where, item: leftOut } of without) {
        const names = leftOut.map(({ pack, rule }) => `${pack}/${rule}`);
        const named = options.rules ? names : names.slice(0, NAMED_RULES);
        const more = names.length - named.length;
        terminal.line(
            `- left out in ${regionsInWords(where, all)}: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
        );
    }
}

/** Of further regions that register the same, one is shown. */
export function printResources({ components, regions }: PlanReport, terminal: Terminal): void {
    const names = new Set(regions?.flatMap((one) => one.regions) ?? []);
    const further = components.filter((one) => names.has(one.name) && isRegion(one));
    const others = components.filter((one) => !further.includes(one));
    const joined = joinRegions(further.map((item) => ({ region: item.name, item })));
    printTable(rowsOf(others), terminal);
    for (const { regions: where, item } of joined) {
        const several = where.length > 1;
        terminal.line(`\n${several ? `In each of ${formatCount(where.length, "region")}` : "In"}: ${where.join(", ")}`);
        printTable(
            rowsOf([item]).map((row) => row.map((cell) => (several ? cell.replaceAll(item.name, "<region>") : cell))),
            terminal,
        );
    }
}

function isRegion({ type }: PlannedComponent): boolean {
    return type === "conformance-packs:config:Region";
}

function rowsOf(components: readonly PlannedComponent[]): string[][] {
    return flattenResources(components).map(({ component, resource }) => [
        `${component.type.replace(/^.*:/, "")} ${component.name}`,
        resource.name,
        // The short form that Pulumi itself knows: aws:s3:Bucket.
        resource.type.replace(/\/.*:/, ":"),
    ]);
}

function printTable(rows: readonly (readonly string[])[], terminal: Terminal): void {
    formatTable(["component", "resource", "type"], rows).forEach((line) => terminal.line(line));
}
