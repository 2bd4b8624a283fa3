/** What every rule says of every resource, with its waiver: what auditors are handed, one row after the other. */
import { isWaived } from "../waivers/match.ts";
import type { Waiver } from "../waivers/waiver.ts";
import { mapConcurrently } from "./concurrent.ts";
import type { StatusEntry, Verdict } from "./entry.ts";
import type { StatusFilter } from "./filter.ts";
import { readStatus, type StatusReading } from "./read-status.ts";
import type { ComplianceSource, Evaluation } from "./source.ts";

/** A rule and a resource in an account and region. */
export interface EvaluationRow {
    /** The rule in its place, as AWS Config sums it up: before waivers. */
    readonly entry: StatusEntry;
    /** Absent where the rule has looked at no resource, or nobody asked which. */
    readonly evaluation?: Evaluation;
    /** Of the resource, or of the rule where there is none: `WAIVED` where a waiver holds. */
    readonly verdict: Verdict;
    /** Present where the verdict is `WAIVED`. */
    readonly waiver?: Waiver;
}

export interface EvaluationReading extends Omit<StatusReading, "askPacks" | "onProgress"> {
    /** `failing`: only rules that fail are asked for their resources, and only for those that fail; others are one row. */
    readonly resources: "all" | "failing";
    readonly onProgress?: (progress: EvaluationProgress) => void;
}

export interface EvaluationProgress {
    /** Rules in an account and region, so far. */
    readonly rules: number;
    /** Rows, so far. */
    readonly rows: number;
}

/** Rules whose first page is on its way, at a time. */
const QUESTIONS_AT_A_TIME = 4;

type EvaluationPages = AsyncIterator<readonly Evaluation[]>;

interface Opened {
    readonly entry: StatusEntry;
    readonly pages: EvaluationPages;
    readonly first: IteratorResult<readonly Evaluation[], unknown>;
}

/**
 * Gives the rows page by page, in the order in which the source answers, and keeps no more than a page of a few rules at a
 * time.
 *
 * @throws what the source throws
 */
export async function* readEvaluations(reading: EvaluationReading): AsyncGenerator<readonly EvaluationRow[]> {
    const { source, waivers, on, filter = {}, resources, onProgress = () => undefined } = reading;
    const { verdicts, ...narrowed } = filter;
    const progress = { rules: 0, rows: 0 };
    const told = (rows: readonly EvaluationRow[]): readonly EvaluationRow[] => {
        const wanted = rows.filter(({ verdict }) => verdicts === undefined || verdicts.includes(verdict));
        progress.rows += wanted.length;
        onProgress(progress);
        return wanted;
    };
    // Waivers are applied here, to each resource: nobody has to ask for the resources twice.
    const entries = readStatus({
        source,
        ...(reading.plan !== undefined && { plan: reading.plan }),
        waivers: [],
        on,
        filter: { ...narrowed, ...ruleVerdicts(verdicts) },
        askPacks: true,
    });
    for await (const page of entries) {
        const isAsked = ({ verdict }: StatusEntry): boolean => resources === "all" || verdict === "NON_COMPLIANT";
        const others = page.filter((entry) => !isAsked(entry));
        progress.rules += others.length;
        yield told(others.map(withoutResource));
        const open = (entry: StatusEntry): Promise<Opened> => openRule(source, entry, resources);
        const opened = mapConcurrently(page.filter(isAsked), QUESTIONS_AT_A_TIME, open);
        for await (const { entry, pages, first } of opened) {
            let any = false;
            for (let answer = first; answer.done !== true; answer = await pages.next()) {
                any ||= answer.value.length > 0;
                yield told(answer.value.map((evaluation) => rowOf(entry, evaluation, waivers, on)));
            }
            progress.rules++;
            yield told(any ? [] : [withoutResource(entry)]);
        }
    }
}

/** A resource that complies may belong to a rule that fails: what a rule is leaves out no more than rules that comply. */
function ruleVerdicts(verdicts: StatusFilter["verdicts"]): Pick<StatusFilter, "verdicts"> {
    const failingOnly = verdicts?.every((verdict) => verdict === "NON_COMPLIANT" || verdict === "WAIVED") === true;
    return failingOnly ? { verdicts: ["NON_COMPLIANT"] } : {};
}

async function openRule(
    source: Pick<ComplianceSource, "evaluations">,
    entry: StatusEntry,
    resources: EvaluationReading["resources"],
): Promise<Opened> {
    const place = { rule: entry.deployed, account: entry.account, region: entry.region };
    const found = source.evaluations(place, resources === "failing" ? "NON_COMPLIANT" : undefined);
    const pages = found[Symbol.asyncIterator]();
    return { entry, pages, first: await pages.next() };
}

function withoutResource(entry: StatusEntry): EvaluationRow {
    return { entry, verdict: entry.verdict };
}

function rowOf(entry: StatusEntry, evaluation: Evaluation, waivers: readonly Waiver[], on: string): EvaluationRow {
    if (evaluation.compliance !== "NON_COMPLIANT") {
        return { entry, evaluation, verdict: evaluation.compliance };
    }
    const { deployed, identifier, account } = entry;
    const { resourceType, resourceId } = evaluation;
    const waiver = isWaived(waivers, {
        rule: deployed,
        ...(identifier !== undefined && { identifier }),
        account,
        resourceType,
        resourceId,
        on,
    });
    return waiver === undefined
        ? { entry, evaluation, verdict: "NON_COMPLIANT" }
        : { entry, evaluation, verdict: "WAIVED", waiver };
}
