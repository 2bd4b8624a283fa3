import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import { run } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { BUCKET, HISTORY, IDENTITY, planOf } from "./plans.ts";

describe("history queries", () => {
    it("read the delivery bucket, and encrypt results with its key", async () => {
        const deployed = await run(() => deploy(planOf({ historyQueries: HISTORY }), IDENTITY));
        const inputsOf = (type: string, name: string) =>
            deployed.registrations.find((one) => one.type === type && one.name === name)?.inputs ?? {};
        const table = inputsOf("aws:glue/catalogTable:CatalogTable", "configuration-history");
        const parameters = table["parameters"] as Record<string, string>;
        assert.equal(parameters["projection.account.values"], ACCOUNT);
        assert.ok(parameters["storage.location.template"]?.startsWith(`s3://${BUCKET}/AWSLogs/`));
        const workgroup = inputsOf("aws:athena/workgroup:Workgroup", "history-workgroup");
        const bucketName = `config-queries-test-${ACCOUNT}-${REGION}`;
        assert.deepEqual(workgroup["configuration"], {
            enforceWorkgroupConfiguration: true,
            publishCloudwatchMetricsEnabled: true,
            bytesScannedCutoffPerQuery: 10_485_760,
            resultConfiguration: {
                outputLocation: `s3://${bucketName}/`,
                expectedBucketOwner: ACCOUNT,
                encryptionConfiguration: {
                    encryptionOption: "SSE_KMS",
                    kmsKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/delivery-key-id`,
                },
            },
        });
        const results = inputsOf("aws:s3/bucket:Bucket", "query-results-bucket");
        assert.deepEqual([results["bucket"], results["forceDestroy"]], [bucketName, true]);
        const query = inputsOf("aws:athena/namedQuery:NamedQuery", "all");
        assert.deepEqual(
            [query["database"], query["workgroup"], query["query"]],
            ["conformance_packs_test", "conformance-packs-test", HISTORY.queries[0]?.text],
        );
    });

    it("name an account in every query where any account may deliver, and do without a key", async () => {
        const plan = planOf({
            historyQueries: { ...HISTORY, accounts: "any", prefix: "org" },
            deliveryBucket: { mode: "use", name: "elsewhere", prefix: "org" },
            encryptionKey: { mode: "none" },
        });
        const deployed = await run(() => deploy(plan, IDENTITY));
        const inputsOf = (type: string) => deployed.registrations.find((one) => one.type === type)?.inputs ?? {};
        const parameters = inputsOf("aws:glue/catalogTable:CatalogTable")["parameters"] as Record<string, string>;
        assert.equal(parameters["projection.account.type"], "injected");
        assert.ok(parameters["storage.location.template"]?.startsWith("s3://elsewhere/org/AWSLogs/${account}/"));
        assert.match(
            String(inputsOf("aws:athena/namedQuery:NamedQuery")["query"]),
            /\n {4}AND account = '111122223333'\n/,
        );
        const workgroup = JSON.stringify(inputsOf("aws:athena/workgroup:Workgroup"));
        assert.ok(workgroup.includes('"encryptionConfiguration":{"encryptionOption":"SSE_S3"}'), workgroup);
    });

    it("encrypt results with a used key only where it is of the stack's region and account", async () => {
        const encryptionOf = async (arn: string) => {
            const plan = planOf({
                historyQueries: HISTORY,
                deliveryBucket: { mode: "use", name: "elsewhere" },
                encryptionKey: { mode: "use", arn },
            });
            const { registrations } = await run(() => deploy(plan, IDENTITY));
            const inputs = (type: string) => JSON.stringify(registrations.find((one) => one.type === type)?.inputs);
            return [
                inputs("aws:athena/workgroup:Workgroup"),
                inputs("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
            ];
        };
        const own = `arn:aws:kms:${REGION}:${ACCOUNT}:key/shared`;
        const [workgroup = "", bucket = ""] = await encryptionOf(own);
        assert.ok(workgroup.includes(`"encryptionOption":"SSE_KMS","kmsKeyArn":"${own}"`), workgroup);
        assert.ok(bucket.includes(own), bucket);
        for (const foreign of [
            `arn:aws:kms:us-west-2:${ACCOUNT}:key/shared`,
            `arn:aws:kms:${REGION}:999999999999:key/shared`,
        ]) {
            const [inWorkgroup = "", inBucket = ""] = await encryptionOf(foreign);
            assert.ok(inWorkgroup.includes('"encryptionConfiguration":{"encryptionOption":"SSE_S3"}'), inWorkgroup);
            assert.ok(inBucket.includes('"sseAlgorithm":"AES256"'), inBucket);
            assert.ok(!inBucket.includes(foreign), inBucket);
        }
    });
});
