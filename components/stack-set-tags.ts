/** Asks CloudFormation whose a StackSet is: the provider has no function for it. The SDK is loaded only then. */
import * as pulumi from "@pulumi/pulumi";
import type { RolloutPlan } from "../lib/plan/members-plan.ts";
import { clientConfiguration } from "./existing-lookup.ts";

/** The tags of a StackSet; undefined where there is none of that name. */
export type StackSetTags = (
    name: string,
    callAs: RolloutPlan["callAs"],
) => Promise<Readonly<Record<string, string>> | undefined>;

/**
 * With the credentials that the program itself runs with. The tagging API does not list StackSets.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSet.html
 */
export function awsStackSetTags(region: string): StackSetTags {
    return async (name, callAs) => {
        const configuration = clientConfiguration(region, new pulumi.Config("aws"), ["cloudformation"]);
        const { CloudFormationClient, DescribeStackSetCommand, StackSetNotFoundException } =
            await import("@aws-sdk/client-cloudformation");
        const client = new CloudFormationClient(configuration);
        try {
            const { StackSet: found } = await client.send(
                new DescribeStackSetCommand({ StackSetName: name, CallAs: callAs }),
            );
            return Object.fromEntries((found?.Tags ?? []).map(({ Key: key = "", Value: value = "" }) => [key, value]));
        } catch (failure) {
            if (failure instanceof StackSetNotFoundException) {
                return undefined;
            }
            throw failure;
        } finally {
            client.destroy();
        }
    };
}
