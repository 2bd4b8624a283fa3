/** Reads everything that the report tells, page by page: sums and the worst are kept, whatever comes by. */
import type { ResourceHistorySource } from "../../compliance/history.ts";
import type { StatusEntry } from "../../compliance/entry.ts";
import { groupingBy, worstFirst } from "../../compliance/groupings.ts";
import { PackEndings } from "../../compliance/pack-endings.ts";
import { PlannedRules } from "../../compliance/planned-rules.ts";
import { readStatus } from "../../compliance/read-status.ts";
import type { ComplianceSource, DeployedPack, Pages } from "../../compliance/source.ts";
import { type Group, scoreOf, Tally } from "../../compliance/tally.ts";
import type { TrendPoint } from "../../compliance/trend-point.ts";
import type { CostEstimate } from "../../cost/estimate.ts";
import type { FrameworkReport } from "../../coverage/report.ts";
import type { DeploymentPlan } from "../../plan/plan.ts";
import { isExpired } from "../../waivers/expiry.ts";
import type { Waiver } from "../../waivers/waiver.ts";
import { CombinationCounts, readCombinations } from "./combinations.ts";
import type { ComplianceReport, ResourceReport, ScoredGroup } from "./compliance-report.ts";
import { CountMatrix } from "./count-matrix.ts";
import { failingResources, withTimelines, worstPlaceFirst } from "./failing-resources.ts";
import { packColumn } from "./pack-column.ts";
import { packMatrix } from "./pack-matrix.ts";
import type { ResourceVerdictSource } from "./resource-verdicts.ts";
import { liveControls, RuleFacts, worstRuleFirst } from "./rule-reports.ts";
import { scoreOfGroup } from "./score.ts";
import { trendPart } from "./trend-part.ts";
import { Worst } from "./worst.ts";

/** What is shown at most, so that the report of 10,000 accounts is no larger than that of a hundred. */
export interface ReportLimits {
    readonly accounts: number;
    readonly packs: number;
    readonly rules: number;
    readonly resources: number;
    readonly timelines: number;
    readonly trendPoints: number;
    /** Resources that are read for the score: if there are more, it is rules that are counted. */
    readonly countResources: number;
}

export const REPORT_LIMITS: ReportLimits = {
    accounts: 60,
    packs: 16,
    rules: 400,
    resources: 300,
    timelines: 50,
    trendPoints: 90,
    countResources: 200_000,
};

export interface ReportProgress {
    readonly stage: "packs" | "rules" | "resources" | "findings" | "timelines" | "histories";
    readonly done: number;
    /** Where it is known. */
    readonly of?: number;
}

export interface ReportReading {
    readonly source: ComplianceSource;
    readonly verdicts: ResourceVerdictSource;
    /** Of the account of the credentials. */
    readonly history: { readonly account: string; readonly source: ResourceHistorySource };
    /** Points of kept snapshots. */
    readonly snapshots?: { readonly where: string; readonly points: readonly TrendPoint[] };
    readonly plan?: DeploymentPlan;
    readonly coverage?: FrameworkReport;
    readonly cost?: CostEstimate;
    readonly waivers: readonly Waiver[];
    /** ISO 8601: now. */
    readonly at: string;
    readonly limits?: ReportLimits;
    readonly onProgress?: (progress: ReportProgress) => void;
}

/** @throws what the sources throw */
export async function readReport(reading: ReportReading): Promise<ComplianceReport> {
    const { source, plan, waivers, at, limits = REPORT_LIMITS, onProgress = () => undefined } = reading;
    const on = at.slice(0, 10);
    const known = new PlannedRules(plan);
    const ownPacks: DeployedPack[] = [];
    const endings = await PackEndings.read(
        tapped(source.deployedPacks(), (pack) => {
            if (pack.account === reading.history.account) {
                ownPacks.push(pack);
            }
        }),
        (done) => onProgress({ stage: "packs", done }),
    );

    const tally = new Tally({ rule: groupingBy("rule"), region: groupingBy("region"), pack: groupingBy("pack") });
    const facts = new RuleFacts();
    const matrix = new CountMatrix();
    const places = new Worst<StatusEntry>(limits.resources, worstPlaceFirst);
    for await (const entries of readStatus({
        source,
        ...(plan && { plan }),
        waivers,
        on,
        askPacks: true,
        endings,
        onProgress: ({ rules: done }) => onProgress({ stage: "rules", done }),
    })) {
        for (const entry of entries) {
            tally.add(entry);
            facts.add(entry);
            matrix.addRule(entry, packColumn(entry));
            if (entry.verdict === "NON_COMPLIANT" || entry.verdict === "WAIVED") {
                places.add(entry);
            }
        }
    }
    const combined = await readCombinations(
        {
            verdicts: reading.verdicts,
            rules: known,
            endings,
            waivers,
            on,
            limit: limits.countResources,
            onProgress: (done, of) => onProgress({ stage: "resources", done, of }),
        },
        matrix,
    );
    const combinations = combined instanceof CombinationCounts ? combined : undefined;
    const resources = await readResources(reading, places, known, on, limits);
    const rules = tally
        .groups("rule")
        .map((group) => facts.report(group, combinations?.byRule))
        .sort(worstRuleFirst);
    const totals = tally.totals();
    return {
        at,
        scope: source.scope,
        ...(plan && { stack: plan.stack }),
        score: scorePart(totals, combined),
        totals: { ...totals, ...(combinations && { combinations: combinations.total() }) },
        trend: await trendPart(reading, ownPacks, totals, tally.groups("pack"), limits.trendPoints),
        matrix: packMatrix(matrix, combinations !== undefined, limits),
        regions: tally
            .groups("region")
            .map((group) => scored(group, combinations?.byRegion))
            .sort(worstFirst),
        rules: { shown: rules.slice(0, limits.rules), others: Math.max(0, rules.length - limits.rules) },
        resources: {
            ...resources,
            failing: totals.failing,
            waived: totals.waived,
        },
        ...(reading.coverage && {
            coverage: { ...reading.coverage, live: liveControls(reading.coverage, rules) },
        }),
        ...(reading.cost && { cost: reading.cost }),
        waivers: waiverPart(waivers, tally, on),
    };
}

type Resources = Pick<ComplianceReport["resources"], "shown" | "complete" | "timelines" | "timelinesMissing">;

async function readResources(
    { source, waivers, history, onProgress = () => undefined }: ReportReading,
    places: Worst<StatusEntry>,
    known: PlannedRules,
    on: string,
    limits: ReportLimits,
): Promise<Resources> {
    const asked = places.items();
    const { resources: found, complete } = await failingResources(asked, source, waivers, {
        limit: limits.resources,
        on,
        onResources: (done) => onProgress({ stage: "findings", done }),
    });
    const shown = await withTimelines(found, history, known, limits.timelines, (done, of) =>
        onProgress({ stage: "timelines", done, of }),
    );
    const timelines = shown.filter(({ timeline }) => timeline !== undefined).length;
    const missing = timelinesMissing(shown, history.account, limits.timelines);
    const all = complete && places.added === asked.length;
    return { shown, complete: all, timelines, ...(missing !== undefined && { timelinesMissing: missing }) };
}

function timelinesMissing(shown: readonly ResourceReport[], account: string, limit: number): string | undefined {
    const elsewhere = shown.filter((resource) => resource.account !== account).length;
    const own = shown.length - elsewhere;
    const parts = [
        ...(elsewhere > 0
            ? [
                  `AWS Config gives a history to the resource's own account only: those outside account ${account} have ` +
                      "none here",
              ]
            : []),
        ...(own > limit ? [`histories of the worst ${limit} are read: --timelines raises the limit`] : []),
    ];
    return parts.length === 0 ? undefined : parts.join("; ");
}

function scorePart(
    totals: Pick<Group, "verdicts">,
    combined: CombinationCounts | { readonly reason: string },
): ComplianceReport["score"] {
    if (combined instanceof CombinationCounts) {
        const total = combined.total();
        const share = scoreOfGroup(totals, total);
        return {
            counted: "combinations",
            ...(share !== undefined && { share }),
            compliant: total.compliant,
            total: total.compliant + total.failing + total.waived,
        };
    }
    const { COMPLIANT, NON_COMPLIANT, WAIVED } = totals.verdicts;
    const share = scoreOf(totals);
    return {
        counted: "rules",
        reason: combined.reason,
        ...(share !== undefined && { share }),
        compliant: COMPLIANT,
        total: COMPLIANT + NON_COMPLIANT + WAIVED,
    };
}

function scored(group: Group, combinations?: CombinationCounts["byRegion"]): ScoredGroup {
    const own = combinations?.of(group.name);
    const score = scoreOfGroup(group, own);
    return { ...group, ...(own && { combinations: own }), ...(score !== undefined && { score }) };
}

function waiverPart(waivers: readonly Waiver[], tally: Tally<string>, on: string): ComplianceReport["waivers"] {
    const used = tally.waivers();
    const covering = new Set(used.map(({ waiver }) => waiver));
    return {
        used,
        unused: waivers.filter((waiver) => !covering.has(waiver) && !isExpired(waiver.expiry, on)),
        expired: waivers.filter(({ expiry }) => isExpired(expiry, on)),
    };
}

async function* tapped<Item>(pages: Pages<Item>, see: (item: Item) => void): AsyncGenerator<readonly Item[]> {
    for await (const page of pages) {
        page.forEach(see);
        yield page;
    }
}
