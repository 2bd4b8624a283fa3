/** When objects of a bucket move to cheaper storage classes, and when they end. */
import type { Path } from "../yaml-source.ts";
import type { Findings } from "./context.ts";
import type { LifecyclePlan } from "./plan.ts";

/** S3 moves no object to an infrequent access class earlier: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const DAYS_BETWEEN_TRANSITIONS = 30;
const INFREQUENT_ACCESS_AFTER_DAYS = 90;

/** Of objects that nothing has replaced: when they move, and when they end. */
export type CurrentLifecycle = Omit<LifecyclePlan, "noncurrentVersionsExpireAfterDays">;

/** @param lifecycle as it is configured, with nothing for what is left to the defaults */
export function planLifecycle(
    lifecycle: { readonly [Key in keyof CurrentLifecycle]: number | undefined },
    path: Path,
    findings: Findings,
): CurrentLifecycle {
    const { glacierInstantRetrievalAfterDays: glacier, expireAfterDays: expire } = lifecycle;
    let infrequent = lifecycle.infrequentAccessAfterDays;
    if (infrequent === undefined) {
        const next = Math.min(glacier ?? Infinity, expire ?? Infinity);
        infrequent =
            INFREQUENT_ACCESS_AFTER_DAYS + DAYS_BETWEEN_TRANSITIONS <= next ? INFREQUENT_ACCESS_AFTER_DAYS : undefined;
    } else if (glacier !== undefined && glacier < infrequent + DAYS_BETWEEN_TRANSITIONS) {
        findings.error(
            [...path, "glacierInstantRetrievalAfterDays"],
            "transition-too-early",
            `objects move to GLACIER_IR ${DAYS_BETWEEN_TRANSITIONS} days after STANDARD_IA at the earliest`,
            `write ${infrequent + DAYS_BETWEEN_TRANSITIONS} or more, or leave out infrequentAccessAfterDays`,
        );
    }
    const last = Math.max(infrequent ?? 0, glacier ?? 0);
    if (expire !== undefined && expire <= last) {
        findings.error(
            [...path, "expireAfterDays"],
            "expires-before-transition",
            `history would be deleted after ${expire} days, before it moves to a cheaper class after ${last}`,
            `write more than ${last} days, or leave the transition out`,
        );
    }
    return {
        ...(infrequent !== undefined && { infrequentAccessAfterDays: infrequent }),
        ...(glacier !== undefined && { glacierInstantRetrievalAfterDays: glacier }),
        ...(expire !== undefined && { expireAfterDays: expire }),
    };
}
