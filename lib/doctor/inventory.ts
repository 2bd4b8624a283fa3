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

/** What there is in each region. `undefined` as a value means: AWS was asked, and there is none. */
export interface RegionInventory {
    readonly region: string;
    readonly recorder: Answer<RecorderFound | undefined>;
    readonly deliveryChannel: Answer<DeliveryChannelFound | undefined>;
    readonly retention: Answer<{ readonly name: string; readonly days: number } | undefined>;
    readonly quotas: Answer<QuotasFound>;
}

/** An account, and as a region's inventory itself what there is in the stack's own region. */
export interface AccountInventory extends RegionInventory {
    readonly account: string;
    /** Of the stack's further regions. Absent where it has none. */
    readonly furtherRegions?: readonly RegionInventory[];
    readonly serviceLinkedRole: Answer<{ readonly arn: string } | undefined>;
    /** The bucket of the name that the plan has. */
    readonly deliveryBucket: Answer<{ readonly name: string } | undefined>;
    /** The key that the plan's alias leads to. */
    readonly encryptionKey: Answer<{ readonly arn: string; readonly alias: string } | undefined>;
    /** ARNs of everything that carries this stack's tag, in all its regions. */
    readonly tagged: Answer<readonly string[]>;
    readonly organization: Answer<OrganizationFound | undefined>;
}

/** What the stack's state holds; absent where it could not be read. */
export interface StackState {
    readonly resources: readonly {
        readonly type: string;
        readonly id: string;
        readonly arn?: string;
        /** Where it is, as far as its type has a region. */
        readonly region?: string;
    }[];
    /** Operations that an interrupted run began and never saw end. */
    readonly pendingOperations: readonly {
        readonly operation: string;
        readonly type: string;
        readonly name: string;
        /** Where it is, as far as its type has a region. */
        readonly region?: string;
    }[];
}
