import { EventBus } from "@pulumi/aws/cloudwatch/eventBus.js";
import { EventBusPolicy } from "@pulumi/aws/cloudwatch/eventBusPolicy.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { renderTemplate } from "../lib/members/cloudformation-template.ts";
import { globalParameters, globalTemplate } from "../lib/members/global-template.ts";
import { eventBusArn, forwardingRoleName, stackSetName } from "../lib/members/names.ts";
import { decisionParameters, regionalParameters, regionalTemplate } from "../lib/members/regional-template.ts";
import { sharedRoles } from "../lib/members/roles.ts";
import type { MembersPlan, RolloutPlan } from "../lib/plan/members-plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { eventBusPolicy } from "../lib/policies/event-bus-policy.ts";
import { deployStackSet } from "./member-stack-set.ts";

export interface MemberAccountsArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: MembersPlan;
    /** Where members deliver. Both are unused where nothing is rolled out. */
    readonly delivery: { readonly bucketName?: pulumi.Input<string>; readonly keyArn?: pulumi.Input<string> };
}

/**
 * AWS Config in the member accounts of the organization, by two service-managed StackSets with automatic deployment: a
 * global one, in the stack's own region, and a regional one that depends on it. Members that join get both by themselves, in this
 * order; of members that leave, the stacks stay.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 *
 * Service-managed StackSets never deploy to the management account, which therefore gets the roles from here.
 */
export class MemberAccounts extends pulumi.ComponentResource {
    /** ARN by `global` and `regional`. Empty where nothing is rolled out. */
    readonly stackSets: Readonly<Record<string, pulumi.Output<string>>>;
    /** Absent where members forward no events. */
    readonly eventBusArn?: pulumi.Output<string>;
    readonly eventBusName?: pulumi.Output<string>;

    constructor(name: string, args: MemberAccountsArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:MemberAccounts", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { ownRoles, rollout } = args.plan;
        if (ownRoles) {
            createOwnRoles(name, args, child);
        }
        if (rollout === undefined) {
            this.stackSets = {};
        } else {
            const bus = createEventBus(name, args, rollout, child);
            if (bus !== undefined) {
                this.eventBusArn = bus.arn;
                this.eventBusName = bus.name;
            }
            this.stackSets = rollOut(name, args, rollout, bus, child);
        }
        this.registerOutputs({ stackSets: this.stackSets });
    }
}

function createOwnRoles(name: string, args: MemberAccountsArgs, opts: pulumi.CustomResourceOptions): void {
    const { partition, account } = args.names;
    const [remediation, evaluation] = sharedRoles(args.plan, { partition, account, centralAccount: account });
    for (const [what, documents] of [["remediation", remediation] as const, ["evaluation", evaluation] as const]) {
        if (documents === undefined) {
            continue;
        }
        const role = new Role(
            `${name}-${what}-role`,
            {
                name: documents.name,
                description: documents.description,
                assumeRolePolicy: JSON.stringify(documents.trust),
                tags: args.tags,
            },
            { ...opts, deleteBeforeReplace: true },
        );
        if (documents.permissions !== undefined) {
            new RolePolicy(
                `${name}-${what}-role-policy`,
                { name: documents.name, role: role.name, policy: JSON.stringify(documents.permissions) },
                { ...opts, deleteBeforeReplace: true },
            );
        }
    }
}

/** The bus, with the policy that has to be there before the first event comes. */
interface CentralEventBus {
    readonly arn: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    readonly policy: EventBusPolicy;
}

function createEventBus(
    name: string,
    { names, tags }: MemberAccountsArgs,
    rollout: RolloutPlan,
    opts: pulumi.CustomResourceOptions,
): CentralEventBus | undefined {
    const { eventBus, organizationId } = rollout;
    if (eventBus === undefined) {
        return undefined;
    }
    const { partition, region, account } = names;
    const bus = new EventBus(
        `${name}-event-bus`,
        { region, name: eventBus, description: "Events of AWS Config in member accounts", tags },
        { ...opts, deleteBeforeReplace: true },
    );
    const policy = new EventBusPolicy(
        `${name}-event-bus-policy`,
        {
            region,
            eventBusName: bus.name,
            policy: JSON.stringify(
                eventBusPolicy({
                    partition,
                    busArn: eventBusArn(partition, region, account, eventBus),
                    organizationId,
                    forwardingRole: forwardingRoleName(rollout),
                }),
            ),
        },
        { ...opts, deleteBeforeReplace: true },
    );
    return { arn: bus.arn, name: bus.name, policy };
}

/** Both StackSets with their instances, the regional one after all of the global one. */
function rollOut(
    name: string,
    args: MemberAccountsArgs,
    rollout: RolloutPlan,
    bus: CentralEventBus | undefined,
    opts: pulumi.CustomResourceOptions,
): Readonly<Record<string, pulumi.Output<string>>> {
    const { delivery, names, plan } = args;
    const values: Readonly<Record<string, pulumi.Input<string> | undefined>> = {
        ...decisionParameters(rollout),
        CentralAccount: names.account,
        CentralEventBus: bus?.arn,
        DeliveryBucket: delivery.bucketName,
        DeliveryKey: delivery.keyArn,
    };
    const afterBus = pulumi.mergeOptions(opts, bus === undefined ? {} : { dependsOn: [bus.policy] });
    const global = deployStackSet(
        `${name}-global`,
        args,
        rollout,
        {
            name: stackSetName(rollout, "global"),
            description: "AWS Config in member accounts, once in each: roles, and what their regions get",
            template: renderTemplate(globalTemplate(plan, rollout)),
            parameters: pick(values, globalParameters(plan, rollout)),
            // Not the home region, which may move: of another one, the function would find recorders that no stack has.
            regions: [names.region],
        },
        afterBus,
    );
    const regional = deployStackSet(
        `${name}-regional`,
        args,
        rollout,
        {
            name: stackSetName(rollout, "regional"),
            description: "AWS Config in member accounts, in each region: recorder and delivery channel",
            template: renderTemplate(regionalTemplate(rollout)),
            parameters: pick(values, regionalParameters(rollout)),
            regions: rollout.regions,
            after: global.stackSet,
        },
        pulumi.mergeOptions(afterBus, { dependsOn: [global.instances] }),
    );
    return { global: global.stackSet.arn, regional: regional.stackSet.arn };
}

function pick(
    values: Readonly<Record<string, pulumi.Input<string> | undefined>>,
    wanted: readonly string[],
): Record<string, pulumi.Input<string>> {
    return Object.fromEntries(
        wanted.map((key) => {
            const value = values[key];
            if (value === undefined) {
                throw new Error(`the template of the members takes ${key}, which this stack does not have`);
            }
            return [key, value];
        }),
    );
}
