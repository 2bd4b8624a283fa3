import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    StartResourceEvaluationCommand,
} from "@aws-sdk/client-config-service";
import { CreateTopicCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "./organization-fixture.ts";

interface Journal {
    requests: {
        principal: string | null;
        sequence: number;
        service: string;
        operation: string;
        account: string;
        region: string;
        status: number;
    }[];
    last: number;
}

describe("AWS emulator", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const control = (path: string, init?: RequestInit): Promise<Response> =>
        fetch(new URL(`/sandbox/${path}`, fixture.emulator.endpoint), init);
    const addFault = async (fault: Record<string, unknown>): Promise<void> => {
        const headers = { "content-type": "application/json" };
        const response = await control("faults", { method: "POST", headers, body: JSON.stringify(fault) });
        assert.equal(response.status, 201, await response.text());
    };

    beforeEach(async () => {
        await control("faults", { method: "DELETE" });
        await control("requests", { method: "DELETE" });
    });

    it("tells its health", async () => {
        const health = (await (await control("health")).json()) as { pid: number; version: string };
        assert.equal(health.pid, fixture.emulator.pid);
        assert.equal(health.version, "1");
    });

    it("answers AWS's calls", async () => {
        const identity = await new STSClient(fixture.settings()).send(new GetCallerIdentityCommand({}));
        assert.equal(identity.Account, ACCOUNT);
    });

    it("answers an operation that it lacks with status 400 and its name, in each protocol", async () => {
        await assert.rejects(
            config().send(
                new StartResourceEvaluationCommand({ ResourceDetails: undefined, EvaluationMode: "PROACTIVE" }),
            ),
            (error: Error & { $metadata: { httpStatusCode: number } }) =>
                error.name === "UnknownOperationException" &&
                error.message.includes("config:StartResourceEvaluation") &&
                error.$metadata.httpStatusCode === 400,
        );
        const query = await fetch(fixture.emulator.endpoint, {
            method: "POST",
            headers: {
                "content-type": "application/x-www-form-urlencoded",
                authorization: `AWS4-HMAC-SHA256 Credential=A/20260101/${REGION}/sns/aws4_request, Signature=b`,
            },
            body: "Action=InventTopic",
        });
        assert.equal(query.status, 400);
        assert.match(await query.text(), /<Code>InvalidAction<\/Code>.*sns:InventTopic/);
    });

    it("records what it was asked", async () => {
        await config().send(new DescribeConfigRulesCommand({}));
        const journal = (await (await control("requests")).json()) as Journal;
        assert.equal(journal.requests.length, 1);
        const [request] = journal.requests;
        assert.deepEqual(
            [request?.service, request?.operation, request?.account, request?.region, request?.status],
            ["config", "DescribeConfigRules", ACCOUNT, REGION, 200],
        );
        const later = (await (await control(`requests?since=${journal.last}`)).json()) as Journal;
        assert.deepEqual(later.requests, []);
    });

    it("records the caller of a member account", async () => {
        await fixture.reset();
        await createOrganization(fixture.settings());
        const member = await createMember(fixture.settings(), "member");
        const settings = await memberSettings(fixture.settings(), member);
        await control("requests", { method: "DELETE" });
        await new STSClient(settings).send(new GetCallerIdentityCommand({}));
        const [request] = ((await (await control("requests")).json()) as Journal).requests;
        assert.equal(request?.account, member);
        assert.equal(request.principal, `arn:aws:sts::${member}:assumed-role/OrganizationAccountAccessRole/test`);
    });

    it("injects a fault into the calls that match, as often as told", async () => {
        await addFault({
            service: "config",
            operation: "DescribeConfigRules",
            status: 400,
            code: "ThrottlingException",
            skip: 1,
        });
        await config().send(new DescribeConfigRulesCommand({}));
        await assert.rejects(config().send(new DescribeConfigRulesCommand({})), { name: "ThrottlingException" });
        await config().send(new DescribeConfigRulesCommand({}));
        await new STSClient(fixture.settings()).send(new GetCallerIdentityCommand({}));
    });

    it("carries a call out and loses its answer", async () => {
        await addFault({
            service: "sns",
            operation: "CreateTopic",
            status: 503,
            code: "Unavailable",
            afterwards: true,
        });
        const sns = new SNSClient(fixture.settings());
        await assert.rejects(sns.send(new CreateTopicCommand({ Name: "lost" })), { name: "Unavailable" });
        const { Topics: topics } = await sns.send(new ListTopicsCommand({}));
        assert.ok(topics?.some((topic) => topic.TopicArn?.endsWith(":lost")));
    });

    it("drops connections, before it carries out a call or after", async () => {
        const sns = new SNSClient(fixture.settings());
        const names = async (): Promise<(string | undefined)[]> =>
            ((await sns.send(new ListTopicsCommand({}))).Topics ?? []).map(({ TopicArn: arn }) =>
                arn?.split(":").at(-1),
            );
        for (const [afterwards, isMade] of [
            [false, false],
            [true, true],
        ] as const) {
            await addFault({ service: "sns", operation: "CreateTopic", count: 1, drops: true, afterwards });
            await assert.rejects(sns.send(new CreateTopicCommand({ Name: "dropped" })), { code: "ECONNRESET" });
            assert.equal((await names()).includes("dropped"), isMade);
        }
    });

    it("delays calls", async () => {
        await addFault({ service: "config", operation: "*", delayMilliseconds: 300 });
        const started = Date.now();
        await config().send(new DescribeConfigRulesCommand({}));
        assert.ok(Date.now() - started >= 290);
    });

    it("lets go of calls that wait when the faults are cleared", async () => {
        await addFault({ service: "config", operation: "*", delayMilliseconds: 15_000 });
        const started = Date.now();
        const call = config().send(new DescribeConfigRulesCommand({}));
        for (let attempt = 0; attempt < 200; attempt++) {
            const { faults } = (await (await control("faults")).json()) as { faults: { met: number }[] };
            if (faults.some(({ met }) => met > 0)) {
                break;
            }
            await delay(20);
        }
        await control("faults", { method: "DELETE" });
        await call;
        assert.ok(Date.now() - started < 10_000);
    });

    it("refuses a fault that is none", async () => {
        const headers = { "content-type": "application/json" };
        for (const body of ["[]", "{", '{"service":"config"}', '{"service":"a","operation":"b","odd":1}']) {
            assert.equal((await control("faults", { method: "POST", headers, body })).status, 400, body);
        }
        assert.equal((await control("faults", { method: "POST", body: "{}" })).status, 415);
    });
});
