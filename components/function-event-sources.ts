/** Asks AWS Lambda what a function reads: the provider has no function for it. The SDK is loaded only then. */
import * as pulumi from "@pulumi/pulumi";
import { clientConfiguration } from "./existing-lookup.ts";

/** The UUID of the mapping by which a function reads a queue; undefined where it does not. */
export type EventSources = (functionName: string, queueArn: string) => Promise<string | undefined>;

/**
 * With the credentials that the program itself runs with. A mapping that is on its way out is none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
 */
export function awsEventSources(region: string): EventSources {
    return async (functionName, queueArn) => {
        const configuration = clientConfiguration(region, new pulumi.Config("aws"), ["lambda"]);
        const { LambdaClient, ListEventSourceMappingsCommand } = await import("@aws-sdk/client-lambda");
        const client = new LambdaClient(configuration);
        try {
            const { EventSourceMappings: found = [] } = await client.send(
                new ListEventSourceMappingsCommand({ FunctionName: functionName, EventSourceArn: queueArn }),
            );
            return found.find(({ State: state }) => state !== "Deleting")?.UUID;
        } finally {
            client.destroy();
        }
    };
}
