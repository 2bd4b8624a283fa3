import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import type { RuleFunctionPlan, RuleFunctionsPlan } from "../lib/plan/rule-functions-plan.ts";
import { functionTrustPolicy } from "../lib/policies/function-trust-policy.ts";
import { ruleFunctionPermissions } from "../lib/policies/rule-function-role.ts";

export interface RuleFunctionRolesArgs {
    readonly names: DeploymentNames;
    readonly plan: DeploymentPlan & { readonly ruleFunctions: RuleFunctionsPlan };
    /** Names of roles that an earlier run of this stack made. @default none */
    readonly leftBehind?: ReadonlySet<string>;
}

/** The role of a function, which may be assumed once its policy is there. */
export interface RuleFunctionRole {
    readonly arn: pulumi.Output<string>;
    readonly policy: RolePolicy;
}

/** A role for each rule in AWS Lambda, whose functions share it in all regions: roles belong to the account. */
export class RuleFunctionRoles extends pulumi.ComponentResource {
    /** By the rule's name. */
    readonly roles: ReadonlyMap<string, RuleFunctionRole>;

    constructor(name: string, args: RuleFunctionRolesArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:RuleFunctionRoles", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        this.roles = new Map(
            [...regionsByRule(args.plan)].map(([rule, { functions, regions }]) => [
                rule,
                createRole(rule, functions, regions, args, child),
            ]),
        );
        this.registerOutputs({});
    }
}

function createRole(
    rule: string,
    functions: readonly RuleFunctionPlan[],
    regions: readonly string[],
    { names, plan, leftBehind }: RuleFunctionRolesArgs,
    opts: pulumi.CustomResourceOptions,
): RuleFunctionRole {
    const { queueName, members } = plan.ruleFunctions;
    const [first] = functions;
    const functionName = first?.name ?? "";
    const others = functions.some(({ organizationWide }) => organizationWide) ? members : undefined;
    const role = new Role(
        `${rule}-function-role`,
        {
            name: functionName,
            description: `Evaluates the rule ${rule} of AWS Config`,
            assumeRolePolicy: JSON.stringify(functionTrustPolicy()),
            tags: plan.tags,
        },
        { ...opts, deleteBeforeReplace: true, ...(leftBehind?.has(functionName) === true && { import: functionName }) },
    );
    const policy = new RolePolicy(
        `${rule}-function-role-policy`,
        {
            name: functionName,
            role: role.name,
            policy: JSON.stringify(
                ruleFunctionPermissions({
                    partition: names.partition,
                    account: names.account,
                    regions,
                    functionName,
                    queueName,
                    trigger: first?.trigger ?? "change",
                    actions: first?.permissions ?? [],
                    ...(others && { evaluationRole: others.evaluationRole }),
                }),
            ),
        },
        { ...opts, deleteBeforeReplace: true },
    );
    return { arn: role.arn, policy };
}

/** Each rule's functions, and where they are. */
function regionsByRule(
    plan: DeploymentPlan,
): Map<string, { readonly functions: RuleFunctionPlan[]; readonly regions: string[] }> {
    const rules = new Map<string, { functions: RuleFunctionPlan[]; regions: string[] }>();
    for (const { region, functions = [] } of regionsOf(plan)) {
        for (const one of functions) {
            const known = rules.get(one.rule) ?? { functions: [], regions: [] };
            known.functions.push(one);
            known.regions.push(region);
            rules.set(one.rule, known);
        }
    }
    return rules;
}
