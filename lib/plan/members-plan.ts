/** The shape of the part of the plan that says what member accounts get. */
import type { RecorderPlan, RecordingGroupPlan } from "./plan.ts";
import type { RemediationRolePlanned } from "./remediation-plan.ts";

/** What remediations of packs assume, under the same name in every account. */
export interface RemediationRolePlan {
    readonly name: string;
    /** Sorted. */
    readonly actions: readonly string[];
}

/** What functions of another account assume to evaluate resources. */
export interface EvaluationRolePlan {
    readonly name: string;
    /** The account of those functions. Absent: the stack's own. */
    readonly account?: string;
    /** Names of the roles that may assume it, or patterns. */
    readonly evaluators: readonly string[];
    /** Sorted; besides those that reading AWS Config takes. */
    readonly actions: readonly string[];
}

type OwnRecorder = Exclude<RecorderPlan, { mode: "use" }>;

/** The recorder of a member, which is another one in the home region. */
export interface MemberRecorderPlan extends Pick<OwnRecorder, "name" | "recordingFrequency" | "overrides"> {
    readonly inHomeRegion: RecordingGroupPlan;
    readonly elsewhere: RecordingGroupPlan;
}

export interface MemberChannelPlan {
    readonly name: string;
    readonly snapshotDeliveryFrequency: string;
    /** Of the central bucket. */
    readonly prefix?: string;
    /** Whether the key of the central bucket is known. */
    readonly encrypted: boolean;
    /** The stack's delivery topic of the same region, where members announce to it. */
    readonly topicName?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html */
export interface OperationPreferencesPlan {
    readonly failureTolerancePercentage: number;
    readonly maxConcurrentPercentage: number;
    readonly regionConcurrencyType: "PARALLEL" | "SEQUENTIAL";
    readonly concurrencyMode: "STRICT_FAILURE_TOLERANCE" | "SOFT_FAILURE_TOLERANCE";
}

/** What StackSets bring to the accounts below organizational units. */
export interface RolloutPlan {
    /** Begins the names of all that is rolled out. */
    readonly name: string;
    readonly organizationId: string;
    /** Sorted; so are the regions. */
    readonly units: readonly string[];
    readonly regions: readonly string[];
    /** Where members record global types. The global stack is in the stack's own region, wherever this moves. */
    readonly homeRegion: string;
    readonly callAs: "SELF" | "DELEGATED_ADMIN";
    readonly recorder: MemberRecorderPlan;
    readonly channel: MemberChannelPlan;
    /** Name of the event bus that members forward to. Absent where they do not. */
    readonly eventBus?: string;
    /** The region of the aggregators that members authorize. Absent where they do not. */
    readonly aggregatorRegion?: string;
    readonly preferences: OperationPreferencesPlan;
}

export interface MembersPlan {
    readonly remediationRole: RemediationRolePlan;
    readonly evaluationRole: EvaluationRolePlan;
    /** The organization's ID, where it is known. */
    readonly organizationId?: string;
    /** Of remediations in packs of the organization, sorted by name. Absent where there are none. */
    readonly automationRoles?: readonly RemediationRolePlanned[];
    /** Both roles in the stack's own account too. */
    readonly ownRoles: boolean;
    /** Absent where nothing is rolled out. */
    readonly rollout?: RolloutPlan;
}
