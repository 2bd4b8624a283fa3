/** Asks AWS Lambda what a function's policy has: the provider has no function for it. The SDK is loaded only then. */
import * as pulumi from "@pulumi/pulumi";
import { clientConfiguration } from "./existing-lookup.ts";

/** The identifiers of the statements in a function's policy; none where it has no policy. */
export type FunctionStatements = (functionName: string) => Promise<ReadonlySet<string>>;

/**
 * With the credentials that the program itself runs with.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
 */
export function awsStatements(region: string): FunctionStatements {
    return async (functionName) => {
        const configuration = clientConfiguration(region, new pulumi.Config("aws"), ["lambda"]);
        const { GetPolicyCommand, LambdaClient, ResourceNotFoundException } = await import("@aws-sdk/client-lambda");
        const client = new LambdaClient(configuration);
        try {
            const { Policy: text = "{}" } = await client.send(new GetPolicyCommand({ FunctionName: functionName }));
            const { Statement: statements = [] } = JSON.parse(text) as { Statement?: { readonly Sid?: string }[] };
            return new Set(statements.flatMap(({ Sid: id }) => (id === undefined ? [] : [id])));
        } catch (failure) {
            if (failure instanceof ResourceNotFoundException) {
                return new Set();
            }
            throw failure;
        } finally {
            client.destroy();
        }
    };
}
