import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsOf } from "../../../lib/guard-rails/guard-rail.ts";
import { GUARD_RAILS, violationMessage } from "../../../lib/guard-rails/guard-rails.ts";
import { type GuardedResource, UNKNOWN } from "../../../lib/guard-rails/guarded-resource.ts";
import { changed, judge, statement, withMore, without } from "./resources.ts";

const EVERYONE = { Principal: "*", Action: "sns:Publish", Resource: "*" };

/** What is wrong, and everything that the guard rails have to say of it. */
const CASES: readonly (readonly [string, readonly GuardedResource[], readonly string[]])[] = [
    [
        "a recorder that is switched off",
        changed("status", { isEnabled: false }),
        ["recorder-on of status: isEnabled is false: nothing that changes from now on is recorded"],
    ],
    [
        "a recorder that nothing starts",
        without("status"),
        ["recorder-on of recorder: no RecorderStatus names this recorder, and a new recorder stands still"],
    ],
    [
        "a recorder that is started in another region only",
        changed("status", { region: "us-east-1" }),
        ["recorder-on of recorder: no RecorderStatus names this recorder, and a new recorder stands still"],
    ],
    [
        "a short retention",
        changed("retention", { retentionPeriodInDays: 30 }),
        ["retention-long-enough of retention: configuration items are deleted after 30 days; 365 are asked for"],
    ],
    [
        "a lifecycle that deletes history",
        changed("lifecycle", {
            rules: [
                { id: "short", status: "Enabled", expiration: { days: 90 } },
                { id: "off", status: "Disabled", expiration: { days: 1 } },
                { id: "date", status: "Enabled", expiration: { date: "2030-01-01" } },
                { id: "old", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 7 } },
            ],
        }),
        [
            "history-kept of lifecycle: the lifecycle rule date deletes history on a date",
            "history-kept of lifecycle: the lifecycle rule old deletes replaced objects after 7 days; 30 are asked for",
            "history-kept of lifecycle: the lifecycle rule short deletes history after 90 days; 365 are asked for",
        ],
    ],
    [
        "a bucket that a destroy empties",
        changed("bucket", { forceDestroy: true }),
        ["history-kept of bucket: forceDestroy lets a destroy delete the bucket with all of its history"],
    ],
    [
        "versioning that is suspended",
        changed("versioning", { versioningConfiguration: { status: "Suspended" } }),
        ["history-kept of versioning: the bucket is not versioned: an overwritten object is lost"],
    ],
    [
        "no versioning",
        without("versioning"),
        ["history-kept of bucket: the bucket is not versioned: an overwritten object is lost"],
    ],
    [
        "a delivery bucket that locks what comes",
        withMore("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {
            bucket: "config-history",
            rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } },
        }),
        ["delivery-not-locked of more: the delivery bucket has a default retention"],
    ],
    [
        "an archive that locks nothing, in a bucket that a destroy empties",
        withMore("aws:s3/bucket:Bucket", { bucket: "archive", objectLockEnabled: true, forceDestroy: true }),
        [
            "archive-locked of more: forceDestroy lets a destroy delete whatever is not locked any more",
            "archive-locked of more: the bucket has S3 Object Lock and no default retention",
            "bucket-encrypted of more: nothing says how the bucket encrypts",
            "bucket-public-access-blocked of more: nothing blocks public access to the bucket",
            "bucket-requires-tls of more: no policy denies plain HTTP to the bucket and its objects",
        ],
    ],
    [
        "the replication of deletions",
        withMore("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {
            bucket: "config-history",
            rules: [{ status: "Enabled", deleteMarkerReplication: { status: "Enabled" } }],
        }),
        ["deletions-not-replicated of more: delete markers of the delivery bucket are replicated"],
    ],
    [
        "a channel without a key",
        changed("channel", { s3KmsKeyArn: undefined }),
        ["history-encrypted of channel: the channel names no key (s3KmsKeyArn)"],
    ],
    [
        "a delivery bucket that encrypts with S3's own key",
        changed("encryption", { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }),
        ["history-encrypted of encryption: the delivery bucket encrypts without a key of the account"],
    ],
    [
        "a bucket that does not say how it encrypts",
        without("encryption"),
        ["bucket-encrypted of bucket: nothing says how the bucket encrypts"],
    ],
    [
        "no public access block",
        without("block"),
        ["bucket-public-access-blocked of bucket: nothing blocks public access to the bucket"],
    ],
    [
        "a public access block with a way open",
        changed("block", { restrictPublicBuckets: false }),
        ["bucket-public-access-blocked of bucket: the public access block leaves out restrictPublicBuckets"],
    ],
    [
        "no bucket policy",
        without("policy"),
        ["bucket-requires-tls of bucket: no policy denies plain HTTP to the bucket and its objects"],
    ],
    [
        "a bucket policy open to everyone, plain HTTP included",
        changed("policy", { policy: statement({ Principal: "*", Action: "s3:GetObject", Resource: "*" }) }),
        [
            "bucket-requires-tls of bucket: no policy denies plain HTTP to the bucket and its objects",
            "not-open-to-everyone of policy: the bucket policy allows s3:GetObject to anyone, without credentials (Own)",
        ],
    ],
    [
        "a public access control list",
        changed("bucket", { acl: "public-read" }),
        ["not-open-to-everyone of bucket: the access control list is public-read"],
    ],
    [
        "a topic policy open to other accounts",
        withMore("aws:sns/topicPolicy:TopicPolicy", {
            policy: statement({
                ...EVERYONE,
                Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/x" } },
            }),
        }),
        ["not-open-to-everyone of more: the topic policy allows sns:Publish to any AWS account (Own)"],
    ],
    [
        "a queue policy of the queue itself",
        withMore("aws:sqs/queue:Queue", { policy: statement({ ...EVERYONE, Action: "sqs:SendMessage" }) }),
        ["not-open-to-everyone of more: the queue policy allows sqs:SendMessage to anyone, without credentials (Own)"],
    ],
    [
        "a key policy open to everyone",
        changed("key", { policy: statement({ ...EVERYONE, Principal: { AWS: "*" }, Action: "kms:Decrypt" }) }),
        ["not-open-to-everyone of key: the key policy allows kms:Decrypt to anyone, without credentials (Own)"],
    ],
    [
        "a role that everyone may assume",
        changed("role", { assumeRolePolicy: statement({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" }) }),
        ["not-open-to-everyone of role: the trust policy allows sts:AssumeRole to anyone, without credentials (Own)"],
    ],
    [
        "a function that everyone may invoke",
        changed("permission", { principal: "*", sourceAccount: undefined }),
        [
            "not-open-to-everyone of permission: the function permission allows lambda:InvokeFunction to anyone, " +
                "without credentials (statement 1)",
        ],
    ],
    [
        "a function that AWS Config may invoke for any account",
        changed("permission", { sourceAccount: undefined }),
        [
            "services-held-to-account of permission: the function permission allows lambda:InvokeFunction to " +
                "config.amazonaws.com, working for any AWS account (statement 1)",
        ],
    ],
    [
        "a function with an address for anyone",
        withMore("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "NONE" }),
        ["not-open-to-everyone of more: the function's address answers anyone (authorizationType NONE)"],
    ],
    [
        "a role that may do everything in a service, or everything but",
        changed("permissions", {
            policy: JSON.stringify({
                Statement: [
                    { Effect: "Allow", Action: ["ec2:DescribeInstances", "s3:*"], Resource: "arn:aws:s3:::one" },
                    { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
                    { Effect: "Deny", Action: "*", Resource: "*" },
                ],
            }),
        }),
        [
            "roles-without-wildcards of permissions: the role policy allows all of s3:* (statement 1)",
            "roles-without-wildcards of permissions: the role policy allows everything but some actions (NotAction in statement 2)",
        ],
    ],
    [
        "a role that may write or read contents everywhere",
        changed("permissions", {
            policy: JSON.stringify({
                Statement: [
                    { Effect: "Allow", Action: ["s3:Get*", "s3:PutObject", "s3:ListBucket"], Resource: "*" },
                    {
                        Effect: "Allow",
                        Action: "sts:AssumeRole",
                        Resource: "*",
                        Condition: { StringEquals: { "aws:ResourceOrgID": "o-a1b2c3d4e5" } },
                    },
                ],
            }),
        }),
        [
            "roles-without-wildcards of permissions: the role policy allows s3:Get*, s3:PutObject on every resource (statement 1)",
        ],
    ],
    [
        "a key that is not rotated",
        changed("key", { enableKeyRotation: undefined }),
        ["key-rotated of key: the key is never rotated"],
    ],
];

describe("guard rails", () => {
    it("have nothing to say of a sound stack", () => {
        assert.deepEqual(judge(changed("bucket", {})), []);
    });

    for (const [name, resources, expected] of CASES) {
        it(`refuse ${name}`, () => {
            assert.deepEqual(judge(resources), expected);
        });
    }

    it("each have a case here that they refuse", () => {
        const refused = new Set(CASES.flatMap(([, , found]) => found.map((line) => line.split(" ")[0])));
        assert.deepEqual(
            GUARD_RAILS.map(({ name }) => name).filter((name) => !refused.has(name)),
            [],
        );
    });

    it("leave what cannot be known yet to the update", () => {
        const unknown = [
            "status",
            "versioning",
            "encryption",
            "block",
            "policy",
            "lifecycle",
            "key",
            "role",
            "retention",
        ];
        for (const name of unknown) {
            const resources = changed(name, {}).map((resource) =>
                resource.name === name
                    ? {
                          ...resource,
                          properties: Object.fromEntries(
                              Object.entries(resource.properties).map(([key, value]) =>
                                  ["name", "bucket", "region"].includes(key) ? [key, value] : [key, UNKNOWN],
                              ),
                          ),
                      }
                    : resource,
            );
            assert.deepEqual(judge(resources), [], name);
        }
    });

    it("know whose bucket it is by where its name comes from", () => {
        const [bucket] = changed("bucket", {}).filter(({ name }) => name === "bucket");
        const resources = changed("versioning", { bucket: UNKNOWN }).map((resource) =>
            resource.name === "versioning" ? { ...resource, origins: { bucket: [bucket?.urn ?? ""] } } : resource,
        );
        assert.deepEqual(judge(resources), []);
    });

    it("judge by what is configured", () => {
        assert.deepEqual(judge(changed("retention", { retentionPeriodInDays: 30 }), { minimumDays: 30 }), []);
        assert.equal(judge(changed("retention", {}), { minimumDays: 3000 }).length, 1);
        const writing = changed("permissions", { policy: statement({ Action: "ec2:StopInstances", Resource: "*" }) });
        assert.equal(judge(writing).length, 1);
        assert.deepEqual(judge(writing, { actionsOnEveryResource: ["ec2:StopInstances"] }), []);
    });

    it("have a default for each setting, and take no others", () => {
        for (const rail of GUARD_RAILS) {
            assert.deepEqual(Object.keys(rail.settings ?? {}), Object.keys(rail.defaults ?? {}), rail.name);
            assert.deepEqual(settingsOf(rail, { enforcementLevel: "advisory" }), rail.defaults ?? {});
        }
    });

    it("are documented with their settings", () => {
        const text = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "guard-rails.md"), "utf8");
        for (const { name, settings = {}, defaults = {} } of GUARD_RAILS) {
            const row = text.split("\n").find((line) => line.startsWith(`| \`${name}\` `)) ?? "";
            assert.notEqual(row, "", name);
            for (const setting of Object.keys(settings)) {
                const value = defaults[setting];
                assert.ok(row.includes(`\`${setting}\` (${Array.isArray(value) ? "none" : String(value)})`), row);
            }
        }
    });

    it("say what to write instead, and where it is documented", () => {
        for (const rail of GUARD_RAILS) {
            assert.match(
                violationMessage(rail, "wrong"),
                /^wrong\.\n\S.+\. https:\/\/docs\.aws\.amazon\.com\//,
                rail.name,
            );
            assert.match(rail.name, /^[a-z]+(-[a-z]+)+$/);
        }
    });
});
