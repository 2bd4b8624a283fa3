/** What a stack exports, and how it comes of what was made. */
import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { Aggregation } from "./aggregation.ts";
import type { ConformancePacks } from "./conformance-packs.ts";
import type { HistoryArchive } from "./history-archive.ts";
import type { HistoryQueries } from "./history-queries.ts";
import type { MemberAccounts } from "./member-accounts.ts";
import type { MemberDocuments } from "./member-documents.ts";
import type { MemberFunctions } from "./member-functions.ts";
import type { Region } from "./region.ts";
import type { Recording } from "./regional.ts";
import type { Storage } from "./storage.ts";
/** What a stack exports. Absent: what the plan does not have. */
export interface DeploymentOutputs {
    readonly account: string;
    readonly region: string;
    readonly deliveryBucket?: pulumi.Output<string>;
    readonly encryptionKeyArn?: pulumi.Output<string>;
    readonly deliveryTopicArn?: pulumi.Output<string>;
    readonly alertTopicArn?: pulumi.Output<string>;
    readonly recorderName: pulumi.Output<string>;
    readonly recorderRoleArn: string;
    /** ARN by name. */
    readonly aggregators: Readonly<Record<string, pulumi.Output<string>>>;
    /** ARN by name. */
    readonly packs: Readonly<Record<string, pulumi.Output<string>>>;
    readonly templateBucket?: pulumi.Output<string>;
    readonly auditTrailBucket?: pulumi.Output<string>;
    /** Where snapshots of compliance are kept. */
    readonly digestBucket?: pulumi.Output<string>;
    /** Where other stacks replicate history to, and the key that their `deliveryBucket.replica` names. */
    readonly historyArchive?: pulumi.Output<string>;
    readonly historyArchiveKeyArn?: pulumi.Output<string>;
    readonly athenaWorkgroup?: pulumi.Output<string>;
    readonly athenaDatabase?: pulumi.Output<string>;
    /** What this stack manages and `pulumi destroy` keeps: `deliveryBucket`, `encryptionKey`, `historyArchive`, `historyArchiveKey`. */
    readonly retained: readonly string[];
    /** The stack's further regions, by name. */
    readonly regions?: Readonly<Record<string, RegionOutputs>>;
    /** What member accounts get. */
    readonly members?: MemberOutputs;
}

/** What a stack exports of the rollout to member accounts. */
export interface MemberOutputs {
    /** ARN by `global` and `regional`, and `functions` and documents by name where members have such of their own. */
    readonly stackSets: Readonly<Record<string, pulumi.Output<string>>>;
    readonly eventBusArn?: pulumi.Output<string>;
}

/** What a stack exports of one of its further regions. */
export interface RegionOutputs {
    readonly recorderName: pulumi.Output<string>;
    readonly deliveryTopicArn?: pulumi.Output<string>;
    /** ARN by name. */
    readonly packs: Readonly<Record<string, pulumi.Output<string>>>;
}

/** What was made; undefined where the plan has none. */
export interface Made {
    readonly names: DeploymentNames;
    readonly storage: Storage;
    readonly recording: Recording;
    readonly alerts: { readonly arn: pulumi.Output<string> } | undefined;
    readonly packs: ConformancePacks | undefined;
    readonly aggregation: Aggregation | undefined;
    readonly trail: { readonly bucketName: pulumi.Output<string> } | undefined;
    readonly archive: HistoryArchive | undefined;
    readonly history: HistoryQueries | undefined;
    readonly digest: { readonly bucketName?: pulumi.Output<string> } | undefined;
    /** Further regions by name; undefined where the plan says nothing of any. */
    readonly regions: Readonly<Record<string, Region>> | undefined;
    readonly members: MemberAccounts | undefined;
    readonly memberFunctions: MemberFunctions | undefined;
    readonly memberDocuments: MemberDocuments | undefined;
}

export function outputsOf(made: Made): DeploymentOutputs {
    const { names, storage, alerts, packs, aggregation, trail, archive, history, digest, regions } = made;
    const { topic, recorder } = made.recording;
    const members = membersOf(made);
    return {
        account: names.account,
        region: names.region,
        ...(storage.bucketName && { deliveryBucket: storage.bucketName }),
        ...(storage.keyArn && { encryptionKeyArn: storage.keyArn }),
        ...(topic && { deliveryTopicArn: topic.arn }),
        ...(alerts && { alertTopicArn: alerts.arn }),
        recorderName: recorder.recorderName,
        recorderRoleArn: names.recorderRoleArn,
        aggregators: aggregation?.arns ?? {},
        packs: packs?.arns ?? {},
        ...(packs?.templateBucket && { templateBucket: packs.templateBucket }),
        ...(trail && { auditTrailBucket: trail.bucketName }),
        ...(archive && { historyArchive: archive.bucketName, historyArchiveKeyArn: archive.keyArn }),
        ...(history && { athenaWorkgroup: history.workgroupName, athenaDatabase: history.databaseName }),
        ...(digest?.bucketName && { digestBucket: digest.bucketName }),
        retained: [...storage.retained, ...(archive ? ["historyArchive", "historyArchiveKey"] : [])],
        ...(regions && { regions: mapValues(regions, outputsOfRegion) }),
        ...(members && { members }),
    };
}

function membersOf({ members, memberFunctions, memberDocuments }: Made): MemberOutputs | undefined {
    return (
        members && {
            stackSets: {
                ...members.stackSets,
                ...(memberFunctions && { functions: memberFunctions.stackSetArn }),
                ...memberDocuments?.stackSetArns,
            },
            ...(members.eventBusArn && { eventBusArn: members.eventBusArn }),
        }
    );
}

function outputsOfRegion({ recording: { recorder, topic }, packs }: Region): RegionOutputs {
    return { recorderName: recorder.recorderName, ...(topic && { deliveryTopicArn: topic.arn }), packs };
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
