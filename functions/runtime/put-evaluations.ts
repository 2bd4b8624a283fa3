/** Hands evaluations to AWS Config: https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html */
import { type ConfigServiceClient, type Evaluation, PutEvaluationsCommand } from "@aws-sdk/client-config-service";
import { setTimeout as delay } from "node:timers/promises";
import type { ResourceEvaluation } from "../rule.ts";
import { annotationOf } from "./annotation.ts";

/** As many as AWS Config takes at once. */
const BATCH = 100;
const ATTEMPTS = 6;
const FIRST_DELAY_MS = 100;

export interface EvaluationTarget {
    readonly client: ConfigServiceClient;
    readonly resultToken: string;
    /** When the resources were as they are evaluated: AWS Config takes the newest of two. */
    readonly time: Date;
}

/**
 * Hands over everything that comes, a batch as soon as it is full.
 *
 * @returns how many
 * @throws Error where AWS Config keeps refusing some
 */
export async function putEvaluations(
    evaluations: AsyncIterable<ResourceEvaluation> | Iterable<ResourceEvaluation>,
    target: EvaluationTarget,
): Promise<number> {
    let batch: Evaluation[] = [];
    let total = 0;
    for await (const { resourceType, resourceId, compliance, annotation } of evaluations) {
        const text = annotationOf(annotation);
        batch.push({
            ComplianceResourceType: resourceType,
            ComplianceResourceId: resourceId,
            ComplianceType: compliance,
            ...(text !== undefined && { Annotation: text }),
            OrderingTimestamp: target.time,
        });
        total++;
        if (batch.length === BATCH) {
            await putBatch(batch, target);
            batch = [];
        }
    }
    if (batch.length > 0) {
        await putBatch(batch, target);
    }
    return total;
}

/** What AWS Config could not take is handed over again, later each time. */
async function putBatch(batch: readonly Evaluation[], { client, resultToken }: EvaluationTarget): Promise<void> {
    let rest = batch;
    for (let attempt = 1; ; attempt++) {
        const { FailedEvaluations: failed = [] } = await client.send(
            new PutEvaluationsCommand({
                ResultToken: resultToken,
                Evaluations: [...rest],
                ...(resultToken === "TESTMODE" && { TestMode: true }),
            }),
        );
        if (failed.length === 0) {
            return;
        }
        if (attempt === ATTEMPTS) {
            const ids = failed.map(({ ComplianceResourceId: id }) => id).join(", ");
            throw new Error(`AWS Config does not take the evaluations of ${ids}`);
        }
        rest = failed;
        await delay(Math.random() * FIRST_DELAY_MS * 2 ** attempt);
    }
}
