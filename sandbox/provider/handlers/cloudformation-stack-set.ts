import { randomUUID } from "node:crypto";
import type {
    AutoDeployment,
    Capability,
    CreateStackSetCommandInput,
    Parameter,
    StackSet,
} from "@aws-sdk/client-cloudformation";
import {
    CreateStackSetCommand,
    DeleteStackSetCommand,
    DescribeStackSetCommand,
    UpdateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import { all, isArn, lengthBetween, matches, oneOf } from "../check-values.ts";
import { sameTemplateBody } from "../equivalence/template-body.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { group, strings, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { boolean, list, map, object, output, set, string } from "../property.ts";
import { describe, doing, isCode } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";
import { waitFor } from "../wait-for.ts";
import {
    callAs,
    type CallAs,
    callAsOf,
    expandPreferences,
    operationPreferences,
    waitOperation,
} from "./cloudformation-stack-set-operation.ts";

/**
 * terraform-provider-aws, internal/service/cloudformation/stack_set.go. Tags travel with every update, an update deploys to
 * all instances and is waited for, and what an update prefers is never read back.
 */
export const cloudFormationStackSet: Handler = {
    type: "aws:cloudformation/stackSet:StackSet",
    autoName: { property: "name", maxLength: 128 },
    timeouts: { update: 30 * 60 },
    properties: {
        administrationRoleArn: string({ check: isArn, conflictsWith: ["autoDeployment"] }),
        autoDeployment: object(
            {
                dependsOnStackSets: list(string()),
                enabled: boolean(),
                retainStacksOnAccountRemoval: boolean(),
            },
            { conflictsWith: ["administrationRoleArn", "executionRoleName"] },
        ),
        callAs,
        capabilities: set(string({ check: oneOf("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND") })),
        description: string({ check: lengthBetween(0, 1024) }),
        executionRoleName: string({ computed: true, conflictsWith: ["autoDeployment"] }),
        managedExecution: object({ active: boolean({ default: false }) }, { same: isUnsaid }),
        name: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(1, 128), matches(/^[A-Za-z][0-9A-Za-z-]*$/, "to be a StackSet's name")),
        }),
        operationPreferences,
        parameters: map(),
        permissionModel: string({ default: "SELF_MANAGED", check: oneOf("SELF_MANAGED", "SERVICE_MANAGED") }),
        templateBody: string({ computed: true, same: sameTemplateBody, conflictsWith: ["templateUrl"] }),
        templateUrl: string({ conflictsWith: ["templateBody"] }),
        arn: output,
        stackSetId: output,
    },
    checkAll: hasTemplate,
    // The block itself is ForceNew, what stands in it is not.
    replacesWhen: (changed, old, inputs) =>
        changed.includes("autoDeployment") &&
        (group(old["autoDeployment"]) === undefined) !== (group(inputs["autoDeployment"]) === undefined)
            ? ["autoDeployment"]
            : [],

    async create(call, inputs) {
        const name = String(inputs["name"]);
        await doing(`creating CloudFormation StackSet (${name})`, async () => {
            await call.aws.cloudFormation(call.region).send(
                new CreateStackSetCommand({
                    ...request(call, inputs),
                    StackSetName: name,
                    AdministrationRoleARN: text(inputs["administrationRoleArn"]),
                    ExecutionRoleName: text(inputs["executionRoleName"]),
                    ClientRequestToken: randomUUID(),
                }),
            );
            await waitFor(call, {
                pending: [],
                target: ["ACTIVE"],
                refresh: async () => {
                    const value = await find(call, name, callAsOf(inputs["callAs"]));
                    return value && { value, state: value.Status ?? "" };
                },
            });
        });
        return name;
    },

    async read(call, id, state) {
        const found = await doing(`reading CloudFormation StackSet (${id})`, () =>
            find(call, id, callAsOf(state["callAs"])),
        );
        return (
            found && {
                // AWS names the role of a service-managed one, which conflicts with automatic deployment.
                ...(group(state["autoDeployment"]) === undefined && {
                    administrationRoleArn: found.AdministrationRoleARN,
                }),
                arn: found.StackSetARN,
                autoDeployment: found.AutoDeployment && {
                    enabled: found.AutoDeployment.Enabled === true,
                    retainStacksOnAccountRemoval: found.AutoDeployment.RetainStacksOnAccountRemoval === true,
                    dependsOnStackSets: found.AutoDeployment.DependsOn ?? [],
                },
                capabilities: found.Capabilities,
                description: found.Description,
                executionRoleName: found.ExecutionRoleName,
                managedExecution: found.ManagedExecution && { active: found.ManagedExecution.Active === true },
                name: found.StackSetName,
                parameters: Object.fromEntries(
                    (found.Parameters ?? []).map(({ ParameterKey: key = "", ParameterValue: value }) => [key, value]),
                ),
                permissionModel: found.PermissionModel,
                stackSetId: found.StackSetId,
                templateBody: found.TemplateBody,
            }
        );
    },

    async update(call, id, inputs) {
        await update(call, id, inputs);
    },

    async delete(call, id, state) {
        await doing(`deleting CloudFormation StackSet (${id})`, async () => {
            try {
                await call.aws
                    .cloudFormation(call.region)
                    .send(new DeleteStackSetCommand({ StackSetName: id, CallAs: callAsOf(state["callAs"]) }));
            } catch (error) {
                if (!isCode(error, "StackSetNotFound")) {
                    throw error;
                }
            }
        });
    },

    importFrom(importId) {
        const [id = "", as, ...more] = importId.split(",");
        if (more.length > 0) {
            throw new Error(`unexpected format for import ID (${importId}), use: STACKSETNAME or STACKSETNAME,CALLAS`);
        }
        return { id, state: as === undefined ? {} : { callAs: as } };
    },

    tagging: {
        async read(call, id, state) {
            return fromTagList((await find(call, id, callAsOf(state["callAs"])))?.Tags);
        },
        async write(call, id, state, add, remove) {
            const tags = fromTagList((await find(call, id, callAsOf(state["callAs"])))?.Tags);
            const kept = Object.entries(tags).filter(([key]) => !remove.includes(key));
            await update(call, id, state, { ...Object.fromEntries(kept), ...add });
        },
    },
};

async function update(call: Call, id: string, inputs: Values, tags = call.tags): Promise<void> {
    const answer = await doing(`updating CloudFormation StackSet (${id})`, () =>
        call.aws.cloudFormation(call.region).send(
            new UpdateStackSetCommand({
                ...request(call, inputs),
                StackSetName: id,
                OperationId: randomUUID(),
                OperationPreferences: expandPreferences(inputs["operationPreferences"]),
                Tags: toTagList(tags),
            }),
        ),
    );
    await doing(`waiting for CloudFormation StackSet (${id}) update`, () =>
        waitOperation(call, id, answer.OperationId, callAsOf(inputs["callAs"])),
    );
}

function request(call: Call, inputs: Values): Partial<CreateStackSetCommandInput> {
    const url = text(inputs["templateUrl"]);
    const managed = group(inputs["managedExecution"]);
    return {
        AutoDeployment: autoDeployment(group(inputs["autoDeployment"])),
        CallAs: callAsOf(inputs["callAs"]),
        Capabilities: strings(inputs["capabilities"]) as Capability[] | undefined,
        Description: text(inputs["description"]),
        ManagedExecution: managed && { Active: managed["active"] === true },
        Parameters: parameters(group(inputs["parameters"])),
        PermissionModel: word(inputs["permissionModel"]),
        Tags: toTagList(call.tags),
        // The body that was read back must not be sent beside an address.
        ...(url === undefined ? { TemplateBody: text(inputs["templateBody"]) } : { TemplateURL: url }),
    };
}

/** Whether stacks stay, and what comes first, is said only where deployment is automatic (expandAutoDeployment). */
function autoDeployment(given: Values | undefined): AutoDeployment | undefined {
    if (given === undefined) {
        return undefined;
    }
    return given["enabled"] === true
        ? {
              Enabled: true,
              RetainStacksOnAccountRemoval: given["retainStacksOnAccountRemoval"] === true,
              DependsOn: strings(given["dependsOnStackSets"]),
          }
        : { Enabled: false };
}

function parameters(given: Values | undefined): Parameter[] | undefined {
    return (
        given && Object.entries(given).map(([ParameterKey, value]) => ({ ParameterKey, ParameterValue: String(value) }))
    );
}

async function find(call: Call, name: string, as: CallAs): Promise<StackSet | undefined> {
    try {
        const command = new DescribeStackSetCommand({ StackSetName: name, CallAs: as });
        return (await call.aws.cloudFormation(call.region).send(command)).StackSet;
    } catch (error) {
        const notDelegated = /Failed to check account is Delegated Administrator/.test(describe(error));
        if (isCode(error, "StackSetNotFound") || (as === "DELEGATED_ADMIN" && notDelegated)) {
            return undefined;
        }
        throw error;
    }
}

/** What the program does not speak of is no change (verify.SuppressMissingOptionalConfigurationBlock). */
function isUnsaid(_old: unknown, next: unknown): boolean {
    return next === undefined || next === null;
}

function hasTemplate(inputs: Values): Failure[] {
    return inputs["autoDeployment"] !== undefined && inputs["permissionModel"] !== "SERVICE_MANAGED"
        ? [{ property: "autoDeployment", reason: "can only be given with the SERVICE_MANAGED permission model" }]
        : [];
}
