/** The lookup against an AWS Config of a few lines, on loopback. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { awsLookup, clientConfiguration } from "../../components/existing-lookup.ts";
import { run } from "../harness.ts";

/** Serves one answer for each operation and notes who asked. */
async function serve(answers: Readonly<Record<string, unknown>>): Promise<{ server: Server; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
        const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
        const [, credential = ""] = /Credential=([^,]+)/.exec(request.headers.authorization ?? "") ?? [];
        asked.push(`${operation} ${credential.replace(/\/\d{8}\//, "/")}`);
        const answer = answers[operation];
        response.writeHead(answer === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify(answer ?? { __type: "AccessDeniedException", message: "no" }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, asked };
}

function configured(server: Server): Record<string, string> {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
        "aws:endpoints": JSON.stringify([{ configservice: endpoint }]),
        "aws:accessKey": "AKIDEXAMPLE",
        "aws:secretKey": "secret",
    };
}

describe("existing lookup", () => {
    it("reads recorder, channel and retention as the program's own credentials see them", async () => {
        const { server, asked } = await serve({
            DescribeConfigurationRecorders: {
                ConfigurationRecorders: [
                    { name: "AWSConfigurationRecorderForService", servicePrincipal: "securityhub.amazonaws.com" },
                    {
                        name: "theirs",
                        roleARN: "arn:aws:iam::111122223333:role/theirs",
                        recordingGroup: {
                            allSupported: false,
                            includeGlobalResourceTypes: false,
                            exclusionByResourceTypes: { resourceTypes: ["AWS::IAM::User"] },
                            recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
                        },
                    },
                ],
            },
            DescribeDeliveryChannels: {
                DeliveryChannels: [{ name: "theirs", s3BucketName: "bucket", s3KeyPrefix: "p", snsTopicARN: "arn:t" }],
            },
            DescribeRetentionConfigurations: {
                RetentionConfigurations: [{ Name: "default", RetentionPeriodInDays: 90 }],
            },
        });
        try {
            const { result } = await run(
                async () => {
                    const lookup = awsLookup("eu-west-1");
                    return [await lookup.recorder(), await lookup.deliveryChannel(), await lookup.retention()];
                },
                { config: configured(server) },
            );
            assert.deepEqual(result, [
                {
                    name: "theirs",
                    roleArn: "arn:aws:iam::111122223333:role/theirs",
                    recordingGroup: {
                        strategy: "EXCLUSION_BY_RESOURCE_TYPES",
                        includeGlobalResourceTypes: false,
                        resourceTypes: ["AWS::IAM::User"],
                    },
                },
                { name: "theirs", bucket: "bucket", prefix: "p", topicArn: "arn:t" },
                { name: "default", days: 90 },
            ]);
            assert.deepEqual(asked, [
                "DescribeConfigurationRecorders AKIDEXAMPLE/eu-west-1/config/aws4_request",
                "DescribeDeliveryChannels AKIDEXAMPLE/eu-west-1/config/aws4_request",
                "DescribeRetentionConfigurations AKIDEXAMPLE/eu-west-1/config/aws4_request",
            ]);
        } finally {
            server.close();
        }
    });

    it("finds nothing in an empty account, and fails where it may not look", async () => {
        const { server } = await serve({
            DescribeConfigurationRecorders: { ConfigurationRecorders: [] },
            DescribeDeliveryChannels: { DeliveryChannels: [] },
        });
        try {
            const { result } = await run(
                async () => {
                    const lookup = awsLookup("eu-west-1");
                    await assert.rejects(lookup.retention(), { name: "AccessDeniedException" });
                    return [await lookup.recorder(), await lookup.deliveryChannel()];
                },
                { config: configured(server) },
            );
            assert.deepEqual(result, [undefined, undefined]);
        } finally {
            server.close();
        }
    });

    it("reads recorders that are older than recording strategies", async () => {
        const { server } = await serve({
            DescribeConfigurationRecorders: {
                ConfigurationRecorders: [
                    { name: "old", recordingGroup: { allSupported: false, resourceTypes: ["AWS::S3::Bucket"] } },
                ],
            },
        });
        try {
            const { result } = await run(() => awsLookup("eu-west-1").recorder(), { config: configured(server) });
            assert.equal(result?.recordingGroup.strategy, "INCLUSION_BY_RESOURCE_TYPES");
            assert.deepEqual(result.recordingGroup.resourceTypes, ["AWS::S3::Bucket"]);
        } finally {
            server.close();
        }
    });

    it("uses the provider's profile, and assumes the roles that it assumes", async () => {
        await run(
            () => {
                const aws = new pulumi.Config("aws");
                assert.deepEqual(clientConfiguration("eu-west-1", aws), {
                    region: "eu-west-1",
                    maxAttempts: 3,
                    profile: "audit",
                });
            },
            { config: { "aws:profile": "audit" } },
        );
        await run(
            () => {
                const { credentials } = clientConfiguration("eu-west-1", new pulumi.Config("aws"));
                assert.equal(typeof credentials, "function");
            },
            { config: { "aws:assumeRoles": '[{"roleArn":"arn:aws:iam::1:role/x"}]' } },
        );
    });
});
