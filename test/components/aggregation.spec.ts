import assert from "node:assert/strict";
import { Aggregation } from "../../components/aggregation.ts";
import type { AggregateAuthorizationPlan, AggregatorPlan } from "../../lib/plan/plan.ts";
import { aggregatorTrustPolicy } from "../../lib/policies/aggregator-trust-policy.ts";
import { only, rows, run, valueOf } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { namesOf } from "./plans.ts";

const AGGREGATOR = "aws:cfg/configurationAggregator:ConfigurationAggregator";
const TAGS = { team: "security" };

function record(aggregators: readonly AggregatorPlan[], authorizations: readonly AggregateAuthorizationPlan[] = []) {
    return run(
        () =>
            new Aggregation("aggregation", {
                stack: "test",
                names: namesOf(),
                region: REGION,
                tags: TAGS,
                aggregators,
                authorizations,
            }),
    );
}

describe("Aggregation", () => {
    it("watches a list of accounts in chosen regions", async () => {
        const source = { accounts: ["222233334444", "333344445555"] };
        const done = await record([{ name: "payments", source, regions: ["eu-west-1", "us-east-1"] }]);
        assert.deepEqual(rows(done), [`${AGGREGATOR} payments`, "conformance-packs:config:Aggregation aggregation"]);
        const aggregator = only(done, AGGREGATOR, "payments");
        assert.deepEqual(aggregator.inputs, {
            region: REGION,
            name: "payments",
            tags: TAGS,
            accountAggregationSource: {
                accountIds: ["222233334444", "333344445555"],
                regions: ["eu-west-1", "us-east-1"],
            },
        });
        assert.equal(aggregator.options.deleteBeforeReplace, true);
        const arn = done.result.arns["payments"];
        assert.ok(arn);
        assert.equal(await valueOf(arn), `arn:aws:config:${REGION}:${ACCOUNT}:config-aggregator/payments`);
    });

    it("puts the stack's own account in the place of self, once", async () => {
        const source = { accounts: ["222233334444", "self", ACCOUNT] };
        const done = await record([{ name: "mine", source, regions: "all" }]);
        assert.deepEqual(only(done, AGGREGATOR, "mine").inputs["accountAggregationSource"], {
            accountIds: [ACCOUNT, "222233334444"],
            allRegions: true,
        });
    });

    it("watches the organization through a role that lists its accounts", async () => {
        const done = await record([{ name: "everyone", source: "organization", regions: "all" }]);
        assert.deepEqual(rows(done), [
            `${AGGREGATOR} everyone`,
            "aws:iam/role:Role everyone-role",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment everyone-role-policy",
            "conformance-packs:config:Aggregation aggregation",
        ]);
        const role = only(done, "aws:iam/role:Role", "everyone-role").inputs;
        assert.equal(role["name"], "conformance-packs-test-aggregator-everyone");
        assert.deepEqual(JSON.parse(String(role["assumeRolePolicy"])), aggregatorTrustPolicy({ account: ACCOUNT }));
        const attachment = only(done, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "everyone-role-policy");
        assert.deepEqual(attachment.inputs, {
            role: "everyone-role-1234567",
            policyArn: "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations",
        });
        const aggregator = only(done, AGGREGATOR, "everyone");
        assert.deepEqual(aggregator.inputs["organizationAggregationSource"], {
            roleArn: `arn:aws:iam::${ACCOUNT}:role/everyone-role-1234567`,
            allRegions: true,
        });
        assert.ok(aggregator.dependsOn.includes("everyone-role-policy"));
    });

    it("gives an aggregator the same place in the stack whatever its source, so that it is replaced, not doubled", async () => {
        const organization = await record([{ name: "view", source: "organization", regions: "all" }]);
        const accounts = await record([{ name: "view", source: { accounts: ["222233334444"] }, regions: "all" }]);
        assert.equal(only(organization, AGGREGATOR, "view").parent, only(accounts, AGGREGATOR, "view").parent);
    });

    it("authorizes aggregators elsewhere", async () => {
        const done = await record([], [{ account: "222233334444", region: "us-east-1" }]);
        const authorization = only(
            done,
            "aws:cfg/aggregateAuthorization:AggregateAuthorization",
            "222233334444-us-east-1",
        );
        assert.deepEqual(authorization.inputs, {
            region: REGION,
            accountId: "222233334444",
            authorizedAwsRegion: "us-east-1",
            tags: TAGS,
        });
    });
});
