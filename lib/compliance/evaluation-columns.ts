/** A row for auditors as comma-separated values and as a line of JSON: the same columns under the same names. */
import { formatCsvLine, withoutFormula } from "../query/csv.ts";
import type { EvaluationRow } from "./evaluation-rows.ts";
import { controlName } from "./filter.ts";

/** In the order of the columns. */
export const EVALUATION_COLUMNS = [
    "pack",
    "rule",
    "deployedRule",
    "identifier",
    "severity",
    "controls",
    "account",
    "region",
    "resourceType",
    "resourceId",
    "verdict",
    "annotation",
    "recorded",
    "waived",
    "waiverOwner",
    "waiverExpiry",
    "waiverReason",
] as const;

/** One object, so that a line of JSON needs no key that says nothing. */
interface EvaluationRecord {
    /** Where AWS did not say whose the rule is, all packs that have it. */
    readonly packs: readonly string[];
    readonly rule: string;
    /** AWS's own name of the rule. */
    readonly deployedRule: string;
    readonly identifier?: string;
    readonly severity?: string;
    readonly controls: readonly string[];
    readonly account: string;
    readonly region: string;
    readonly resourceType?: string;
    readonly resourceId?: string;
    readonly verdict: string;
    readonly annotation?: string;
    /** ISO 8601. */
    readonly recorded?: string;
    readonly waiver?: { readonly owner: string; readonly expiry: string; readonly reason: string };
}

export const EVALUATION_HEADER = formatCsvLine(EVALUATION_COLUMNS);

/** @returns one line, without its end; texts from AWS and from waivers cannot be formulas */
export function evaluationCsv(row: EvaluationRow): string {
    const { packs, controls, waiver, ...record } = recordOf(row);
    const cells: Readonly<Record<(typeof EVALUATION_COLUMNS)[number], string>> = {
        pack: packs.join(" or "),
        rule: record.rule,
        deployedRule: record.deployedRule,
        identifier: record.identifier ?? "",
        severity: record.severity ?? "",
        controls: controls.join("; "),
        account: record.account,
        region: record.region,
        resourceType: record.resourceType ?? "",
        resourceId: record.resourceId ?? "",
        verdict: record.verdict,
        annotation: record.annotation ?? "",
        recorded: record.recorded ?? "",
        waived: waiver === undefined ? "no" : "yes",
        waiverOwner: waiver?.owner ?? "",
        waiverExpiry: waiver?.expiry ?? "",
        waiverReason: waiver?.reason ?? "",
    };
    return formatCsvLine(EVALUATION_COLUMNS.map((column) => withoutFormula(cells[column])));
}

/** @returns one line, without its end; texts are as AWS has them */
export function evaluationJsonLine(row: EvaluationRow): string {
    return JSON.stringify(recordOf(row));
}

function recordOf({ entry, evaluation, verdict, waiver }: EvaluationRow): EvaluationRecord {
    const { packs, rule, deployed, identifier, severity, controls, account, region } = entry;
    return {
        packs,
        rule,
        deployedRule: deployed,
        ...(identifier !== undefined && { identifier }),
        ...(severity !== undefined && { severity }),
        controls: controls.map(controlName),
        account,
        region,
        ...(evaluation !== undefined && { resourceType: evaluation.resourceType, resourceId: evaluation.resourceId }),
        verdict,
        ...(evaluation?.annotation !== undefined && { annotation: evaluation.annotation }),
        ...(evaluation?.recorded !== undefined && { recorded: evaluation.recorded }),
        ...(waiver !== undefined && {
            waiver: { owner: waiver.owner, expiry: waiver.expiry, reason: waiver.reason },
        }),
    };
}
