import assert from "node:assert/strict";
import { CloudWatchLogsClient, GetQueryResultsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigServiceClient, PutEvaluationsCommand } from "@aws-sdk/client-config-service";
import { DescribeImagesCommand, EC2Client, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import {
    GetAccessKeyLastUsedCommand,
    GetCredentialReportCommand,
    IAMClient,
    ListUsersCommand,
} from "@aws-sdk/client-iam";
import { GetBucketLocationCommand, S3Client } from "@aws-sdk/client-s3";
import type { JsonObject } from "../../../lib/rules/custom-rule.ts";
import { beginRecording, endRecording } from "../../../sandbox/rules/recording.ts";
import { type ClientSettings, useEmulator } from "./emulator-fixture.ts";

const CALLER = "AKIATEST000000000001";

describe("AWS emulator: recorded answers", () => {
    const fixture = useEmulator();
    const settings = (): ClientSettings =>
        fixture.settings({ credentials: { accessKeyId: CALLER, secretAccessKey: "s" } });
    const begin = (answers: JsonObject): Promise<string | undefined> =>
        beginRecording(fixture.emulator.endpoint, CALLER, answers);
    const end = (): ReturnType<typeof endRecording> => endRecording(fixture.emulator.endpoint, CALLER);

    afterEach(() => end());

    it("are given in the protocol of each service, with times and bytes as the SDK has them", async () => {
        const refused = await begin({
            "ec2:DescribeImages": { Images: [{ ImageId: "ami-1", Name: "base", Tags: [{ Key: "a", Value: "b" }] }] },
            "iam:ListUsers": {
                Users: [
                    {
                        Path: "/",
                        UserName: "me",
                        UserId: "AIDA1",
                        Arn: "arn:aws:iam::123456789012:user/me",
                        CreateDate: "2026-01-02T03:04:05Z",
                    },
                ],
                IsTruncated: false,
            },
            "iam:GetCredentialReport": { Content: "user,arn\nme,x\n" },
            "logs:GetQueryResults": { status: "Complete", results: [[{ field: "a", value: "1" }]] },
            "s3:GetBucketLocation": { LocationConstraint: "eu-west-1" },
        });
        assert.equal(refused, undefined);
        const { Images: images } = await new EC2Client(settings()).send(new DescribeImagesCommand({}));
        assert.deepEqual(images, [{ ImageId: "ami-1", Name: "base", Tags: [{ Key: "a", Value: "b" }] }]);
        const iam = new IAMClient(settings());
        const { Users: [user] = [] } = await iam.send(new ListUsersCommand({}));
        assert.deepEqual([user?.UserId, user?.CreateDate?.toISOString()], ["AIDA1", "2026-01-02T03:04:05.000Z"]);
        const { Content: content } = await iam.send(new GetCredentialReportCommand({}));
        assert.equal(Buffer.from(content ?? []).toString(), "user,arn\nme,x\n");
        const logs = await new CloudWatchLogsClient(settings()).send(new GetQueryResultsCommand({ queryId: "q" }));
        assert.deepEqual([logs.status, logs.results], ["Complete", [[{ field: "a", value: "1" }]]]);
        const s3 = new S3Client({ ...settings(), forcePathStyle: true });
        const { LocationConstraint: place } = await s3.send(new GetBucketLocationCommand({ Bucket: "b" }));
        assert.equal(place, "eu-west-1");
    });

    it("are told apart by what is asked, page by page", async () => {
        await begin({
            "ec2:DescribeInstances": [
                { when: { NextToken: "second" }, answer: { Reservations: [{ ReservationId: "r-2" }] } },
                { answer: { Reservations: [{ ReservationId: "r-1" }], NextToken: "second" } },
            ],
            "iam:GetAccessKeyLastUsed": [{ when: { AccessKeyId: "AKIA1" }, answer: { UserName: "me" } }],
        });
        const seen: (string | undefined)[] = [];
        const client = new EC2Client(settings());
        for await (const { Reservations: page = [] } of paginateDescribeInstances({ client }, {})) {
            seen.push(...page.map(({ ReservationId: id }) => id));
        }
        assert.deepEqual(seen, ["r-1", "r-2"]);
        const iam = new IAMClient(settings());
        const lastUsed = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: "AKIA1" }));
        assert.equal(lastUsed.UserName, "me");
        await assert.rejects(iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: "AKIA2" })), {
            name: "NoRecordedAnswer",
            message: 'No answer is recorded of iam:GetAccessKeyLastUsed for {"AccessKeyId": "AKIA2"}.',
        });
    });

    it("may be errors, which the SDK knows by their names", async () => {
        await begin({
            "iam:ListUsers": [{ error: { code: "AccessDenied", message: "not you", status: 403 } }],
            "ec2:DescribeImages": [{ error: { code: "InvalidAMIID.NotFound" } }],
        });
        await assert.rejects(new IAMClient(settings()).send(new ListUsersCommand({})), {
            name: "AccessDenied",
            message: "not you",
        });
        await assert.rejects(new EC2Client(settings()).send(new DescribeImagesCommand({})), {
            name: "InvalidAMIID.NotFound",
        });
    });

    it("go to their caller alone, and leave everything else to the emulator", async () => {
        await begin({ "iam:GetCredentialReport": { Content: "x" } });
        const { Users: users } = await new IAMClient(settings()).send(new ListUsersCommand({}));
        assert.deepEqual(users, []);
        await assert.rejects(new IAMClient(fixture.settings()).send(new GetCredentialReportCommand({})), {
            name: "CredentialReportNotPresentException",
        });
        await end();
        await assert.rejects(new IAMClient(settings()).send(new GetCredentialReportCommand({})), {
            name: "CredentialReportNotPresentException",
        });
    });

    it("come with the requests as they were", async () => {
        await begin({});
        await new IAMClient(settings()).send(new ListUsersCommand({ PathPrefix: "/people/", MaxItems: 5 }));
        await new ConfigServiceClient(settings()).send(
            new PutEvaluationsCommand({
                ResultToken: "TESTMODE",
                TestMode: true,
                Evaluations: [
                    {
                        ComplianceResourceType: "AWS::IAM::User",
                        ComplianceResourceId: "AIDA1",
                        ComplianceType: "COMPLIANT",
                        OrderingTimestamp: new Date(),
                    },
                ],
            }),
        );
        const [listed, put] = await end();
        assert.deepEqual(listed, {
            service: "iam",
            operation: "ListUsers",
            account: "123456789012",
            region: "eu-central-1",
            parameters: { PathPrefix: "/people/", MaxItems: 5 },
        });
        assert.deepEqual(
            [put?.service, put?.operation, put?.parameters["TestMode"]],
            ["config", "PutEvaluations", true],
        );
        assert.deepEqual(await end(), []);
    });

    for (const [what, answers, said] of [
        ["an operation that there is not", { "ec2:DescribeImagez": {} }, /ec2:DescribeImagez is no operation of AWS/],
        ["a service that there is not", { "ec3:DescribeImages": {} }, /is no operation of AWS/],
        ["a member that there is not", { "ec2:DescribeImages": { Imagez: [] } }, /has no Imagez, but Images/],
        [
            "a member deep inside",
            { "ec2:DescribeImages": { Images: [{ Id: "x" }] } },
            /ec2:DescribeImages\.Images\[0\] has no Id/,
        ],
        ["a map for a list", { "ec2:DescribeImages": { Images: {} } }, /Images is a list/],
        ["neither answer nor error", { "iam:ListUsers": [{ when: {} }] }, /has answer or error/],
        ["an error without a code", { "iam:ListUsers": [{ error: { message: "x" } }] }, /has a code/],
    ] as const) {
        it(`are refused with ${what}`, async () => {
            assert.match((await begin(answers)) ?? "", said);
        });
    }
});

describe("AWS emulator: evaluations in test mode", () => {
    const fixture = useEmulator();
    const put = (evaluations: number, annotation = "why"): Promise<unknown> =>
        new ConfigServiceClient(fixture.settings()).send(
            new PutEvaluationsCommand({
                ResultToken: "TESTMODE",
                TestMode: true,
                Evaluations: Array.from({ length: evaluations }, (_, index) => ({
                    ComplianceResourceType: "AWS::IAM::User",
                    ComplianceResourceId: `user-${index}`,
                    ComplianceType: "COMPLIANT",
                    Annotation: annotation,
                    OrderingTimestamp: new Date(),
                })),
            }),
        );

    it("are held to AWS Config's limits all the same", async () => {
        await put(100, "x".repeat(256));
        await assert.rejects(put(101), { name: "InvalidParameterValueException" });
        await assert.rejects(put(1, "x".repeat(257)), { name: "InvalidParameterValueException" });
    });
});
