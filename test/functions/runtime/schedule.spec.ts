import assert from "node:assert/strict";
import { createHandler } from "../../../functions/runtime/handler.ts";
import {
    compliant,
    type Context,
    nonCompliant,
    type Parameters,
    type ResourceEvaluation,
} from "../../../functions/rule.ts";
import { useAws } from "../aws-server.ts";
import { FUNCTION, scheduledEvent } from "./events.ts";

interface Put {
    readonly ComplianceResourceId: string;
    readonly ComplianceType: string;
    readonly OrderingTimestamp: number;
}

const earlier = (ids: readonly string[], next?: string): { body: unknown } => ({
    body: {
        EvaluationResults: ids.map((ResourceId) => ({
            EvaluationResultIdentifier: {
                EvaluationResultQualifier: { ConfigRuleName: "r", ResourceType: "AWS::IAM::User", ResourceId },
            },
            ComplianceType: "NON_COMPLIANT",
        })),
        ...(next !== undefined && { NextToken: next }),
    },
});

describe("a function that runs on a schedule", () => {
    const aws = useAws();
    const batches = (): Put[][] => aws.of("PutEvaluations").map(({ Evaluations: all }) => all as Put[]);
    const user = (id: number): ResourceEvaluation => ({
        resourceType: "AWS::IAM::User",
        resourceId: `user-${id}`,
        ...(id % 2 === 0 ? compliant() : nonCompliant("odd")),
    });
    const counting = (count: number): ReturnType<typeof createHandler> =>
        createHandler({
            parameters: {},
            evaluateAccount: async function* () {
                for (let id = 0; id < count; id++) {
                    yield await Promise.resolve(user(id));
                }
            },
        });

    beforeEach(() => {
        aws.answers["GetComplianceDetailsByConfigRule"] = () => earlier([]);
    });

    it("hands over what it finds, a hundred at a time", async () => {
        const { evaluations } = await counting(250)(scheduledEvent(), FUNCTION);
        assert.deepEqual(evaluations, { COMPLIANT: 125, NON_COMPLIANT: 125, NOT_APPLICABLE: 0 });
        assert.deepEqual(
            batches().map(({ length }) => length),
            [100, 100, 50],
        );
        const all = batches().flat();
        assert.equal(new Set(all.map(({ ComplianceResourceId: id }) => id)).size, 250);
        assert.deepEqual(
            new Set(all.map(({ OrderingTimestamp: time }) => time)),
            new Set([Date.parse("2026-09-01T21:50:00.373Z") / 1000]),
        );
    });

    it("asks nothing of AWS Config where it finds nothing", async () => {
        await counting(0)(scheduledEvent(), FUNCTION);
        assert.deepEqual(batches(), []);
    });

    it("takes a list as well, and gives the rule its parameters and the time", async () => {
        const seen: unknown[] = [];
        const handler = createHandler({
            parameters: { types: { type: "list" } },
            evaluateAccount: (given: Parameters, { time, accountId }: Context) => {
                seen.push(given, time.toISOString(), accountId);
                return Promise.resolve([user(2)]);
            },
        });
        const { evaluations } = await handler(scheduledEvent({ ruleParameters: '{"types":"a, b"}' }), FUNCTION);
        assert.equal(evaluations.COMPLIANT, 1);
        assert.deepEqual(seen, [{ types: ["a", "b"] }, "2026-09-01T21:50:00.373Z", "123456789012"]);
    });

    it("withdraws earlier results of resources that it no longer finds, from every page", async () => {
        aws.answers["GetComplianceDetailsByConfigRule"] = ({ parameters: { NextToken: token } }) =>
            token === undefined ? earlier(["user-0", "gone-1"], "more") : earlier(["gone-2", "user-1"]);
        const { evaluations } = await counting(2)(scheduledEvent(), FUNCTION);
        assert.equal(evaluations.NOT_APPLICABLE, 2);
        assert.deepEqual(
            batches()
                .flat()
                .map(({ ComplianceResourceId: id, ComplianceType: type }) => `${id} ${type}`),
            ["user-0 COMPLIANT", "user-1 NON_COMPLIANT", "gone-1 NOT_APPLICABLE", "gone-2 NOT_APPLICABLE"],
        );
        assert.deepEqual(
            new Set(aws.of("GetComplianceDetailsByConfigRule").map(({ ConfigRuleName: name }) => name)),
            new Set(["bucket-owned-conformance-pack-abc"]),
        );
    });

    it("leaves earlier results where its role may not read them", async () => {
        aws.answers["GetComplianceDetailsByConfigRule"] = () => ({
            status: 400,
            body: { __type: "AccessDeniedException", message: "not authorized" },
        });
        const { evaluations } = await counting(2)(scheduledEvent(), FUNCTION);
        assert.deepEqual(evaluations, { COMPLIANT: 1, NON_COMPLIANT: 1, NOT_APPLICABLE: 0 });
    });

    it("withdraws nothing where the rule fails half-way, and hands over what it had found", async () => {
        aws.answers["GetComplianceDetailsByConfigRule"] = () => earlier(["user-150"]);
        const handler = createHandler({
            parameters: {},
            evaluateAccount: async function* () {
                for (let id = 0; id < 120; id++) {
                    yield await Promise.resolve(user(id));
                }
                throw new Error("EC2 is down");
            },
        });
        await assert.rejects(handler(scheduledEvent(), FUNCTION), /EC2 is down/);
        assert.deepEqual(
            batches().map(({ length }) => length),
            [100],
        );
    });

    it("tells a test from a run: nothing is kept, and nothing withdrawn", async () => {
        await counting(1)(scheduledEvent({ resultToken: "TESTMODE" }), FUNCTION);
        assert.deepEqual(
            aws.of("PutEvaluations").map(({ TestMode: test, ResultToken: token }) => [test, token]),
            [[true, "TESTMODE"]],
        );
        assert.deepEqual(aws.of("GetComplianceDetailsByConfigRule"), []);
    });

    it("pages over the resources that AWS Config records, with their tags, without those that are gone", async () => {
        const item = (resourceId: string, status = "OK"): string =>
            JSON.stringify({
                resourceType: "AWS::S3::Bucket",
                resourceId,
                accountId: "123456789012",
                configurationItemStatus: status,
                tags: [{ key: "owner", value: "me", tag: "owner=me" }],
                configuration: { name: resourceId },
            });
        aws.answers["SelectResourceConfig"] = ({ parameters: { NextToken: token } }) => ({
            body:
                token === undefined
                    ? { Results: [item("one"), item("two", "ResourceDeleted")], NextToken: "more" }
                    : { Results: [item("three")] },
        });
        const seen: unknown[] = [];
        const handler = createHandler({
            parameters: {},
            evaluateAccount: async function* (_: Parameters, context: Context) {
                for await (const { resourceType, resourceId, tags, configuration, awsAccountId } of context.resources(
                    "AWS::S3::Bucket",
                )) {
                    seen.push([resourceId, tags, configuration, awsAccountId]);
                    yield { resourceType, resourceId, ...compliant() };
                }
            },
        });
        await handler(scheduledEvent(), FUNCTION);
        assert.deepEqual(seen, [
            ["one", { owner: "me" }, { name: "one" }, "123456789012"],
            ["three", { owner: "me" }, { name: "three" }, "123456789012"],
        ]);
        const [first, second] = aws.of("SelectResourceConfig");
        assert.match(String(first?.["Expression"]), /^SELECT .*\btags\b.* WHERE resourceType = 'AWS::S3::Bucket'$/);
        assert.deepEqual([first?.["Limit"], second?.["NextToken"]], [100, "more"]);
    });

    it("fails where the rule is one for changes, or yields what is no evaluation of a resource", async () => {
        const onChange = createHandler({ parameters: {}, evaluate: () => compliant() });
        await assert.rejects(onChange(scheduledEvent(), FUNCTION), /exports evaluate, for changes/);
        const nameless = createHandler({
            parameters: {},
            evaluateAccount: () =>
                Promise.resolve([{ resourceType: "AWS::IAM::User", resourceId: "", ...compliant() }]),
        });
        await assert.rejects(nameless(scheduledEvent(), FUNCTION), /without resourceType or resourceId/);
        assert.deepEqual(batches(), []);
    });
});
