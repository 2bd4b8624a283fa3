/** Hands evaluations to AWS Config: https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html */
import { type ConfigServiceClient, type Evaluation, PutEvaluationsCommand } from "@aws-sdk/client-config-service";
import { setTimeout as delay } from "node:timers/promises";
import type { Compliance, ResourceEvaluation } from "../rule.ts";
import { annotationOf } from "./annotation.ts";
import { TEST_TOKEN } from "./event.ts";

/** As many as AWS Config takes at once. */
const BATCH = 100;
const ATTEMPTS = 6;
const FIRST_DELAY_MS = 100;

export interface EvaluationTarget {
    readonly client: ConfigServiceClient;
    readonly resultToken: string;
    /** When the resources were as they are evaluated: AWS Config keeps the newest of several. */
    readonly time: Date;
}

export type PutCounts = Readonly<Record<Compliance, number>>;

/**
 * Hands over everything that comes, a batch as soon as it is full.
 *
 * @throws Error where AWS Config keeps refusing some
 */
export async function putEvaluations(
    evaluations: AsyncIterable<ResourceEvaluation>,
    target: EvaluationTarget,
): Promise<PutCounts> {
    const counts = { COMPLIANT: 0, NON_COMPLIANT: 0, NOT_APPLICABLE: 0 };
    let batch: Evaluation[] = [];
    for await (const { resourceType, resourceId, compliance, annotation } of evaluations) {
        const text = annotationOf(annotation);
        batch.push({
            ComplianceResourceType: resourceType,
            ComplianceResourceId: resourceId,
            ComplianceType: compliance,
            ...(text !== undefined && { Annotation: text }),
            OrderingTimestamp: target.time,
        });
        counts[compliance]++;
        if (batch.length === BATCH) {
            await putBatch(batch, target);
            batch = [];
        }
    }
    if (batch.length > 0) {
        await putBatch(batch, target);
    }
    return counts;
}

/** What AWS Config could not take is handed over again, later each time. */
async function putBatch(batch: readonly Evaluation[], { client, resultToken }: EvaluationTarget): Promise<void> {
    let rest = batch;
    for (let attempt = 1; rest.length > 0; attempt++) {
        const { FailedEvaluations: failed = [] } = await client.send(
            new PutEvaluationsCommand({
                ResultToken: resultToken,
                Evaluations: [...rest],
                ...(resultToken === TEST_TOKEN && { TestMode: true }),
            }),
        );
        if (failed.length > 0 && attempt === ATTEMPTS) {
            const ids = failed.map(({ ComplianceResourceId: id }) => id).join(", ");
            throw new Error(`AWS Config took no evaluation of ${ids}, asked ${ATTEMPTS} times`);
        }
        rest = failed;
        if (rest.length > 0) {
            await delay(Math.random() * FIRST_DELAY_MS * 2 ** attempt);
        }
    }
}
