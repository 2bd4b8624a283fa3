import { randomUUID } from "node:crypto";
import type { DeploymentTargets, StackInstanceSummary } from "@aws-sdk/client-cloudformation";
import {
    CreateStackInstancesCommand,
    DeleteStackInstancesCommand,
    paginateListStackInstances,
    UpdateStackInstancesCommand,
} from "@aws-sdk/client-cloudformation";
import { matches } from "../check-values.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { group, strings, text, word } from "../inputs.ts";
import type { Value, Values } from "../property.ts";
import { boolean, list, object, output, set, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile } from "../wait-for.ts";
import {
    callAs,
    callAsOf,
    expandPreferences,
    operationPreferences,
    waitOperation,
} from "./cloudformation-stack-set-operation.ts";

const gone = ["StackInstanceNotFound", "StackSetNotFound"];

/**
 * terraform-provider-aws, internal/service/cloudformation/stack_instances.go, as far as deployment to organizational units
 * goes. It holds all instances of a StackSet: what is added to units or regions is created with one operation, what is taken
 * away is deleted with another, and a refresh reads units and regions from the instances that there are.
 */
export const cloudFormationStackInstances: Handler = {
    type: "aws:cloudformation/stackInstances:StackInstances",
    timeouts: { create: 30 * 60, update: 30 * 60, delete: 30 * 60 },
    notImplemented: ["accounts", "parameterOverrides"],
    properties: {
        accounts: set(string(), { computed: true }),
        callAs,
        deploymentTargets: object({
            accountFilterType: string({ forceNew: true }),
            accounts: set(string()),
            accountsUrl: string(),
            organizationalUnitIds: set(
                string({ check: matches(/^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/, "to be a unit") }),
            ),
        }),
        operationPreferences,
        parameterOverrides: { kind: "map" },
        regions: set(string(), { computed: true }),
        retainStacks: boolean({ default: false }),
        stackInstanceSummaries: list(object({}), { computed: true, outputOnly: true }),
        stackSetId: output,
        stackSetName: string({ required: true, forceNew: true }),
    },
    checkAll: hasUnits,

    async create(call, inputs) {
        const name = String(inputs["stackSetName"]);
        // Where it fails on the way, the instances that there are belong to it all the same.
        const operation = await doing(`creating CloudFormation Stack Instances (${name})`, () => put(call, inputs));
        return afterCreation(`${name},${callAsOf(inputs["callAs"])},OU`, () =>
            doing(`creating CloudFormation Stack Instances (${name}): waiting for create`, () =>
                waitOperation(call, name, operation, callAsOf(inputs["callAs"])),
            ),
        );
    },

    async read(call, id, state) {
        const [name = "", as = "SELF"] = id.split(",");
        const found = await doing(`reading CloudFormation Stack Instances (${id})`, () =>
            unlessCode(gone, () => instancesOf(call, name, as)),
        );
        if (found === undefined) {
            return undefined;
        }
        const distinct = (key: "Account" | "OrganizationalUnitId" | "Region"): string[] =>
            [...new Set(found.flatMap((one) => one[key] ?? []))].sort();
        const units = distinct("OrganizationalUnitId");
        const targets = group(state["deploymentTargets"]);
        return {
            // Where no account is below the units, nothing tells them: what was known stays.
            accounts: found.length > 0 ? distinct("Account") : (state["accounts"] ?? []),
            callAs: as,
            ...(units.length > 0 && { deploymentTargets: { ...targets, organizationalUnitIds: units } }),
            ...(found.length > 0 && { regions: distinct("Region") }),
            stackInstanceSummaries: found.map(summary),
            stackSetId: found[0]?.StackSetId,
            stackSetName: name,
        };
    },

    async update(call, id, inputs, old, changed) {
        const name = String(inputs["stackSetName"]);
        const as = callAsOf(inputs["callAs"]);
        const remove = async (units: string[], regions: string[]): Promise<void> =>
            doing(`deleting CloudFormation Stack Instances (${id})`, () =>
                removeInstances(call, inputs, units, regions),
            );
        const add = async (): Promise<void> =>
            doing(`creating CloudFormation Stack Instances (${id})`, async () =>
                waitOperation(call, name, await put(call, inputs), as),
            );
        const regions = [strings(old["regions"]) ?? [], strings(inputs["regions"]) ?? []] as const;
        const units = [unitsOf(old), unitsOf(inputs)] as const;
        if (minus(regions[0], regions[1]).length > 0) {
            await remove(units[1], minus(regions[0], regions[1]));
        }
        if (minus(regions[1], regions[0]).length > 0) {
            await add();
        }
        if (minus(units[0], units[1]).length > 0) {
            await remove(minus(units[0], units[1]), regions[1]);
        }
        if (minus(units[1], units[0]).length > 0) {
            await add();
        }
        if (changed.has("callAs") || changed.has("operationPreferences")) {
            await doing(`updating CloudFormation Stack Instances (${id})`, async () => {
                const command = new UpdateStackInstancesCommand({
                    ...request(inputs),
                    OperationId: randomUUID(),
                    ParameterOverrides: [],
                });
                const { OperationId: operation } = await call.aws.cloudFormation(call.region).send(command);
                await waitOperation(call, name, operation, as);
            });
        }
    },

    async delete(call, id, state) {
        await doing(`deleting CloudFormation Stack Instances (${id})`, () =>
            removeInstances(call, state, unitsOf(state), strings(state["regions"]) ?? []),
        );
    },

    importFrom(importId) {
        const [name = "", as = "SELF", kind, ...more] = importId.split(",");
        if (kind === undefined || more.length > 0) {
            throw new Error(
                `unexpected format for import ID (${importId}), use: STACKSET_NAME or STACKSET_NAME,CALLAS or ` +
                    "STACKSET_NAME,CALLAS,OU",
            );
        }
        return { id: `${name},${as},${kind}`, state: { callAs: as } };
    },
};

async function put(call: Call, inputs: Values): Promise<string | undefined> {
    const command = new CreateStackInstancesCommand({ ...request(inputs), OperationId: randomUUID() });
    return (await call.aws.cloudFormation(call.region).send(command)).OperationId;
}

function request(inputs: Values) {
    return {
        StackSetName: String(inputs["stackSetName"]),
        CallAs: callAsOf(inputs["callAs"]),
        DeploymentTargets: targetsOf(inputs),
        OperationPreferences: expandPreferences(inputs["operationPreferences"]),
        Regions: strings(inputs["regions"]) ?? [],
    };
}

function targetsOf(values: Values, units = unitsOf(values)): DeploymentTargets {
    const targets = group(values["deploymentTargets"]) ?? {};
    return {
        AccountFilterType: word(targets["accountFilterType"]),
        Accounts: strings(targets["accounts"]),
        AccountsUrl: text(targets["accountsUrl"]),
        OrganizationalUnitIds: units,
    };
}

/** Waits for other operations as long as for its own (RetryWhenIsA OperationInProgressException). */
async function removeInstances(call: Call, values: Values, units: string[], regions: string[]): Promise<void> {
    const name = String(values["stackSetName"]);
    const command = new DeleteStackInstancesCommand({
        ...request(values),
        DeploymentTargets: targetsOf(values, units),
        OperationId: randomUUID(),
        Regions: regions,
        RetainStacks: values["retainStacks"] === true,
    });
    const answer = await unlessCode(gone, () =>
        retryWhile(
            call,
            Math.max(0, (call.deadline - Date.now()) / 1000),
            (error) => isCode(error, "OperationInProgress"),
            () => call.aws.cloudFormation(call.region).send(command),
        ),
    );
    if (answer !== undefined) {
        await waitOperation(call, name, answer.OperationId, callAsOf(values["callAs"]));
    }
}

async function instancesOf(call: Call, name: string, as: string): Promise<StackInstanceSummary[]> {
    const client = call.aws.cloudFormation(call.region);
    const found: StackInstanceSummary[] = [];
    for await (const page of paginateListStackInstances({ client }, { StackSetName: name, CallAs: callAsOf(as) })) {
        found.push(...(page.Summaries ?? []));
    }
    return found;
}

function summary(instance: StackInstanceSummary): Value {
    return {
        accountId: instance.Account,
        detailedStatus: instance.StackInstanceStatus?.DetailedStatus,
        driftStatus: instance.DriftStatus,
        organizationalUnitId: instance.OrganizationalUnitId,
        region: instance.Region,
        stackId: instance.StackId,
        stackSetId: instance.StackSetId,
        status: instance.Status,
        statusReason: instance.StatusReason,
    };
}

function unitsOf(values: Values): string[] {
    return strings(group(values["deploymentTargets"])?.["organizationalUnitIds"]) ?? [];
}

function minus(from: readonly string[], what: readonly string[]): string[] {
    return from.filter((one) => !what.includes(one));
}

function hasUnits(inputs: Values): Failure[] {
    return group(inputs["deploymentTargets"]) === undefined
        ? [{ property: "deploymentTargets", reason: "the sandbox deploys to organizational units only" }]
        : [];
}
