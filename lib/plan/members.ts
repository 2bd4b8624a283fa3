/** The part of the plan that says what member accounts of the organization get. */
import { isOptIn } from "../catalogue/regions.ts";
import { forwardingRoleName } from "../members/names.ts";
import type { DeliverySources } from "../policies/delivery-sources.ts";
import type { MembersSettings } from "../settings/schema-members.ts";
import { type Findings, nameOf, type PlanInput } from "./context.ts";
import type { MembersPlan, MemberRecorderPlan, OperationPreferencesPlan, RolloutPlan } from "./members-plan.ts";
import { partitionOf } from "./partition.ts";
import type { DeploymentPlan, RegionPlan } from "./plan.ts";
import { planOverrides, recordingGroup, frequencyOf } from "./recording.ts";
import { aggregatorRegion, defined, regionsOf } from "./regions.ts";

/** Roles and rules of events take 64 characters, of which the longest ending takes these. */
const LONGEST_NAME = 64 - "-recorder-calls".length;

/** What member accounts get, where anything is said of them. The plan is the stack's, without its members. */
export function planMembers(input: PlanInput, plan: DeploymentPlan, findings: Findings): MembersPlan | undefined {
    const { members, organization, account } = input.settings;
    if (members === undefined) {
        return undefined;
    }
    const { managementAccount, id } = organization;
    const isManagement = managementAccount === undefined || managementAccount === account;
    const isRolledOut = members.units.length > 0;
    if (isRolledOut && managementAccount !== undefined && account === undefined) {
        findings.error(
            ["members"],
            "missing-setting",
            "StackSets act for the management account or for a delegated administrator, and nothing says which this " +
                "stack's account is",
            'write conformance-packs:account: "<the account of this stack>"',
        );
    }
    checkRoleNames(input, members, isRolledOut, findings);
    const { remediationRole, evaluationRole } = members;
    return {
        remediationRole: { name: remediationRole.name, actions: sorted(remediationRole.actions) },
        evaluationRole: {
            name: evaluationRole.name,
            ...(evaluationRole.account !== undefined && { account: evaluationRole.account }),
            evaluators: sorted(evaluationRole.evaluators),
            actions: sorted(evaluationRole.actions),
        },
        ...(id !== undefined && { organizationId: id }),
        ownRoles: members.ownRoles ?? (isManagement || !isRolledOut),
        ...(isRolledOut && { rollout: planRollout(input, members, plan, isManagement, findings) }),
    };
}

/** What the rollout adds to those that deliver to the stack's bucket: every account of the organization. */
export function memberSources({ members }: DeploymentPlan): Pick<DeliverySources, "organizationId"> {
    return members?.rollout === undefined ? {} : { organizationId: members.rollout.organizationId };
}

/** The organization whose accounts publish to the stack's delivery topics, where they do. */
export function publishingOrganization({ members }: DeploymentPlan): string | undefined {
    return members?.rollout?.channel.topicName === undefined ? undefined : members.rollout.organizationId;
}

function planRollout(
    input: PlanInput,
    members: MembersSettings,
    plan: DeploymentPlan,
    isManagement: boolean,
    findings: Findings,
): RolloutPlan {
    const name = rolloutName(input);
    const regions = sorted(members.regions ?? regionsOf(plan).map(({ region }) => region));
    check(input, members, plan, regions, name, findings);
    const { prefix } = plan.deliveryBucket;
    const lists = plan.aggregators.some(
        ({ source }) => source !== "organization" && source.accounts.some((account) => account !== "self"),
    );
    return {
        name,
        organizationId: input.settings.organization.id ?? "",
        units: sorted(members.units),
        regions,
        homeRegion: input.home,
        callAs: isManagement ? "SELF" : "DELEGATED_ADMIN",
        recorder: planRecorder(input, members, name, findings),
        channel: {
            name,
            snapshotDeliveryFrequency:
                members.snapshotDeliveryFrequency ?? input.settings.deliveryChannel.snapshotDeliveryFrequency,
            ...(prefix !== undefined && { prefix }),
            encrypted: plan.encryptionKey.mode !== "none",
            ...(members.notifications && { topicName: plan.deliveryTopic?.name ?? "" }),
        },
        ...(members.events && { eventBus: `${name}-members` }),
        ...((members.authorizeAggregators ?? lists) && { aggregatorRegion: aggregatorRegion(plan) }),
        preferences: preferencesOf(members),
    };
}

/** Begins the names of all that is rolled out. */
function rolloutName({ stack }: PlanInput): string {
    return `conformance-packs-${nameOf(stack)}`;
}

/** The stack's own settings, with those of the members in their place. */
function planRecorder(
    { settings }: PlanInput,
    members: MembersSettings,
    name: string,
    findings: Findings,
): MemberRecorderPlan {
    // Whether the stack's own recorder has the global types says nothing of the members'.
    const recorder = { ...settings.recorder, globalResourceTypes: undefined, ...defined(members.recorder) };
    const own = { ...settings, recorder };
    return {
        name,
        inHomeRegion: recordingGroup(own, true, findings),
        elsewhere: recordingGroup(own, false, findings),
        recordingFrequency: frequencyOf(recorder.frequency),
        overrides: planOverrides(recorder.frequencyOverrides),
    };
}

function preferencesOf(members: MembersSettings): OperationPreferencesPlan {
    const { failureTolerancePercentage, maxConcurrentPercentage, regionConcurrency, concurrencyMode } = members;
    return {
        failureTolerancePercentage,
        maxConcurrentPercentage,
        regionConcurrencyType: regionConcurrency === "parallel" ? "PARALLEL" : "SEQUENTIAL",
        concurrencyMode: concurrencyMode === "strict" ? "STRICT_FAILURE_TOLERANCE" : "SOFT_FAILURE_TOLERANCE",
    };
}

function check(
    input: PlanInput,
    members: MembersSettings,
    plan: DeploymentPlan,
    regions: readonly string[],
    name: string,
    findings: Findings,
): void {
    if (input.settings.organization.id === undefined) {
        findings.error(
            ["members"],
            "missing-setting",
            "members deliver to this stack's bucket, whose policy admits them by their organization, and its ID is missing",
            "write conformance-packs:organization: { id: o-… }, as aws organizations describe-organization tells it",
        );
    }
    if (plan.deliveryBucket.mode === "none") {
        findings.error(
            ["members"],
            "members-without-bucket",
            "members deliver to the stack's bucket, and this stack has none",
            "name the bucket by deliveryBucket: { mode: use, name: … }",
        );
    }
    if (name.length > LONGEST_NAME) {
        findings.error(
            ["members"],
            "member-name-too-long",
            `what is made in members begins with ${name}, which has ${name.length} characters of at most ${LONGEST_NAME}`,
            "give the stack a shorter name",
        );
    }
    checkUnits(members, findings);
    checkRegions(input, members, plan, regions, findings);
}

/**
 * The roles share each account, where names have to differ in more than upper and lower case.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
function checkRoleNames(input: PlanInput, members: MembersSettings, isRolledOut: boolean, findings: Findings): void {
    const taken = new Map<string, string>();
    if (isRolledOut && members.events) {
        taken.set(forwardingRoleName({ name: rolloutName(input) }).toLowerCase(), "the role that forwards events");
    }
    for (const key of ["remediationRole", "evaluationRole"] as const) {
        const { name } = members[key];
        const other = taken.get(name.toLowerCase());
        if (other !== undefined) {
            findings.error(
                ["members", key, "name"],
                "repeated-role-name",
                `${name} is the name of ${other} already, and an account has one role of a name`,
                "give each role a name of its own",
            );
        }
        taken.set(name.toLowerCase(), `members.${key}`);
    }
}

function checkUnits({ units }: MembersSettings, findings: Findings): void {
    units.forEach((unit, index) => {
        if (units.indexOf(unit) !== index) {
            findings.error(
                ["members", "units", index],
                "repeated-unit",
                `${unit} stands at members.units[${units.indexOf(unit)}] already`,
                "remove one of the two",
            );
        } else if (!unit.startsWith("r-") && units.some((other) => other.startsWith("r-"))) {
            findings.error(
                ["members", "units", index],
                "unit-below-root",
                `the root, which stands here too, holds ${unit} and every other unit`,
                "remove one of the two",
            );
        }
    });
}

function checkRegions(
    input: PlanInput,
    members: MembersSettings,
    plan: DeploymentPlan,
    regions: readonly string[],
    findings: Findings,
): void {
    const path = members.regions === undefined ? ["members"] : ["members", "regions"];
    const foreign = regions.filter((region) => partitionOf(region) !== plan.partition);
    if (foreign.length > 0) {
        findings.error(
            path,
            "region-elsewhere",
            `${foreign.join(", ")}: an organization has one partition, and the stack is in ${plan.partition}`,
            "name regions of that partition",
        );
    }
    const optIn = regions.filter(isOptIn);
    if (optIn.length > 0) {
        findings.warning(
            path,
            "opt-in-region",
            `accounts do not have ${optIn.join(", ")} unless they enable it: the rollout fails where one has not`,
            "enable it in every account, or name the regions of members by members.regions",
        );
    }
    if (!regions.includes(input.home)) {
        findings.warning(
            path,
            "home-region-without-members",
            `members do not record in ${input.home}, the home region, and so no global types anywhere`,
            `add ${input.home}`,
        );
    }
    if (members.notifications) {
        const topics = new Map<string, RegionPlan["deliveryTopic"]>(
            regionsOf(plan).map(({ region, deliveryTopic }) => [region, deliveryTopic]),
        );
        const without = regions.filter((region) => topics.get(region) === undefined);
        if (without.length > 0) {
            findings.error(
                ["members", "notifications"],
                "region-without-topic",
                `members announce to the stack's topic of the same region, and it has none in ${without.join(", ")}`,
                "add the region to conformance-packs:regions, or remove it from members.regions",
            );
        }
    }
}

function sorted(values: readonly string[]): string[] {
    return [...new Set(values)].sort();
}
