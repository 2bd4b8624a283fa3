import type { Values } from "../../../sandbox/provider/property.ts";
import type { EngineSteps } from "./engine-steps.ts";
import type { ResourceCase } from "./case-surroundings.ts";

/** Where a trail may write, and what it may encrypt with. */
export interface TrailSurroundings {
    readonly trailBucket: string;
    readonly trailKeyArn: string;
}

const allow = (Action: string, Resource: string | string[]): string =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action, Resource }],
    });

export async function makeTrailSurroundings(engine: EngineSteps): Promise<TrailSurroundings> {
    const trailBucket = "trail-logs";
    const key = await engine.create("aws:kms/key:Key", { policy: allow("kms:*", "*") });
    await engine.create("aws:s3/bucket:Bucket", { bucket: trailBucket });
    const bucketArn = `arn:aws:s3:::${trailBucket}`;
    await engine.create("aws:s3/bucketPolicy:BucketPolicy", {
        bucket: trailBucket,
        policy: allow("s3:*", [bucketArn, `${bucketArn}/*`]),
    });
    return { trailBucket, trailKeyArn: String(key.state["arn"]) };
}

const program = ({ trailBucket, trailKeyArn }: TrailSurroundings): Values => ({
    name: "case",
    s3BucketName: trailBucket,
    kmsKeyId: trailKeyArn,
    enableLogFileValidation: true,
    isMultiRegionTrail: true,
    tags: { a: "1" },
});

/** Trails of CloudTrail. */
export const auditTrailCases: readonly ResourceCase[] = [
    {
        type: "aws:cloudtrail/trail:Trail",
        program,
        change: {
            enableLogFileValidation: false,
            enableLogging: false,
            includeGlobalServiceEvents: false,
            isMultiRegionTrail: false,
            kmsKeyId: "",
            s3KeyPrefix: "logs",
            tags: { b: "2" },
        },
        changedPaths: [
            "enableLogFileValidation",
            "enableLogging",
            "includeGlobalServiceEvents",
            "isMultiRegionTrail",
            "kmsKeyId",
            "s3KeyPrefix",
            "tags.a",
            "tags.b",
        ],
        replacement: { name: "other" },
    },
];
