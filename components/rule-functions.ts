import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Function as LambdaFunction } from "@pulumi/aws/lambda/function.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import * as pulumi from "@pulumi/pulumi";
import { type DeploymentNames, scopeOf } from "../lib/plan/names.ts";
import type { RuleFunctionPlan, RuleFunctionsPlan } from "../lib/plan/rule-functions-plan.ts";
import { logKeyPolicy } from "../lib/policies/log-key-policy.ts";
import { permissionId } from "../lib/policies/rule-function-policy.ts";
import {
    DEAD_LETTER_SECONDS,
    FUNCTION_ARCHITECTURE,
    FUNCTION_HANDLER,
    FUNCTION_RUNTIME,
    logGroupName,
} from "../lib/rules/functions.ts";
import { EncryptionKey } from "./encryption-key.ts";
import { importIdentifier } from "./import-identifier.ts";
import type { FunctionsLeftBehind } from "./left-behind-functions.ts";
import { permissionsOf } from "./rule-function-permissions.ts";
import type { RuleFunctionRole } from "./rule-function-roles.ts";

export interface RuleFunctionsArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: RuleFunctionsPlan;
    readonly functions: readonly RuleFunctionPlan[];
    /** By the rule's name. */
    readonly roles: ReadonlyMap<string, RuleFunctionRole>;
    /** By the rule's name: the function's files. */
    readonly code: ReadonlyMap<string, pulumi.asset.Archive>;
    /** Ends the names of all resources, so that another region can have the same functions. @default none */
    readonly suffix?: string;
    /** What an earlier run of this stack made. @default nothing */
    readonly leftBehind?: FunctionsLeftBehind;
    /** One of the stack's further regions. @default the stack's own */
    readonly furtherRegion?: string;
}

/**
 * The functions of a region's rules. Each writes to a log group of its own, which is there before Lambda would make one
 * without an end and a key; what fails three times goes to the region's dead-letter queue. AWS Config may invoke a function
 * for this account, and for those that are listed: packs wait for that, since AWS refuses them before.
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
 */
export class RuleFunctions extends pulumi.ComponentResource {
    /** ARN by the rule's name. */
    readonly arns: Record<string, pulumi.Output<string>> = {};

    constructor(name: string, args: RuleFunctionsArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:RuleFunctions", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { names, plan, tags } = args;
        const key = new EncryptionKey(
            name,
            {
                region: names.region,
                tags,
                description: "Logs of the functions that evaluate rules of AWS Config",
                alias: plan.logKey.alias,
                policy: logKeyPolicy({ ...scopeOf(names), functionPrefix: plan.prefix }),
                deletionWindowInDays: plan.logKey.deletionWindowInDays,
                ...(args.leftBehind?.logKey && { adoption: args.leftBehind.logKey }),
                ...(args.furtherRegion !== undefined && { furtherRegion: args.furtherRegion }),
            },
            child,
        );
        // Encrypted by SQS itself: a queue behind a key would need the key's policy to name every function's role.
        const queue = new Queue(
            `${name}-failed-evaluations`,
            {
                region: names.region,
                name: plan.queueName,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: DEAD_LETTER_SECONDS,
                tags,
            },
            child,
        );
        for (const one of args.functions) {
            this.arns[one.rule] = createFunction(one, args, key, queue, child);
        }
        this.registerOutputs({ arns: this.arns });
    }
}

function createFunction(
    plan: RuleFunctionPlan,
    args: RuleFunctionsArgs,
    key: EncryptionKey,
    queue: Queue,
    opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const { names, tags, leftBehind, furtherRegion } = args;
    const { region } = names;
    const adopted = (id: string, found: ReadonlySet<string> | undefined): { readonly import?: string } =>
        found?.has(id) === true ? { import: importIdentifier(id, furtherRegion) } : {};
    const { members, logRetentionDays } = args.plan;
    const name = `${plan.rule}${args.suffix ?? ""}`;
    const [role, code] = [args.roles.get(plan.rule), args.code.get(plan.rule)];
    if (role === undefined || code === undefined) {
        throw new Error(`the function of the rule ${plan.rule} has no ${role === undefined ? "role" : "code"}`);
    }
    const logs = new LogGroup(
        `${name}-logs`,
        {
            region,
            name: logGroupName(plan.name),
            retentionInDays: logRetentionDays,
            kmsKeyId: key.arn,
            tags,
        },
        { ...opts, deleteBeforeReplace: true, ...adopted(logGroupName(plan.name), leftBehind?.logGroups) },
    );
    const others = plan.organizationWide ? members : undefined;
    const lambda = new LambdaFunction(
        `${name}-function`,
        {
            region,
            name: plan.name,
            description: `Evaluates the rule ${plan.rule} of AWS Config`,
            role: role.arn,
            runtime: FUNCTION_RUNTIME,
            architectures: [FUNCTION_ARCHITECTURE],
            handler: FUNCTION_HANDLER,
            code,
            memorySize: plan.memory,
            timeout: plan.timeout,
            deadLetterConfig: { targetArn: queue.arn },
            ...(others && { environment: { variables: { EVALUATION_ROLE_NAME: others.evaluationRole } } }),
            tags,
        },
        // Lambda asks whether the role may send to the queue when it makes the function.
        pulumi.mergeOptions(
            { ...opts, deleteBeforeReplace: true, ...adopted(plan.name, leftBehind?.functions) },
            { dependsOn: [role.policy, logs] },
        ),
    );
    for (const { resourceName, account } of permissionsOf(plan, args.plan, names.account, args.suffix ?? "")) {
        const statementId = permissionId(account);
        new Permission(
            resourceName,
            {
                region,
                function: lambda.name,
                statementId,
                action: "lambda:InvokeFunction",
                principal: "config.amazonaws.com",
                sourceAccount: account,
            },
            { ...opts, deleteBeforeReplace: true, ...adopted(`${plan.name}/${statementId}`, leftBehind?.permissions) },
        );
    }
    return lambda.arn;
}
