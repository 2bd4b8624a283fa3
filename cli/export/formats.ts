/** The forms of `packs export` by name: each takes rows page by page. */
import { EVALUATION_HEADER, evaluationCsv, evaluationJsonLine } from "../../lib/compliance/evaluation-columns.ts";
import type { EvaluationRow } from "../../lib/compliance/evaluation-rows.ts";
import { AssessmentResults, type AssessmentOptions } from "../../lib/oscal/assessment-results.ts";
import { LINE_END } from "../../lib/query/csv.ts";
import type { TextSink } from "../terminal.ts";

export interface RowWriter {
    begin(): Promise<void>;
    add(rows: readonly EvaluationRow[]): Promise<void>;
    end(): Promise<void>;
}

export interface ExportFormat {
    /** Whether the form has resources that comply, for which every rule has to be asked. */
    readonly resources: "all" | "failing";
    open(sink: TextSink, options: AssessmentOptions): RowWriter;
}

const nothing = (): Promise<void> => Promise.resolve();

/** One line a row, nothing kept. */
export function csvWriter(sink: TextSink): RowWriter {
    return {
        begin: () => sink.write(`${EVALUATION_HEADER}${LINE_END}`),
        add: (rows) => sink.write(rows.map((row) => `${evaluationCsv(row)}${LINE_END}`).join("")),
        end: nothing,
    };
}

/** One object a line, nothing kept. */
export function jsonLinesWriter(sink: TextSink): RowWriter {
    return {
        begin: nothing,
        add: (rows) => sink.write(rows.map((row) => `${evaluationJsonLine(row)}\n`).join("")),
        end: nothing,
    };
}

/** One document at the end. */
export function oscalWriter(sink: TextSink, options: AssessmentOptions): RowWriter {
    const results = new AssessmentResults(options);
    return {
        begin: nothing,
        add: (rows) => {
            rows.forEach((row) => results.add(row));
            return nothing();
        },
        end: () => sink.write(`${JSON.stringify(results.document(), undefined, 2)}\n`),
    };
}

export const EXPORT_FORMATS = {
    oscal: { resources: "failing", open: oscalWriter },
    csv: { resources: "all", open: csvWriter },
    jsonl: { resources: "all", open: jsonLinesWriter },
} satisfies Record<string, ExportFormat>;

export type ExportFormatName = keyof typeof EXPORT_FORMATS;
