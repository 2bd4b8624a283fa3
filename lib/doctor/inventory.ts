/** What exists in an account, as AWS's own APIs tell it: plain data, so that the advice can be tested without AWS. */
import type { RecordingGroupPlan } from "../plan/plan.ts";

/** An answer of AWS, or why there is none: a missing permission hides one fact, not all of them. */
export type Answer<Value> =
    { readonly known: true; readonly value: Value } | { readonly known: false; readonly reason: string };

export interface RecorderFound {
    readonly name: string;
    readonly roleArn?: string;
    readonly recording: boolean;
    readonly group: RecordingGroupPlan;
    readonly frequency: "CONTINUOUS" | "DAILY";
}

export interface DeliveryChannelFound {
    readonly name: string;
    readonly bucket?: string;
    readonly prefix?: string;
    readonly topicArn?: string;
    readonly snapshotDeliveryFrequency?: string;
}

export interface OrganizationFound {
    readonly managementAccount: string;
    /** Service principals with trusted access; only the management account may ask. */
    readonly trustedAccess: readonly string[];
    readonly delegatedAdministrators: readonly { readonly service: string; readonly account: string }[];
}

export interface QuotasFound {
    readonly rules: number;
    readonly packs: number;
    readonly aggregators: number;
    /** Absent where the account manages no organization. */
    readonly organizationPacks?: number;
}

/** `undefined` as a value means: AWS was asked, and there is none. */
export interface AccountInventory {
    readonly account: string;
    readonly region: string;
    readonly recorder: Answer<RecorderFound | undefined>;
    readonly deliveryChannel: Answer<DeliveryChannelFound | undefined>;
    readonly retention: Answer<{ readonly name: string; readonly days: number } | undefined>;
    readonly serviceLinkedRole: Answer<{ readonly arn: string } | undefined>;
    /** The bucket of the name that the plan has. */
    readonly deliveryBucket: Answer<{ readonly name: string } | undefined>;
    /** The key that the plan's alias leads to. */
    readonly encryptionKey: Answer<{ readonly arn: string; readonly alias: string } | undefined>;
    /** ARNs of everything that carries this stack's tag. */
    readonly tagged: Answer<readonly string[]>;
    readonly organization: Answer<OrganizationFound | undefined>;
    readonly quotas: Answer<QuotasFound>;
}

/** What the stack's state holds; absent where it could not be read. */
export interface StackState {
    readonly resources: readonly { readonly type: string; readonly id: string; readonly arn?: string }[];
    /** Operations that an interrupted run began and never saw end. */
    readonly pendingOperations: readonly { readonly operation: string; readonly type: string; readonly name: string }[];
}
