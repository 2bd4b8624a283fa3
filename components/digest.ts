/** The digest of a deployment, where the plan has one. */
import type * as pulumi from "@pulumi/pulumi";
import type { BundledFile } from "../building/rule-bundles.ts";
import { isResultsKey } from "../lib/plan/history-queries.ts";
import { packsOfAllRegions, regionsOf } from "../lib/plan/regions.ts";
import type { Aggregation } from "./aggregation.ts";
import type { AlertTopic } from "./alert-topic.ts";
import type { ComplianceDigest } from "./compliance-digest.ts";
import type { Deployment } from "./deployment.ts";
import { findDigest } from "./left-behind-digest.ts";
import type { Storage } from "./storage.ts";

/** What the digest takes from the rest of a deployment. */
export interface DigestSurroundings {
    readonly storage: Storage;
    readonly aggregation?: Aggregation;
    readonly alerts?: AlertTopic;
    /** The function's files, by name. */
    readonly bundle?: ReadonlyMap<string, BundledFile>;
}

/** Loaded only then: few stacks have one. */
export async function createDigest(
    { plan, names, state, hooks }: Deployment,
    { storage, aggregation, alerts, bundle }: DigestSurroundings,
    opts: pulumi.ComponentResourceOptions,
): Promise<ComplianceDigest | undefined> {
    const { digest, stack, tags } = plan;
    if (digest === undefined) {
        return undefined;
    }
    if (bundle === undefined) {
        throw new Error("the function of the digest has no code");
    }
    const { ComplianceDigest } = await import("./compliance-digest.ts");
    const { codeOf } = await import("./function-code.ts");
    const code = codeOf(new Map([["digest", bundle]])).get("digest");
    const aggregatorArn = digest.source.kind === "aggregator" ? aggregation?.arns[digest.source.aggregator] : undefined;
    const keyArn = isResultsKey(plan.encryptionKey, names) ? storage.keyArn : undefined;
    const leftBehind = await findDigest(plan, names, state);
    if (code === undefined) {
        throw new Error("the function of the digest has no files");
    }
    return new ComplianceDigest(
        "digest",
        {
            names,
            tags,
            stack,
            plan: digest,
            packs: [...new Set(packsOfAllRegions(plan).map(({ pack }) => pack.name))].sort(),
            code,
            source:
                aggregatorArn === undefined
                    ? { regions: regionsOf(plan).map(({ region }) => region) }
                    : { aggregatorArn },
            ...(alerts && { alertTopic: { arn: alerts.arn, keyArn: alerts.keyArn } }),
            ...(keyArn && { keyArn }),
            adoptBucket: leftBehind.bucket === true,
            bucketHooks: hooks.digestBucket(),
            leftBehind,
        },
        opts,
    );
}
