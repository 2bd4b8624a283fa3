import { setTimeout as delay } from "node:timers/promises";
import {
    CreateStackInstancesCommand,
    CreateStackSetCommand,
    DescribeStackSetCommand,
    DescribeStackSetOperationCommand,
    ListStackInstancesCommand,
    ListStackSetOperationResultsCommand,
    ListStackSetOperationsCommand,
} from "@aws-sdk/client-cloudformation";
import type {
    AutoDeployment,
    CloudFormationClient,
    CreateStackInstancesCommandInput,
    CreateStackSetCommandInput,
    StackInstanceSummary,
    StackSetOperation,
    StackSetOperationResultSummary,
} from "@aws-sdk/client-cloudformation";
import { CreateOrganizationalUnitCommand, ListRootsCommand } from "@aws-sdk/client-organizations";
import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import { template } from "./stack-fixture.ts";

const POLLS = 600;

/** What the first stack set of a member account brings. */
export const GLOBAL_TEMPLATE = template({
    Role: { Type: "AWS::IAM::ServiceLinkedRole", Properties: { AWSServiceName: "config.amazonaws.com" } },
});

/** What the second brings to each region: recorder and delivery channel, neither of which depends on the other. */
export const REGIONAL_TEMPLATE = template(
    {
        Recorder: {
            Type: "AWS::Config::ConfigurationRecorder",
            Properties: {
                Name: "default",
                RoleARN: {
                    "Fn::Sub":
                        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
                },
                RecordingGroup: { AllSupported: true },
            },
        },
        Channel: {
            Type: "AWS::Config::DeliveryChannel",
            Properties: { Name: "default", S3BucketName: { Ref: "Bucket" } },
        },
    },
    { Parameters: { Bucket: { Type: "String" } } },
);

/** @returns the ID of the root of the client's organization */
export async function rootOf(organizations: OrganizationsClient): Promise<string> {
    return (await organizations.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? "";
}

/** @returns the ID of a new organizational unit */
export async function createUnit(organizations: OrganizationsClient, parent: string, name: string): Promise<string> {
    const { OrganizationalUnit: unit } = await organizations.send(
        new CreateOrganizationalUnitCommand({ ParentId: parent, Name: name }),
    );
    return unit?.Id ?? "";
}

/** Creates a stack set with service-managed permissions; @returns its ARN */
export async function createStackSet(
    cloudFormation: CloudFormationClient,
    name: string,
    body: string,
    autoDeployment: AutoDeployment,
    more: Partial<CreateStackSetCommandInput> = {},
): Promise<string> {
    await cloudFormation.send(
        new CreateStackSetCommand({
            StackSetName: name,
            TemplateBody: body,
            PermissionModel: "SERVICE_MANAGED",
            AutoDeployment: autoDeployment,
            ...more,
        }),
    );
    const { StackSet: stackSet } = await cloudFormation.send(
        new DescribeStackSetCommand({ StackSetName: name, CallAs: more.CallAs }),
    );
    return stackSet?.StackSetARN ?? "";
}

/** Deploys to units, and waits until that has ended. */
export async function deployTo(
    cloudFormation: CloudFormationClient,
    name: string,
    units: string[],
    regions: string[],
    more: Partial<CreateStackInstancesCommandInput> = {},
): Promise<StackSetOperation> {
    const { OperationId: id } = await cloudFormation.send(
        new CreateStackInstancesCommand({
            StackSetName: name,
            DeploymentTargets: { OrganizationalUnitIds: units },
            Regions: regions,
            ...more,
        }),
    );
    return endedOperation(cloudFormation, name, id, more.CallAs);
}

/** @returns the operation, once it has ended */
export async function endedOperation(
    cloudFormation: CloudFormationClient,
    name: string,
    id: string | undefined,
    CallAs?: CreateStackInstancesCommandInput["CallAs"],
): Promise<StackSetOperation> {
    for (let poll = 0; poll < POLLS; poll++) {
        const { StackSetOperation: operation } = await cloudFormation.send(
            new DescribeStackSetOperationCommand({ StackSetName: name, OperationId: id, CallAs }),
        );
        if (operation?.EndTimestamp !== undefined) {
            return operation;
        }
        await delay(50);
    }
    throw new Error(`The operation ${id} on ${name} has not ended.`);
}

/** @returns the last operation, once there are this many and it has ended */
export async function lastOperation(
    cloudFormation: CloudFormationClient,
    name: string,
    count: number,
): Promise<StackSetOperation> {
    for (let poll = 0; poll < POLLS; poll++) {
        const { Summaries: operations } = await cloudFormation.send(
            new ListStackSetOperationsCommand({ StackSetName: name }),
        );
        if ((operations ?? []).length >= count) {
            return endedOperation(cloudFormation, name, operations?.[0]?.OperationId);
        }
        await delay(50);
    }
    throw new Error(`The stack set ${name} has had no ${count} operations.`);
}

export async function instancesOf(cloudFormation: CloudFormationClient, name: string): Promise<StackInstanceSummary[]> {
    const { Summaries: found } = await cloudFormation.send(new ListStackInstancesCommand({ StackSetName: name }));
    return found ?? [];
}

export async function resultsOf(
    cloudFormation: CloudFormationClient,
    name: string,
    operation: StackSetOperation,
): Promise<StackSetOperationResultSummary[]> {
    const { Summaries: found } = await cloudFormation.send(
        new ListStackSetOperationResultsCommand({ StackSetName: name, OperationId: operation.OperationId }),
    );
    return found ?? [];
}
