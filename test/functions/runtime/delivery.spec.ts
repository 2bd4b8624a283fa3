import assert from "node:assert/strict";
import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { annotationOf } from "../../../functions/runtime/annotation.ts";
import { createHandler } from "../../../functions/runtime/handler.ts";
import { compliant, type ConfigurationItem, type Context, type Parameters } from "../../../functions/rule.ts";
import { THROTTLED, useAws } from "../aws-server.ts";
import { changeEvent, FUNCTION, scheduledEvent } from "./events.ts";

describe("handing evaluations over", function () {
    this.timeout(30_000);
    const aws = useAws();
    const handler = createHandler({ parameters: {}, evaluate: () => compliant() });
    const three = createHandler({
        parameters: {},
        evaluateAccount: () =>
            Promise.resolve(["a", "b", "c"].map((id) => ({ resourceType: "T::T::T", resourceId: id, ...compliant() }))),
    });
    const put = (): string[] =>
        aws
            .of("PutEvaluations")
            .map(({ Evaluations: all }) =>
                (all as { ComplianceResourceId: string }[]).map(({ ComplianceResourceId: id }) => id).join(),
            );

    it("waits and asks again where AWS throttles", async () => {
        const times: number[] = [];
        aws.answers["PutEvaluations"] = (_, attempt) => {
            times.push(performance.now());
            return attempt <= 3 ? THROTTLED : { body: {} };
        };
        await handler(changeEvent(), FUNCTION);
        assert.equal(times.length, 4);
    });

    it("hands over again what AWS Config could not take, and only that", async () => {
        aws.answers["GetComplianceDetailsByConfigRule"] = () => ({ body: { EvaluationResults: [] } });
        aws.answers["PutEvaluations"] = ({ parameters: { Evaluations: all } }, attempt) => ({
            body: { FailedEvaluations: (all as unknown[]).slice(attempt) },
        });
        const { evaluations } = await three(scheduledEvent(), FUNCTION);
        assert.equal(evaluations.COMPLIANT, 3);
        assert.deepEqual(put(), ["a,b,c", "b,c"]);
    });

    it("fails after six attempts, and names what was not taken", async () => {
        aws.answers["GetComplianceDetailsByConfigRule"] = () => ({ body: { EvaluationResults: [] } });
        aws.answers["PutEvaluations"] = ({ parameters: { Evaluations: all } }) => ({
            body: { FailedEvaluations: (all as unknown[]).slice(-1) },
        });
        await assert.rejects(three(scheduledEvent(), FUNCTION), /took no evaluation of c, asked 6 times/);
        assert.deepEqual(put(), ["a,b,c", "c", "c", "c", "c", "c"]);
    });

    it("passes on any other error of AWS at once", async () => {
        aws.answers["PutEvaluations"] = () => ({
            status: 400,
            body: { __type: "InvalidResultTokenException", message: "no" },
        });
        await assert.rejects(handler(changeEvent(), FUNCTION), { name: "InvalidResultTokenException" });
        assert.equal(put().length, 1);
    });

    it("cuts annotations to what AWS Config takes, never within a character", () => {
        assert.equal(annotationOf("x".repeat(256)), "x".repeat(256));
        assert.equal(annotationOf("x".repeat(257)), `${"x".repeat(255)}…`);
        assert.equal(annotationOf("🦊".repeat(300)), `${"🦊".repeat(255)}…`);
        assert.deepEqual([annotationOf(""), annotationOf(undefined)], [undefined, undefined]);
    });
});

describe("a function that evaluates another account", () => {
    const aws = useAws();
    const MEMBER = "999999999999";
    const LIST_USERS =
        "<ListUsersResponse><ListUsersResult><Users/><IsTruncated>false</IsTruncated></ListUsersResult></ListUsersResponse>";
    const assumed = (expiration: string): { body: string } => ({
        body:
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAMEMBER</AccessKeyId>" +
            "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>" +
            `<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    });
    const rule = (): ReturnType<typeof createHandler> =>
        createHandler({
            parameters: {},
            evaluate: async (_: ConfigurationItem, __: Parameters, context: Context) => {
                await context.client(IAMClient).send(new ListUsersCommand({}));
                return compliant();
            },
        });
    const callers = (): string[] => aws.requests.map(({ operation, accessKey }) => `${operation} ${accessKey}`);

    beforeEach(() => {
        process.env["EVALUATION_ROLE_NAME"] = "config-rule-evaluation";
        aws.answers["AssumeRole"] = () => assumed("2099-01-01T00:00:00Z");
        aws.answers["ListUsers"] = () => ({ body: LIST_USERS });
    });
    afterEach(() => {
        Reflect.deleteProperty(process.env, "EVALUATION_ROLE_NAME");
    });

    it("reads and hands over with the credentials of that account's role, which it asks for once", async () => {
        const handler = rule();
        await handler(changeEvent({}, { accountId: MEMBER }), FUNCTION);
        await handler(changeEvent({}, { accountId: MEMBER }), FUNCTION);
        assert.deepEqual(callers(), [
            "AssumeRole AKIAFUNCTION",
            "ListUsers ASIAMEMBER",
            "PutEvaluations ASIAMEMBER",
            "ListUsers ASIAMEMBER",
            "PutEvaluations ASIAMEMBER",
        ]);
        assert.deepEqual(
            aws.of("AssumeRole").map(({ RoleArn: role }) => role),
            [`arn:aws:iam::${MEMBER}:role/config-rule-evaluation`],
        );
    });

    it("keeps the accounts apart, and stays itself in its own", async () => {
        const handler = rule();
        await handler(changeEvent(), FUNCTION);
        await handler(changeEvent({}, { accountId: MEMBER }), FUNCTION);
        await handler(changeEvent(), FUNCTION);
        assert.deepEqual(
            callers().filter((one) => one.startsWith("PutEvaluations")),
            ["PutEvaluations AKIAFUNCTION", "PutEvaluations ASIAMEMBER", "PutEvaluations AKIAFUNCTION"],
        );
    });

    it("names the role in the partition of the function", async () => {
        const invokedFunctionArn = "arn:aws-cn:lambda:cn-north-1:123456789012:function:f";
        await rule()(changeEvent({}, { accountId: MEMBER }), { invokedFunctionArn });
        assert.equal(aws.of("AssumeRole")[0]?.["RoleArn"], `arn:aws-cn:iam::${MEMBER}:role/config-rule-evaluation`);
    });

    it("asks for the credentials again when they are about to expire", async () => {
        const soon = new Date(Date.now() + 60_000).toISOString();
        aws.answers["AssumeRole"] = (_, attempt) => assumed(attempt === 1 ? soon : "2099-01-01T00:00:00Z");
        const handler = rule();
        await handler(changeEvent({}, { accountId: MEMBER }), FUNCTION);
        await handler(changeEvent({}, { accountId: MEMBER }), FUNCTION);
        const { length } = aws.of("AssumeRole");
        assert.equal(length, 2);
    });

    it("is itself everywhere where no role is named", async () => {
        Reflect.deleteProperty(process.env, "EVALUATION_ROLE_NAME");
        await rule()(changeEvent({}, { accountId: MEMBER }), FUNCTION);
        assert.deepEqual(callers(), ["ListUsers AKIAFUNCTION", "PutEvaluations AKIAFUNCTION"]);
    });
});
