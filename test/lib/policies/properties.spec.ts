/** What holds for every policy, whatever the account, region, names and options are. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { aggregatorTrustPolicy } from "../../../lib/policies/aggregator-trust-policy.ts";
import { alertKeyPolicy } from "../../../lib/policies/alert-key-policy.ts";
import { alertTopicPolicy } from "../../../lib/policies/alert-topic-policy.ts";
import { auditTrailBucketPolicy, auditTrailKeyPolicy } from "../../../lib/policies/audit-trail-policies.ts";
import { deliveryBucketPolicy } from "../../../lib/policies/delivery-bucket-policy.ts";
import { deliveryKeyPolicy } from "../../../lib/policies/delivery-key-policy.ts";
import { deliveryTopicPolicy } from "../../../lib/policies/delivery-topic-policy.ts";
import type { PolicyDocument, PolicyStatement } from "../../../lib/policies/policy-document.ts";
import { templateBucketPolicy } from "../../../lib/policies/template-bucket-policy.ts";

interface Sample {
    readonly account: string;
    readonly documents: Readonly<Record<string, PolicyDocument>>;
}

const account = fc.stringMatching(/^\d{12}$/);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{2,20}$/);
const place = fc.constantFrom(
    { partition: "aws", region: "eu-west-1" },
    { partition: "aws", region: "us-east-1" },
    { partition: "aws-cn", region: "cn-north-1" },
    { partition: "aws-us-gov", region: "us-gov-west-1" },
);

/** All nine documents of a random deployment. */
const samples: fc.Arbitrary<Sample> = fc
    .record({
        account,
        place,
        bucket: name,
        topic: name,
        key: fc.uuid(),
        prefix: fc.option(name, { nil: undefined }),
        role: fc.option(name, { nil: undefined }),
        administrators: fc.array(name, { maxLength: 3 }),
        organization: fc.boolean(),
    })
    .map((given) => {
        const scope = { ...given.place, account: given.account };
        const { partition, region } = scope;
        const bucketArn = `arn:${partition}:s3:::${given.bucket}`;
        const topicArn = `arn:${partition}:sns:${region}:${given.account}:${given.topic}`;
        const trailArn = `arn:${partition}:cloudtrail:${region}:${given.account}:trail/${given.topic}`;
        const iamArn = (kind: string, each: string) => `arn:${partition}:iam::${given.account}:${kind}/${each}`;
        const role = given.role === undefined ? {} : { recorderRoleArn: iamArn("role", given.role) };
        const administrators = given.administrators.map((each) => iamArn("user", each));
        const keyArn = `arn:${partition}:kms:${region}:${given.account}:key/${given.key}`;
        const prefix = given.prefix === undefined ? {} : { prefix: given.prefix };
        const documents = {
            aggregatorTrust: aggregatorTrustPolicy(scope),
            alertKey: alertKeyPolicy({ ...scope, topicArn }),
            alertTopic: alertTopicPolicy({ ...scope, topicArn }),
            auditTrailBucket: auditTrailBucketPolicy({
                ...scope,
                bucketArn,
                trailArn,
                organization: given.organization,
            }),
            auditTrailKey: auditTrailKeyPolicy({ ...scope, trailArn }),
            deliveryBucket: deliveryBucketPolicy({ ...scope, bucketArn, keyArn, ...prefix, ...role }),
            deliveryKey: deliveryKeyPolicy({ ...scope, administrators, ...role }),
            deliveryTopic: deliveryTopicPolicy({ ...scope, topicArn, ...role }),
            templateBucket: templateBucketPolicy({ bucketArn }),
        };
        return { account: given.account, documents };
    });

/** Checks every statement of every document, and names the one that fails. */
function forEveryStatement(check: (statement: PolicyStatement, sample: Sample, document: string) => void): void {
    fc.assert(
        fc.property(samples, (sample) => {
            for (const [document, { Statement }] of Object.entries(sample.documents)) {
                Statement.forEach((statement) => check(statement, sample, `${document} ${statement.Sid}`));
            }
        }),
    );
}

function conditionKeys(statement: PolicyStatement): string[] {
    return Object.values(statement.Condition ?? {}).flatMap((comparison) => Object.keys(comparison));
}

function isWildcard({ Principal }: PolicyStatement): boolean {
    return Principal === "*" || JSON.stringify(Object.values(Principal).flat()).includes('"*"');
}

describe("every policy", () => {
    it("allows nobody in general", () => {
        forEveryStatement((statement, _, where) => {
            assert.ok(!(statement.Effect === "Allow" && isWildcard(statement)), where);
        });
    });

    it("denies everybody only under a condition", () => {
        forEveryStatement((statement, _, where) => {
            assert.ok(!isWildcard(statement) || conditionKeys(statement).length > 0, where);
        });
    });

    it("holds a service to what it does for this account", () => {
        // The context of an encrypted topic stands in for the source: alert-key-policy.ts says why.
        const sources = ["aws:SourceAccount", "aws:SourceArn", "kms:EncryptionContext:aws:sns:topicArn"];
        forEveryStatement((statement, sample, where) => {
            if (typeof statement.Principal === "object" && "Service" in statement.Principal) {
                const held = Object.values(statement.Condition ?? {}).flatMap((comparison) =>
                    Object.entries(comparison).filter(([key]) => sources.includes(key)),
                );
                assert.ok(held.length > 0, where);
                assert.ok(
                    held.every(([, value]) => String(value).includes(sample.account)),
                    where,
                );
            }
        });
    });

    it("speaks of resources and principals of its own account only", () => {
        forEveryStatement((statement, sample, where) => {
            const named = [statement.Resource ?? [], Object.values(statement.Principal)].flat(2).map(String);
            for (const arn of named.filter((each) => each.startsWith("arn:"))) {
                const owner = arn.split(":")[4];
                assert.ok(owner === "" || owner === sample.account, `${where}: ${arn}`);
            }
        });
    });

    it("names every statement once", () => {
        fc.assert(
            fc.property(samples, ({ documents }) => {
                for (const { Statement } of Object.values(documents)) {
                    assert.equal(new Set(Statement.map(({ Sid }) => Sid)).size, Statement.length);
                }
            }),
        );
    });

    it("fits the size that its service takes", () => {
        // facts of the services: a bucket policy 20 KB, a key policy 32 KB, a topic policy 30 KB, a trust policy 2 KB.
        const limits: Readonly<Record<string, number>> = { aggregatorTrust: 2048, alertKey: 32768, deliveryKey: 32768 };
        fc.assert(
            fc.property(samples, ({ documents }) => {
                for (const [document, policy] of Object.entries(documents)) {
                    assert.ok(JSON.stringify(policy).length <= (limits[document] ?? 20480), document);
                }
            }),
        );
    });
});
