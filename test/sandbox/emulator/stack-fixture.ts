import { setTimeout as delay } from "node:timers/promises";
import { CreateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import type { CloudFormationClient, Stack, StackEvent } from "@aws-sdk/client-cloudformation";

const POLLS = 600;

export interface TemplateResource {
    Type: string;
    Properties?: Record<string, unknown>;
    DependsOn?: string | string[];
    Condition?: string;
    DeletionPolicy?: string;
}

/** @returns the text of a template with these resources, and other sections where given */
export function template(resources: Record<string, TemplateResource>, sections: Record<string, unknown> = {}): string {
    return JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", ...sections, Resources: resources });
}

/** Creates a stack with every capability, and waits until it is what it will be. */
export async function createStack(
    cloudFormation: CloudFormationClient,
    name: string,
    body: string,
    parameters: Record<string, string> = {},
): Promise<Stack> {
    const { StackId: id } = await cloudFormation.send(
        new CreateStackCommand({
            StackName: name,
            TemplateBody: body,
            Capabilities: ["CAPABILITY_NAMED_IAM"],
            Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
                ParameterKey,
                ParameterValue,
            })),
        }),
    );
    return settledStack(cloudFormation, id ?? "");
}

/** @returns the stack, once nothing of it is in progress any more */
export async function settledStack(cloudFormation: CloudFormationClient, name: string): Promise<Stack> {
    for (let poll = 0; poll < POLLS; poll++) {
        const { Stacks: stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
        const stack = stacks?.[0];
        if (stack !== undefined && !stack.StackStatus?.endsWith("_IN_PROGRESS")) {
            return stack;
        }
        await delay(50);
    }
    throw new Error(`The stack ${name} is still in progress.`);
}

/** @returns the events of a resource, the first of them first */
export async function eventsOf(
    cloudFormation: CloudFormationClient,
    stack: string,
    logicalId: string,
): Promise<StackEvent[]> {
    const { StackEvents: events } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: stack }));
    return (events ?? []).filter((event) => event.LogicalResourceId === logicalId).reverse();
}

/** @returns why a resource failed */
export async function failureOf(
    cloudFormation: CloudFormationClient,
    stack: string,
    logicalId: string,
): Promise<string | undefined> {
    const events = await eventsOf(cloudFormation, stack, logicalId);
    return events.find((event) => event.ResourceStatus?.endsWith("_FAILED"))?.ResourceStatusReason;
}
