/** Asks EventBridge Scheduler what a schedule invokes: the provider has no function for it. The SDK is loaded only then. */
import * as pulumi from "@pulumi/pulumi";
import { clientConfiguration } from "./existing-lookup.ts";

/** The ARN of what a schedule of the default group invokes; undefined where there is no such schedule. */
export type ScheduleTargets = (scheduleName: string) => Promise<string | undefined>;

/**
 * With the credentials that the program itself runs with.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html
 */
export function awsScheduleTargets(region: string): ScheduleTargets {
    return async (scheduleName) => {
        const configuration = clientConfiguration(region, new pulumi.Config("aws"), ["scheduler"]);
        const { GetScheduleCommand, ResourceNotFoundException, SchedulerClient } =
            await import("@aws-sdk/client-scheduler");
        const client = new SchedulerClient(configuration);
        try {
            return (await client.send(new GetScheduleCommand({ Name: scheduleName }))).Target?.Arn;
        } catch (failure) {
            if (failure instanceof ResourceNotFoundException) {
                return undefined;
            }
            throw failure;
        } finally {
            client.destroy();
        }
    };
}
