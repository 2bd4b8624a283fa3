/** What a stack has, where, and what of it outlives the stack: what the ARNs of its policies are made from. */
import { STACK_TAG } from "../plan/build.ts";
import { type DeploymentNames, namesInRegion, resolveNames } from "../plan/names.ts";
import type { DeploymentPlan, RegionPlan } from "../plan/plan.ts";
import { type PlannedComponent, plannedResources } from "../plan/planned-resources.ts";
import { regionsOf } from "../plan/regions.ts";

/** In place of an account that nobody has named yet. */
export const ANY_ACCOUNT = "*";

/** One resource of a stack. */
export interface PlacedResource {
    /** Pulumi's type token. */
    readonly type: string;
    /** Name in a preview. */
    readonly name: string;
    readonly region: string;
    /** It is there after the stack is destroyed: nobody needs permission to delete it. */
    readonly kept: boolean;
}

/** A region of a stack, with its names. */
export interface PlacedRegion {
    readonly plan: RegionPlan;
    readonly names: DeploymentNames;
    /** Ends the names of resources in a further region. */
    readonly suffix: string;
}

export interface Scope {
    readonly plan: DeploymentPlan;
    readonly names: DeploymentNames;
    readonly regions: readonly PlacedRegion[];
    readonly resources: readonly PlacedResource[];
    /** Only what the stack may delete. */
    readonly deleting: boolean;
}

/**
 * @param account 12 digits; without it, and where the plan names none, ARNs are those of any account
 * @throws {InvalidConfigurationError} where a name becomes longer than AWS allows
 */
export function scopeOfStack(plan: DeploymentPlan, account: string = plan.account ?? ANY_ACCOUNT): Scope {
    const names = resolveNames(plan, { accountId: account });
    return {
        plan,
        names,
        regions: regionsOf(plan).map((region) => ({
            plan: region,
            names: region.region === plan.region ? names : namesInRegion(region, names),
            suffix: region.region === plan.region ? "" : `-${region.region}`,
        })),
        resources: plannedResources(plan).flatMap((component) => place(component, plan, plan.region, false)),
        deleting: false,
    };
}

/** Resources of one type, only those that the scope is about. */
export function resourcesOf({ resources, deleting }: Scope, type: string): PlacedResource[] {
    return resources.filter((one) => one.type === type && !(deleting && one.kept));
}

/** An ARN in the stack's account. */
export function arnIn({ names }: Scope, service: string, region: string, resource: string): string {
    return `arn:${names.partition}:${service}:${region}:${names.account}:${resource}`;
}

/** The tag by which the stack's own are told from others. */
export function stackTag({ plan }: Scope): { readonly key: string; readonly value: string } {
    return { key: STACK_TAG, value: plan.stack };
}

const COMPONENT = "conformance-packs:config:";

function place(component: PlannedComponent, plan: DeploymentPlan, region: string, kept: boolean): PlacedResource[] {
    const kind = component.type.replace(COMPONENT, "");
    const here = kind === "Region" ? component.name : region;
    const all = kept || kind === "DeliveryBucket";
    return [
        ...component.resources.map(({ type, name }) => ({
            type,
            name,
            region: regionInName(name, plan) ?? here,
            kept: all || isKept(kind, { type, region: here }, plan),
        })),
        ...component.components.flatMap((one) => place(one, plan, here, all || kind === "AuditTrail")),
    ];
}

/** As the components say by `retainOnDelete`. */
function isKept(
    kind: string,
    { type, region }: Pick<PlacedResource, "type" | "region">,
    plan: DeploymentPlan,
): boolean {
    switch (kind) {
        case "AuditTrail":
            return type.startsWith("aws:s3/");
        case "ComplianceDigest":
            return type.startsWith("aws:s3/");
        case "OrganizationAdministration":
            return (
                !type.startsWith("aws:organizations/delegatedAdministrator:") ||
                plan.organization?.delegatedAdministrator?.mode === "adopt"
            );
        case "Recorder":
            return isAdopted(type, region, plan);
        case "Region":
            return type.startsWith("aws:account/");
        default:
            return false;
    }
}

/** What was there before the stack. */
function isAdopted(type: string, region: string, plan: DeploymentPlan): boolean {
    const there = regionsOf(plan).find((one) => one.region === region) ?? plan;
    switch (type) {
        case "aws:iam/serviceLinkedRole:ServiceLinkedRole":
            return plan.role.mode === "adopt";
        case "aws:cfg/recorder:Recorder":
        case "aws:cfg/recorderStatus:RecorderStatus":
            return there.recorder.mode === "adopt";
        case "aws:cfg/deliveryChannel:DeliveryChannel":
            return there.deliveryChannel.mode === "adopt";
        case "aws:cfg/retentionConfiguration:RetentionConfiguration":
            return there.retention.mode === "adopt";
        default:
            return false;
    }
}

/** Members' functions have a bucket in each region of the rollout, which the names of its resources end in. */
function regionInName(name: string, { ruleFunctions }: DeploymentPlan): string | undefined {
    return ruleFunctions?.inMembers?.regions.find(
        (region) => name.startsWith(`member-functions-${region}-`) || name.endsWith(`-${region}-code`),
    );
}
