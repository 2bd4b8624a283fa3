import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { deploy } from "../../components/deploy.ts";
import { ConformancePacks } from "../../components/conformance-packs.ts";
import { nextWait } from "../../components/pack-in-progress.ts";
import type { ConformancePackPlan } from "../../lib/plan/plan.ts";
import { toMilliseconds } from "../../lib/settings/duration.ts";
import { templateBucketPolicy } from "../../lib/policies/template-bucket-policy.ts";
import { only, rows, run, valueOf } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { CONFIGURATIONS, membersOf } from "../lib/members/configurations.ts";
import { IDENTITY, namesOf, packOf, planOf, regionOf } from "./plans.ts";

const ACCOUNT_PACK = "aws:cfg/conformancePack:ConformancePack";
const ORGANIZATION_PACK = "aws:cfg/organizationConformancePack:OrganizationConformancePack";
const TEMPLATES = `conformance-packs-test-templates-${ACCOUNT}-${REGION}`;

function record(packs: readonly ConformancePackPlan[]) {
    const names = packs.some(({ delivery }) => delivery.kind === "s3")
        ? namesOf(planOf({ templateBucket: { namePrefix: "conformance-packs-test-templates" } }))
        : namesOf();
    return run(() => new ConformancePacks("packs", { names, tags: { team: "security" }, packs }));
}

describe("ConformancePacks", () => {
    it("sends a short template inline, under the pack's own name", async () => {
        const done = await record([packOf({ parameters: [{ name: "MaxAge", value: "90" }] })]);
        assert.deepEqual(rows(done), [
            `${ACCOUNT_PACK} iam-hygiene`,
            "conformance-packs:config:ConformancePacks packs",
        ]);
        assert.deepEqual(only(done, ACCOUNT_PACK, "iam-hygiene").inputs, {
            region: REGION,
            name: "iam-hygiene",
            templateBody: packOf().template,
            inputParameters: [{ parameterName: "MaxAge", parameterValue: "90" }],
        });
        const arn = done.result.arns["iam-hygiene"];
        assert.ok(arn);
        assert.equal(await valueOf(arn), `arn:aws:config:${REGION}:${ACCOUNT}:conformance-pack/iam-hygiene`);
    });

    it("sends an organization's pack with its exceptions and timeouts", async () => {
        const done = await record([
            packOf({
                target: "organization",
                excludedAccounts: ["222233334444"],
                timeouts: { create: "1h", update: "1h30m" },
            }),
        ]);
        const pack = only(done, ORGANIZATION_PACK, "iam-hygiene");
        assert.deepEqual(pack.inputs, {
            region: REGION,
            name: "iam-hygiene",
            templateBody: packOf().template,
            excludedAccounts: ["222233334444"],
        });
        assert.deepEqual(pack.options, { hooks: ["pack-in-progress"], timeouts: { create: "1h", update: "1h30m" } });
    });

    it("sends a long template as an object whose key carries its hash, from a private bucket", async () => {
        const delivery = { kind: "s3", objectKey: "iam-hygiene/0123abcd.yaml" } as const;
        const done = await record([packOf({ delivery }), packOf({ name: "short" })]);
        assert.deepEqual(rows(done), [
            `${ACCOUNT_PACK} iam-hygiene`,
            `${ACCOUNT_PACK} short`,
            "aws:s3/bucket:Bucket templates-bucket",
            "aws:s3/bucketObjectv2:BucketObjectv2 iam-hygiene-template",
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls templates-bucket-ownership",
            "aws:s3/bucketPolicy:BucketPolicy templates-bucket-policy",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock templates-bucket-public-access",
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration templates-bucket-encryption",
            "aws:s3/bucketVersioning:BucketVersioning templates-bucket-versioning",
            "conformance-packs:config:ConformancePacks packs",
            "conformance-packs:config:TemplateBucket templates",
        ]);
        const pack = only(done, ACCOUNT_PACK, "iam-hygiene");
        assert.deepEqual(pack.inputs, {
            region: REGION,
            name: "iam-hygiene",
            templateS3Uri: `s3://${TEMPLATES}/iam-hygiene/0123abcd.yaml`,
        });
        assert.ok(pack.dependsOn.includes("iam-hygiene-template"));
        const object = only(done, "aws:s3/bucketObjectv2:BucketObjectv2", "iam-hygiene-template");
        assert.equal(object.inputs["key"], "iam-hygiene/0123abcd.yaml");
        assert.equal(object.inputs["bucket"], TEMPLATES);
        // The state of a stack has the text of a text's asset, and no more than path and hash of a file's.
        const { path = "", text } = object.inputs["source"] as { path?: string; text?: string };
        assert.equal(text, undefined);
        assert.equal(readFileSync(path, "utf8"), packOf().template);
        assert.equal("content" in object.inputs, false);
        assert.ok(object.dependsOn.includes("templates-bucket-policy"));
    });

    it("encrypts templates by S3 itself, and denies plain HTTP", async () => {
        const done = await record([packOf({ delivery: { kind: "s3", objectKey: "a.yaml" } })]);
        const encryption = only(
            done,
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "templates-bucket-encryption",
        );
        assert.deepEqual(encryption.inputs["rules"], [
            { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
        ]);
        const policy = only(done, "aws:s3/bucketPolicy:BucketPolicy", "templates-bucket-policy").inputs["policy"];
        assert.deepEqual(JSON.parse(String(policy)), templateBucketPolicy({ bucketArn: `arn:aws:s3:::${TEMPLATES}` }));
    });

    it("refuses a long template where the plan has no bucket for it", async () => {
        const packs = [packOf({ delivery: { kind: "s3", objectKey: "a.yaml" } })];
        await assert.rejects(
            run(() => new ConformancePacks("packs", { names: namesOf(), tags: {}, packs })),
            /pack iam-hygiene is delivered through S3, but the plan has no template bucket/,
        );
    });
});

describe("a pack that AWS Config is still at work on", () => {
    it("is put again, and nothing else is", async () => {
        const inUse = "ResourceInUseException: Conformance pack is in the state CREATE_IN_PROGRESS.";
        const answers: boolean[] = [];
        await run(() => new ConformancePacks("packs", { names: namesOf(), tags: {}, packs: [packOf()] }), {
            afterwards: async (hooks) => {
                answers.push(await hooks.failed("pack-in-progress", "create", inUse));
                answers.push(await hooks.failed("pack-in-progress", "delete", inUse));
                answers.push(await hooks.failed("pack-in-progress", "update", "ValidationException: no"));
            },
        });
        assert.deepEqual(answers, [true, false, false]);
    });

    it("is put again for as long as its own timeouts, in every region", async () => {
        const inUse = "ResourceInUseException: Conformance pack is in the state CREATE_IN_PROGRESS.";
        const answers: boolean[] = [];
        const timeouts = { create: "1.2s", update: "10m" };
        const pack = packOf({ name: "everywhere", target: "organization", timeouts });
        await run(
            () => new ConformancePacks("packs", { names: namesOf(), tags: {}, packs: [pack], suffix: "-us-east-1" }),
            {
                afterwards: async (hooks) => {
                    const failed = (operation: string, failures: number) =>
                        hooks.failed("pack-in-progress-us-east-1", operation, inUse, {
                            name: "everywhere-us-east-1",
                            failures,
                        });
                    answers.push(await failed("create", 2), await failed("create", 3), await failed("update", 3));
                },
            },
        );
        assert.deepEqual(answers, [true, false, true]);
    });

    it("is waited for as long as the timeout, before the engine gives up", () => {
        for (const timeout of ["10m", "60m", "24h"]) {
            const limit = toMilliseconds(timeout);
            let [waited, failures] = [0, 1];
            for (let wait = nextWait(1, limit); wait !== undefined; wait = nextWait(++failures, limit)) {
                waited += wait;
            }
            assert.equal(waited, limit, timeout);
            assert.ok(failures < 100, `${timeout}: ${failures}`);
        }
    });
});

describe("packs of an organization", () => {
    it("wait for the members that they reach, in every region; packs of the account do not", async () => {
        const packs = [packOf(), packOf({ name: "everywhere", target: "organization" })];
        const { members } = membersOf(CONFIGURATIONS.usual);
        const plan = planOf({ packs, members, furtherRegions: [regionOf("us-east-1", { packs })] });
        const done = await run(() => deploy(plan, IDENTITY));
        for (const suffix of ["", "-us-east-1"]) {
            const everywhere = only(done, ORGANIZATION_PACK, `everywhere${suffix}`);
            assert.ok(everywhere.dependsOn.includes("members-regional-instances"), everywhere.dependsOn.join(" "));
            const own = only(done, ACCOUNT_PACK, `iam-hygiene${suffix}`);
            assert.ok(!own.dependsOn.includes("members-regional-instances"), own.dependsOn.join(" "));
        }
    });
});
