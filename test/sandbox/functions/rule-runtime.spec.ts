import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    GetComplianceDetailsByConfigRuleCommand,
    PutConfigRuleCommand,
} from "@aws-sdk/client-config-service";
import { DeleteBucketCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { createHandler } from "../../../functions/runtime/handler.ts";
import { compliant, type Context, nonCompliant, type Parameters } from "../../../functions/rule.ts";
import { changeEvent, FUNCTION, scheduledEvent } from "../../functions/runtime/events.ts";
import { createBucket, startRecording } from "../emulator/config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";

const RULE = "buckets-owned";

/** The runtime of functions against an AWS Config that keeps what it is told. */
describe("the runtime of rules, against the emulator", () => {
    const fixture = useEmulator();
    const inherited = { ...process.env };
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const handler = createHandler({
        parameters: { tag: { type: "string", default: "owner" } },
        evaluate: ({ tags }, { tag }: { tag: string }) => (tag in tags ? compliant() : nonCompliant(`no ${tag}`)),
        evaluateAccount: async function* ({ tag }: Parameters, context: Context) {
            for await (const { resourceType, resourceId, tags } of context.resources("AWS::S3::Bucket")) {
                if (resourceId.startsWith("mine-")) {
                    const found = String(tag) in tags;
                    yield { resourceType, resourceId, ...(found ? compliant() : nonCompliant(`no ${String(tag)}`)) };
                }
            }
        },
    });

    beforeEach(async () => {
        const { accessKeyId, secretAccessKey } = fixture.settings().credentials;
        Object.assign(process.env, {
            AWS_ENDPOINT_URL: fixture.emulator.endpoint,
            AWS_REGION: REGION,
            AWS_ACCESS_KEY_ID: accessKeyId,
            AWS_SECRET_ACCESS_KEY: secretAccessKey,
            AWS_LAMBDA_LOG_LEVEL: "ERROR",
        });
        await fixture.reset();
        await startRecording(fixture.settings());
        await config().send(
            new PutConfigRuleCommand({
                ConfigRule: {
                    ConfigRuleName: RULE,
                    Source: {
                        Owner: "CUSTOM_POLICY",
                        SourceDetails: [
                            { EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" },
                        ],
                        CustomPolicyDetails: { PolicyRuntime: "guard-2.x.x", PolicyText: "rule a when true { true }" },
                    },
                },
            }),
        );
    });
    after("restore the environment", () => {
        for (const name of Object.keys(process.env).filter((one) => one.startsWith("AWS_"))) {
            Reflect.deleteProperty(process.env, name);
        }
        Object.assign(process.env, inherited);
    });

    async function results(): Promise<string[]> {
        const { EvaluationResults: found = [] } = await config().send(
            new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: RULE, Limit: 100 }),
        );
        return found
            .map(({ EvaluationResultIdentifier: identifier, ComplianceType: type, Annotation: why }) =>
                [identifier?.EvaluationResultQualifier?.ResourceId, type, why].join(" ").trim(),
            )
            .sort();
    }
    const run = { configRuleName: RULE, resultToken: RULE, accountId: ACCOUNT };

    it("keeps the results of a scheduled rule those of what there is", async () => {
        const s3 = new S3Client({ ...fixture.settings(), forcePathStyle: true });
        for (const bucket of ["mine-a", "mine-b", "other"]) {
            await createBucket(fixture.settings(), bucket);
        }
        await s3.send(
            new PutBucketTaggingCommand({ Bucket: "mine-a", Tagging: { TagSet: [{ Key: "owner", Value: "me" }] } }),
        );
        await handler(scheduledEvent(run), FUNCTION);
        assert.deepEqual(await results(), ["mine-a COMPLIANT", "mine-b NON_COMPLIANT no owner"]);

        await s3.send(new DeleteBucketCommand({ Bucket: "mine-b" }));
        const { evaluations } = await handler(scheduledEvent(run), FUNCTION);
        assert.deepEqual(evaluations, { COMPLIANT: 1, NON_COMPLIANT: 0, NOT_APPLICABLE: 1 });
        assert.deepEqual(await results(), ["mine-a COMPLIANT"]);
    });

    it("takes the result of a deleted resource away", async () => {
        await handler(changeEvent({ resourceId: "a-bucket" }, run), FUNCTION);
        assert.deepEqual(await results(), ["a-bucket NON_COMPLIANT no owner"]);
        await handler(
            changeEvent({ resourceId: "a-bucket", configurationItemStatus: "ResourceDeleted" }, run),
            FUNCTION,
        );
        assert.deepEqual(await results(), []);
    });

    it("leaves no trace of a test", async () => {
        await handler(changeEvent({}, { ...run, resultToken: "TESTMODE" }), FUNCTION);
        assert.deepEqual(await results(), []);
    });
});
