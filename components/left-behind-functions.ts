/** The functions of rules and what belongs to them, as far as this very stack made it before and its state lacks it. */
import { getRole } from "@pulumi/aws/iam/getRole.js";
import { STACK_TAG } from "../lib/plan/build.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan, RegionPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import type { RuleFunctionPlan, RuleFunctionsPlan } from "../lib/plan/rule-functions-plan.ts";
import { permissionId } from "../lib/policies/rule-function-policy.ts";
import { logGroupName } from "../lib/rules/functions.ts";
import type { KeyAdoption } from "./encryption-key.ts";
import type { FunctionStatements } from "./function-statements.ts";
import { findKey, findTagged, tellLeftBehind, tellNotLookedFor, unlessKnown } from "./left-behind-look-up.ts";
import { permissionsOf } from "./rule-function-permissions.ts";
import type { StackResources } from "./stack-resources.ts";

const FUNCTION = "aws:lambda/function:Function";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const PERMISSION = "aws:lambda/permission:Permission";
const ROLE = "aws:iam/role:Role";

/** The import identifiers of what is there, which are names. The dead-letter queue is not among it: see findFunctions. */
export interface FunctionsLeftBehind {
    readonly logKey?: KeyAdoption;
    readonly functions: ReadonlySet<string>;
    readonly logGroups: ReadonlySet<string>;
    /** `<function>/<statement>`, as AWS's provider imports them. */
    readonly permissions: ReadonlySet<string>;
}

export interface FindFunctionsArgs {
    readonly stack: string;
    /** What all functions have in common; absent where there are none. */
    readonly common: RuleFunctionsPlan | undefined;
    readonly regional: RegionPlan;
    /** In this region. */
    readonly names: DeploymentNames;
    readonly state: StackResources;
    readonly statements: FunctionStatements;
    /** Ends the names of the region's resources. @default none */
    readonly suffix?: string;
}

/**
 * Looks for a region's functions, log groups, permissions and their key. Not for the queue: SQS gives the one that is
 * there, where its attributes are the same. A permission has no tag; it is the stack's where its function is.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 *
 * @returns nothing where the state has everything, where nothing is found, and where AWS may not be asked
 */
export async function findFunctions(args: FindFunctionsArgs): Promise<FunctionsLeftBehind | undefined> {
    const { stack, common, regional, names, state, suffix = "" } = args;
    const { functions = [] } = regional;
    if (common === undefined || functions.length === 0) {
        return undefined;
    }
    const lacks = (type: string, end: string) =>
        functions.filter(({ rule }) => !state.has(`${type} ${rule}${suffix}-${end}`));
    const [lackedFunctions, lackedLogs] = [lacks(FUNCTION, "function"), lacks(LOG_GROUP, "logs")];
    const keyName = `functions${suffix}`;
    const alias = unlessKnown(state, keyName, common.logKey.alias);
    try {
        const tagged =
            lackedFunctions.length + lackedLogs.length > 0 || alias !== undefined
                ? await findTagged(stack, names.region, ["lambda:function", "logs", "kms:key"])
                : [];
        const has = (arn: string): boolean => tagged.some((one) => one.arn.replace(/:\*$/, "") === arn);
        const place = `${names.region}:${names.account}`;
        const foundFunctions = lackedFunctions
            .map(({ name }) => name)
            .filter((name) => has(`arn:${names.partition}:lambda:${place}:function:${name}`));
        const foundLogs = lackedLogs
            .map(({ name }) => logGroupName(name))
            .filter((name) => has(`arn:${names.partition}:logs:${place}:log-group:${name}`));
        const logKey = await findKey(tagged, keyName, alias, names.region, state);
        const there = functions.filter((one) => !lackedFunctions.includes(one) || foundFunctions.includes(one.name));
        const permissions = await findPermissions(there, args, common);
        await tellLeftBehind([
            ...(logKey === undefined ? [] : [`the key ${logKey.keyId} of the functions' logs`]),
            ...foundLogs.map((name) => `the log group ${name}`),
            ...foundFunctions.map((name) => `the function ${name}`),
            ...permissions.map((name) => `the permission ${name}`),
        ]);
        return logKey === undefined && foundFunctions.length + foundLogs.length + permissions.length === 0
            ? undefined
            : {
                  ...(logKey && { logKey }),
                  functions: new Set(foundFunctions),
                  logGroups: new Set(foundLogs),
                  permissions: new Set(permissions),
              };
    } catch (failure) {
        await tellNotLookedFor(failure);
        return undefined;
    }
}

/** Of functions that are there. One whose permissions the state has is not asked for. */
async function findPermissions(
    functions: readonly RuleFunctionPlan[],
    { names, state, statements, suffix = "" }: FindFunctionsArgs,
    common: RuleFunctionsPlan,
): Promise<string[]> {
    const found: string[] = [];
    for (const one of functions) {
        const lacked = permissionsOf(one, common, names.account, suffix).filter(
            ({ resourceName }) => !state.has(`${PERMISSION} ${resourceName}`),
        );
        const there = lacked.length === 0 ? new Set<string>() : await statements(one.name);
        found.push(
            ...lacked
                .map(({ account }) => permissionId(account))
                .filter((id) => there.has(id))
                .map((id) => `${one.name}/${id}`),
        );
    }
    return found;
}

/**
 * The names of the functions' roles that carry this stack's tag and that its state lacks. IAM roles cannot be found by their
 * tags, only asked for them. Their policies need no look-up: PutRolePolicy overwrites.
 */
export async function findFunctionRoles(
    plan: DeploymentPlan,
    state: StackResources,
): Promise<ReadonlySet<string> | undefined> {
    const functions = regionsOf(plan).flatMap((region) => region.functions ?? []);
    const lacked = functions.filter(({ rule }) => !state.has(`${ROLE} ${rule}-function-role`));
    return findOwnRoles(
        lacked.map(({ name }) => name),
        plan.stack,
    );
}

/** Likewise of the roles of remediations. */
export async function findRemediationRoles(
    { stack, remediationRoles = [] }: DeploymentPlan,
    state: StackResources,
): Promise<ReadonlySet<string> | undefined> {
    const lacked = remediationRoles.filter(({ document }) => !state.has(`${ROLE} ${document}-remediation-role`));
    return findOwnRoles(
        lacked.map(({ name }) => name),
        stack,
    );
}

/** Likewise of the role that replicates history. */
export async function findReplicationRole(
    { stack, deliveryBucket }: DeploymentPlan,
    state: StackResources,
): Promise<true | undefined> {
    const replica = "replica" in deliveryBucket ? deliveryBucket.replica : undefined;
    const lacks = replica !== undefined && !state.has(`${ROLE} replication-role`);
    return lacks && (await findOwnRoles([replica.roleName], stack)) !== undefined ? true : undefined;
}

async function findOwnRoles(names: readonly string[], stack: string): Promise<ReadonlySet<string> | undefined> {
    const found = new Set<string>();
    for (const name of new Set(names)) {
        if (await isOwnRole(name, stack)) {
            found.add(name);
        }
    }
    await tellLeftBehind([...found].map((name) => `the role ${name}`));
    return found.size === 0 ? undefined : found;
}

async function isOwnRole(name: string, stack: string): Promise<boolean> {
    try {
        return (await getRole({ name })).tags[STACK_TAG] === stack;
    } catch {
        return false; // The provider's function fails where there is none.
    }
}
