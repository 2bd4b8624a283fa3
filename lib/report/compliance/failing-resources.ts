/** Which resources do not comply: asked for the worst rules only, as many as a reader can do anything about. */
import { mapConcurrently } from "../../compliance/concurrent.ts";
import type { StatusEntry } from "../../compliance/entry.ts";
import type { ResourceHistorySource } from "../../compliance/history.ts";
import type { PlannedRules } from "../../compliance/planned-rules.ts";
import { severityRank, worse } from "../../compliance/severity.ts";
import type { ComplianceSource, Evaluation } from "../../compliance/source.ts";
import { readSpan, timelineOf } from "../../compliance/timeline.ts";
import { isWaived } from "../../waivers/match.ts";
import type { Waiver } from "../../waivers/waiver.ts";
import type { ComplianceChange, Finding, ResourceReport } from "./compliance-report.ts";

/** Questions at a time. */
const QUESTIONS_AT_A_TIME = 4;

/** Resources of one rule in one place: a rule that fails everywhere must not hide all others. */
const RESOURCES_PER_RULE = 100;

/** Changes of a resource's compliance that a reader is shown. */
export const CHANGES_PER_RESOURCE = 10;

/** Rules that fail come first, the worst first; what is waived is told as well, but last. */
export function worstPlaceFirst(one: StatusEntry, other: StatusEntry): number {
    return (
        Number(one.verdict === "WAIVED") - Number(other.verdict === "WAIVED") ||
        severityRank(one.severity) - severityRank(other.severity) ||
        (other.failing?.count ?? 0) - (one.failing?.count ?? 0) ||
        one.rule.localeCompare(other.rule, "en") ||
        one.account.localeCompare(other.account, "en") ||
        one.region.localeCompare(other.region, "en")
    );
}

/**
 * The resources that do not comply with any of some rules, each with all of these rules that it breaks.
 *
 * @param places rules that fail or are waived, the worst first
 * @param limit resources, at most; once there are so many, no further rule is asked about
 * @param on YYYY-MM-DD
 * @param onResources told how many there are so far
 * @returns the worst first, and whether these are all
 */
export async function failingResources(
    places: readonly StatusEntry[],
    source: Pick<ComplianceSource, "evaluations">,
    waivers: readonly Waiver[],
    { limit, on, onResources }: { limit: number; on: string; onResources: (resources: number) => void },
): Promise<{ resources: ResourceReport[]; complete: boolean }> {
    const found = new Map<string, { of: Evaluation; findings: Finding[] }>();
    const asked = mapConcurrently(places, QUESTIONS_AT_A_TIME, async (place) => {
        return [place, await evaluationsOf(place, source)] as const;
    });
    let complete = true;
    let done = 0;
    for await (const [place, evaluations] of asked) {
        done++;
        complete &&= evaluations.length < RESOURCES_PER_RULE;
        for (const of of evaluations) {
            const key = JSON.stringify([of.account, of.region, of.resourceType, of.resourceId]);
            const known = found.get(key) ?? { of, findings: [] };
            known.findings.push(findingOf(place, of, waivers, on));
            found.set(key, known);
        }
        onResources(Math.min(found.size, limit));
        if (found.size >= limit) {
            break;
        }
    }
    const resources = [...found.values()]
        .map(({ of, findings }) => resourceOf(of, findings))
        .sort(worstResourceFirst)
        .slice(0, limit);
    return { resources, complete: complete && done === places.length && found.size <= limit };
}

async function evaluationsOf(
    { deployed: rule, account, region }: StatusEntry,
    source: Pick<ComplianceSource, "evaluations">,
): Promise<Evaluation[]> {
    const evaluations: Evaluation[] = [];
    for await (const page of source.evaluations({ rule, account, region }, "NON_COMPLIANT")) {
        evaluations.push(...page);
        if (evaluations.length >= RESOURCES_PER_RULE) {
            break;
        }
    }
    return evaluations.slice(0, RESOURCES_PER_RULE);
}

function findingOf(place: StatusEntry, of: Evaluation, waivers: readonly Waiver[], on: string): Finding {
    const { rule, packs, severity, identifier, deployed } = place;
    const waiver = isWaived(waivers, { ...of, rule: deployed, ...(identifier !== undefined && { identifier }), on });
    return {
        rule,
        packs,
        ...(severity !== undefined && { severity }),
        ...(of.annotation !== undefined && { annotation: of.annotation }),
        ...(of.recorded !== undefined && { recorded: of.recorded }),
        ...(waiver !== undefined && { waiver }),
    };
}

function resourceOf({ account, region, resourceType, resourceId }: Evaluation, all: Finding[]): ResourceReport {
    const findings = all.sort(
        (one, other) =>
            Number(one.waiver !== undefined) - Number(other.waiver !== undefined) ||
            severityRank(one.severity) - severityRank(other.severity) ||
            one.rule.localeCompare(other.rule, "en"),
    );
    const open = findings.filter(({ waiver }) => waiver === undefined);
    const worst = (open.length === 0 ? findings : open).map(({ severity }) => severity).reduce(worse, undefined);
    return {
        account,
        region,
        resourceType,
        resourceId,
        waived: open.length === 0,
        ...(worst !== undefined && { worst }),
        findings,
    };
}

function worstResourceFirst(one: ResourceReport, other: ResourceReport): number {
    return (
        Number(one.waived) - Number(other.waived) ||
        severityRank(one.worst) - severityRank(other.worst) ||
        other.findings.length - one.findings.length ||
        one.resourceId.localeCompare(other.resourceId, "en")
    );
}

/**
 * The same resources, the first of those of an account with the changes of their compliance.
 *
 * @param account whose histories can be read: AWS Config gives them to the resource's own account only
 * @param limit histories, at most
 * @param onHistory told after each how many were read, and of how many
 */
export async function withTimelines(
    resources: readonly ResourceReport[],
    { account, source }: { account: string; source: Pick<ResourceHistorySource, "compliance"> },
    rules: PlannedRules,
    limit: number,
    onHistory: (done: number, of: number) => void,
): Promise<ResourceReport[]> {
    const wanted = resources.filter((resource) => resource.account === account).slice(0, limit);
    const read = new Map<ResourceReport, NonNullable<ResourceReport["timeline"]>>();
    const asked = mapConcurrently(wanted, QUESTIONS_AT_A_TIME, async (resource) => {
        const span = await readSpan(source.compliance(resource), { limit: CHANGES_PER_RESOURCE });
        const changes = timelineOf({ items: [], more: false }, span, rules).flatMap((event): ComplianceChange[] => {
            const { at } = event;
            return event.kind === "configuration"
                ? []
                : [
                      {
                          at,
                          ...(event.before !== undefined && { before: event.before }),
                          ...(event.after !== undefined && { after: event.after }),
                          rules: event.rules,
                      },
                  ];
        });
        return [resource, { changes, more: span.more }] as const;
    });
    for await (const [resource, timeline] of asked) {
        read.set(resource, timeline);
        onHistory(read.size, wanted.length);
    }
    return resources.map((resource) => {
        const timeline = read.get(resource);
        return timeline === undefined ? resource : { ...resource, timeline };
    });
}
