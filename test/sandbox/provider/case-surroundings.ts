import type { Values } from "../../../sandbox/provider/property.ts";
import { makeTrailSurroundings, type TrailSurroundings } from "./audit-trail-cases.ts";
import type { EngineSteps } from "./engine-steps.ts";

/** What the cases stand on: made once for all of them. */
export interface Surroundings extends TrailSurroundings {
    readonly bucket: string;
    /** Versioned, with Object Lock; so is the other. */
    readonly versioned: string;
    readonly replica: string;
    readonly topicArn: string;
    readonly queueArn: string;
    readonly queueUrl: string;
    readonly keyArn: string;
    readonly keyId: string;
    readonly otherKeyId: string;
    readonly role: string;
    readonly roleArn: string;
    readonly rule: string;
    readonly database: string;
    readonly workgroup: string;
    readonly function: string;
    readonly functionArn: string;
}

export interface ResourceCase {
    readonly type: string;
    program(around: Surroundings): Values;
    /** Merged over the program: changes in place. */
    readonly change?: Values | ((around: Surroundings) => Values);
    /** The paths that the change touches. @default the top-level names of `change` */
    readonly changedPaths?: readonly string[];
    /** Merged over the program: replaces. */
    readonly replacement?: Values;
    /** How the resource is named for an import. @default its identifier */
    importId?(around: Surroundings): string;
    /** What an import cannot see, so that a program that says it differs. */
    readonly unseenByImport?: readonly string[];
    /** Deleting puts the service's own default in its place, so something is found afterwards. */
    readonly leavesDefault?: boolean;
}

export const account = "123456789012";
export const region = "eu-central-1";

/** A policy of these statements. */
export const document = (...statements: Values[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
export const trustPolicy = document({
    Effect: "Allow",
    Principal: { Service: "config.amazonaws.com" },
    Action: "sts:AssumeRole",
});
export const reading = (action: string) => document({ Effect: "Allow", Action: action, Resource: "*" });

/** An archive of one module, as the engine hands it over; the engine makes the hash of the content. */
export function code(answer: string): Values {
    return {
        "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
        hash: `hash of ${answer}`,
        assets: {
            "index.mjs": {
                "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
                hash: `hash of ${answer}`,
                text: `export const handler = async () => ${answer};`,
            },
        },
    };
}

export async function makeSurroundings(engine: EngineSteps): Promise<Surroundings> {
    const [bucket, topic, queue, key, other, role, rule, database, workgroup, versioned, replica] = await Promise.all([
        engine.create("aws:s3/bucket:Bucket", { bucket: "surroundings" }),
        engine.create("aws:sns/topic:Topic", { name: "surroundings" }),
        engine.create("aws:sqs/queue:Queue", { name: "surroundings" }),
        engine.create("aws:kms/key:Key", {}),
        engine.create("aws:kms/key:Key", {}),
        engine.create("aws:iam/role:Role", { name: "surroundings", assumeRolePolicy: trustPolicy }),
        engine.create("aws:cloudwatch/eventRule:EventRule", { name: "around", scheduleExpression: "rate(1 day)" }),
        engine.create("aws:glue/catalogDatabase:CatalogDatabase", { name: "surroundings" }),
        engine.create("aws:athena/workgroup:Workgroup", { name: "surroundings" }),
        engine.create("aws:s3/bucket:Bucket", { bucket: "versioned", objectLockEnabled: true }),
        engine.create("aws:s3/bucket:Bucket", { bucket: "replica", objectLockEnabled: true }),
    ]);
    // Lambda asks for it where a function is to read a queue.
    await engine.create("aws:iam/rolePolicy:RolePolicy", { name: "queues", role: role.id, policy: reading("sqs:*") });
    const lambda = await engine.create("aws:lambda/function:Function", {
        name: "surroundings",
        role: String(role.state["arn"]),
        runtime: "nodejs24.x",
        handler: "index.handler",
        code: code("1"),
    });
    return {
        ...(await makeTrailSurroundings(engine)),
        function: lambda.id,
        functionArn: String(lambda.state["arn"]),
        bucket: bucket.id,
        versioned: versioned.id,
        replica: replica.id,
        topicArn: topic.id,
        queueArn: String(queue.state["arn"]),
        queueUrl: queue.id,
        keyArn: String(key.state["arn"]),
        keyId: key.id,
        otherKeyId: other.id,
        role: role.id,
        roleArn: String(role.state["arn"]),
        rule: rule.id,
        database: String(database.state["name"]),
        workgroup: workgroup.id,
    };
}
