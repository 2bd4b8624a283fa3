import {
    DeleteAggregationAuthorizationCommand,
    paginateDescribeAggregationAuthorizations,
    PutAggregationAuthorizationCommand,
} from "@aws-sdk/client-config-service";
import { isAccountId } from "../check-values.ts";
import type { Failure, Handler } from "../handler.ts";
import { text } from "../inputs.ts";
import type { Values } from "../property.ts";
import { output, string } from "../property.ts";
import { doing } from "../service-error.ts";
import { toTagList } from "../tags.ts";
import { cfgTagging } from "./cfg-tagging.ts";

/**
 * terraform-provider-aws, internal/service/configservice/aggregate_authorization.go. Here `region` is an older name of
 * `authorizedAwsRegion`, not the region of the resource, which is the provider's.
 */
export const cfgAggregateAuthorization: Handler = {
    type: "aws:cfg/aggregateAuthorization:AggregateAuthorization",
    regional: false,
    tagging: cfgTagging,
    properties: {
        accountId: string({ required: true, forceNew: true, check: isAccountId }),
        authorizedAwsRegion: string({ computed: true, forceNew: true, conflictsWith: ["region"] }),
        region: string({ computed: true, forceNew: true, conflictsWith: ["authorizedAwsRegion"] }),
        arn: output,
    },
    checkAll: hasRegion,

    async create(call, inputs) {
        const accountId = String(inputs["accountId"]);
        const region = text(inputs["authorizedAwsRegion"]) ?? String(inputs["region"]);
        const id = `${accountId}:${region}`;
        const command = new PutAggregationAuthorizationCommand({
            AuthorizedAccountId: accountId,
            AuthorizedAwsRegion: region,
            Tags: toTagList(call.tags),
        });
        await doing(`putting ConfigService Aggregate Authorization (${id})`, () =>
            call.aws.configService(call.region).send(command),
        );
        return id;
    },

    async read(call, id) {
        const { accountId, region } = parse(id);
        return doing(`reading ConfigService Aggregate Authorization (${id})`, async () => {
            const client = call.aws.configService(call.region);
            for await (const page of paginateDescribeAggregationAuthorizations({ client }, {})) {
                const found = page.AggregationAuthorizations?.find(
                    (one) => one.AuthorizedAccountId === accountId && one.AuthorizedAwsRegion === region,
                );
                if (found !== undefined) {
                    return { accountId, authorizedAwsRegion: region, region, arn: found.AggregationAuthorizationArn };
                }
            }
            return undefined;
        });
    },

    async delete(call, id) {
        const { accountId, region } = parse(id);
        const command = new DeleteAggregationAuthorizationCommand({
            AuthorizedAccountId: accountId,
            AuthorizedAwsRegion: region,
        });
        await doing(`deleting ConfigService Aggregate Authorization (${id})`, () =>
            call.aws.configService(call.region).send(command),
        );
    },
};

function hasRegion(inputs: Values): Failure[] {
    return inputs["authorizedAwsRegion"] === undefined && inputs["region"] === undefined
        ? [{ property: "authorizedAwsRegion", reason: "one of `authorized_aws_region,region` must be specified" }]
        : [];
}

function parse(id: string): { accountId: string; region: string } {
    const [accountId = "", region = "", ...rest] = id.split(":");
    if (accountId === "" || region === "" || rest.length > 0) {
        throw new Error(`unexpected format for ID (${id}), expected account_id:region`);
    }
    return { accountId, region };
}
