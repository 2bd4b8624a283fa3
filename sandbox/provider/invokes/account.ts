import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { doing } from "../service-error.ts";
import type { Invoke } from "./invoke.ts";

/** terraform-provider-aws, internal/service/sts/caller_identity_data_source.go */
export const getCallerIdentity: Invoke = {
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    async run(call) {
        const identity = await doing("reading STS Caller Identity", () =>
            call.aws.sts(call.region).send(new GetCallerIdentityCommand()),
        );
        return { id: identity.Account, accountId: identity.Account, arn: identity.Arn, userId: identity.UserId };
    },
};

/** terraform-provider-aws, internal/service/meta/region_data_source.go */
export const getRegion: Invoke = {
    token: "aws:index/getRegion:getRegion",
    async run(call, given) {
        const region = typeof given["name"] === "string" ? given["name"] : call.region;
        return { id: region, name: region, region, endpoint: `ec2.${region}.amazonaws.com`, description: region };
    },
};

/** terraform-provider-aws, internal/service/meta/partition_data_source.go. The emulator has the one partition. */
export const getPartition: Invoke = {
    token: "aws:index/getPartition:getPartition",
    async run() {
        return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
    },
};
