/** Assessment results over the stack of test/lib/compliance/project.ts, from given answers. */
import { readEvaluations } from "../../../lib/compliance/evaluation-rows.ts";
import type { StatusFilter } from "../../../lib/compliance/filter.ts";
import type { RuleCompliance } from "../../../lib/compliance/source.ts";
import { AssessmentResults, type AssessmentOptions } from "../../../lib/oscal/assessment-results.ts";
import type { ReferredFiles } from "../../../lib/oscal/complete-document.ts";
import type { AssessmentResult, AssessmentResultsDocument } from "../../../lib/oscal/document.ts";
import type { Waiver } from "../../../lib/waivers/waiver.ts";
import {
    evaluation,
    failing,
    type FixtureAnswers,
    FixtureSource,
    REGION,
    ruleCompliance,
} from "../compliance/fixture-source.ts";
import { AUDIT_LOGGING, LOGGING, PLAN, PUBLIC, VERSIONING, waiversFor } from "../compliance/project.ts";

export const ACCOUNT = "111122223333";
export const OTHER = "444455556666";

const PACKS = [
    { pack: "storage", account: ACCOUNT, region: REGION, ending: "conformance-pack-aaaaaaaa1" },
    { pack: "audit", account: ACCOUNT, region: REGION, ending: "conformance-pack-bbbbbbbb2" },
];

/** Of five rules: one fails, with one resource of two waived; one complies in two accounts, one has no data. */
export const RULES: readonly RuleCompliance[] = [
    failing(PUBLIC, ACCOUNT, 2),
    ruleCompliance(VERSIONING, ACCOUNT, { compliance: "INSUFFICIENT_DATA" }),
    ruleCompliance(LOGGING, ACCOUNT),
    ruleCompliance(AUDIT_LOGGING, ACCOUNT),
    ruleCompliance(AUDIT_LOGGING, OTHER),
];

export const ANSWERS: FixtureAnswers = {
    rules: [RULES],
    deployedPacks: PACKS,
    evaluations: [
        { ...evaluation(PUBLIC, ACCOUNT, "site"), annotation: "public", recorded: "2026-11-20T10:00:00.000Z" },
        evaluation(PUBLIC, ACCOUNT, "leak"),
        { ...evaluation(AUDIT_LOGGING, ACCOUNT, "data"), compliance: "COMPLIANT" },
    ],
};

export const WAIVERS: readonly Waiver[] = waiversFor({ rule: "s3-bucket-public-read-prohibited", resource: "site" });

export interface Assessed {
    readonly answers?: FixtureAnswers;
    readonly waivers?: readonly Waiver[];
    readonly filter?: StatusFilter;
    readonly options?: Partial<AssessmentOptions>;
    readonly files?: ReferredFiles;
}

export async function assess({
    answers = ANSWERS,
    waivers = WAIVERS,
    filter = {},
    options = {},
    files = {},
}: Assessed = {}): Promise<AssessmentResultsDocument> {
    const resources = options.resources ?? "all";
    const source = new FixtureSource(answers);
    const results = new AssessmentResults({
        title: "the stack dev",
        scope: source.scope,
        stack: "dev",
        collected: "2026-11-23T08:00:00.000Z",
        version: "0.1.0",
        filter,
        resources,
        ...options,
    });
    for await (const rows of readEvaluations({ source, plan: PLAN, waivers, on: "2026-11-23", filter, resources })) {
        rows.forEach((row) => results.add(row));
    }
    return results.document(files);
}

export function resultOf(document: AssessmentResultsDocument): AssessmentResult {
    return document["assessment-results"].results[0];
}
