/**
 * Buckets that would be one and the same: the second would be imported over the first, with its own policy and an expiry
 * that ends the first one's history.
 */
import type { Path } from "../yaml-source.ts";
import type { DeploymentPlan } from "./plan.ts";
import { regionsOf } from "./regions.ts";

export interface RepeatedBucket {
    /** Where the configuration names the second. */
    readonly path: Path;
    readonly message: string;
}

/** Of an account whose ID is not known yet, any other of 12 digits does as well. */
const SOME_ACCOUNT = "000000000000";

/** @param account ID; without it, names that carry the account's ID are compared among themselves only */
export function repeatedBuckets(plan: DeploymentPlan, account = plan.account ?? SOME_ACCOUNT): RepeatedBucket[] {
    const complete = (bucket: { name?: string | undefined; namePrefix: string }, region: string): string =>
        bucket.name ?? `${bucket.namePrefix}-${account}-${region}`;
    const { deliveryBucket: delivery, auditTrail: trail, historyQueries: queries, region } = plan;
    const buckets: { path: Path; what: string; name: string }[] = [];
    if (delivery.mode !== "none") {
        const name = "namePrefix" in delivery ? complete(delivery, region) : delivery.name;
        buckets.push({ path: ["deliveryBucket"], what: "the delivery bucket", name });
    }
    if (plan.historyArchive !== undefined) {
        const name = complete(plan.historyArchive, region);
        buckets.push({ path: ["historyArchive"], what: "the history archive", name });
    }
    if (trail !== undefined) {
        const name = complete({ namePrefix: trail.name }, region);
        buckets.push({ path: ["auditTrail"], what: "the audit trail's bucket", name });
    }
    if (queries !== undefined) {
        const name = complete(queries.resultsBucket, region);
        buckets.push({ path: ["athena", "resultsBucket"], what: "the bucket for query results", name });
    }
    if (plan.alerts !== undefined) {
        const name = complete(plan.alerts.stateBucket, region);
        buckets.push({ path: ["alerts"], what: "the bucket of the alert function's state", name });
    }
    if (plan.digest?.schedule !== undefined) {
        const name = complete(plan.digest.schedule.bucket, region);
        buckets.push({ path: ["digest", "bucket"], what: "the digest's bucket", name });
    }
    for (const regional of regionsOf(plan)) {
        if (regional.templateBucket !== undefined) {
            const name = complete(regional.templateBucket, regional.region);
            buckets.push({ path: ["templateBucket"], what: `the template bucket in ${regional.region}`, name });
        }
    }
    return buckets.flatMap(({ path, what, name }, index) => {
        const first = buckets.slice(0, index).find((other) => other.name === name);
        return first === undefined ? [] : [{ path, message: `${what} has the name of ${first.what}, ${name}` }];
    });
}

/** What to write instead. */
export const REPEATED_BUCKET_HINT = "give one of the two another name: each has a policy and an expiry of its own";
