/** What there can be only one of, in an account or in each of its regions: whether it exists, and what adopts it. */
import type { DeploymentPlan, Existing, RegionPlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import type { AdoptableSetting } from "../settings/adoption-lines.ts";
import type { AccountInventory, Answer, RecorderFound, RegionInventory } from "./inventory.ts";

export interface Thing {
    readonly what: string;
    /** One of the stack's further regions. */
    readonly region?: string;
    /** Whether it exists, and if so as what; or why that is not known. */
    readonly answer: Answer<{ readonly type: string; readonly id: string; readonly detail: string } | undefined>;
    /** Where the plan would create it. */
    readonly adoption?: {
        readonly setting: AdoptableSetting;
        readonly fields: Readonly<Record<string, string | undefined>>;
    };
}

/** In the order in which they are told. */
export function thingsOf(plan: DeploymentPlan, found: AccountInventory): Thing[] {
    return [
        serviceLinkedRole(plan, found),
        ...regionsOf(plan).flatMap((regional) => inRegion(plan, regional, found)),
        deliveryBucket(plan, found),
        encryptionKey(plan, found),
    ];
}

function serviceLinkedRole(plan: DeploymentPlan, found: AccountInventory): Thing {
    return thing(
        "service-linked role",
        found.serviceLinkedRole,
        plan.role.mode,
        ({ arn }) => ({ type: "aws:iam/serviceLinkedRole:ServiceLinkedRole", id: arn, detail: arn }),
        "role",
        () => ({}),
    );
}

function inRegion(plan: DeploymentPlan, regional: RegionPlan, account: AccountInventory): Thing[] {
    const inventories: readonly RegionInventory[] = [account, ...(account.furtherRegions ?? [])];
    const found = inventories.find(({ region }) => region === regional.region);
    const things =
        found === undefined
            ? []
            : [
                  thing(
                      "configuration recorder",
                      found.recorder,
                      regional.recorder.mode,
                      (recorder) => ({
                          type: "aws:cfg/recorder:Recorder",
                          id: recorder.name,
                          detail: describeRecorder(recorder),
                      }),
                      "recorder",
                      recorderFields,
                  ),
                  thing(
                      "delivery channel",
                      found.deliveryChannel,
                      regional.deliveryChannel.mode,
                      ({ name, bucket }) => ({
                          type: "aws:cfg/deliveryChannel:DeliveryChannel",
                          id: name,
                          detail: `${name}, to ${bucket ?? "no bucket"}`,
                      }),
                      "deliveryChannel",
                      ({ name, snapshotDeliveryFrequency }) => ({ name: ownName(name), snapshotDeliveryFrequency }),
                  ),
                  thing(
                      "retention configuration",
                      found.retention,
                      regional.retention.mode,
                      ({ name, days }) => ({
                          type: "aws:cfg/retentionConfiguration:RetentionConfiguration",
                          id: name,
                          detail: `${days} days`,
                      }),
                      "retention",
                      ({ days }) => ({ days: String(days) }),
                  ),
              ];
    return regional.region === plan.region ? things : things.map((one) => ({ ...one, region: regional.region }));
}

function deliveryBucket(plan: DeploymentPlan, found: AccountInventory): Thing {
    return thing(
        "delivery bucket",
        found.deliveryBucket,
        plan.deliveryBucket.mode,
        ({ name }) => ({ type: "aws:s3/bucket:Bucket", id: name, detail: name }),
        "deliveryBucket",
        ({ name }) => ({ name }),
    );
}

function encryptionKey(plan: DeploymentPlan, found: AccountInventory): Thing {
    return thing(
        "encryption key",
        found.encryptionKey,
        plan.encryptionKey.mode,
        ({ arn, alias }) => ({
            type: "aws:kms/key:Key",
            id: arn.slice(arn.lastIndexOf("/") + 1),
            detail: `${alias} -> ${arn}`,
        }),
        "encryptionKey",
        ({ arn }) => ({ arn: `"${arn}"` }),
    );
}

function describeRecorder({ name, recording, group, frequency, roleArn }: RecorderFound): string {
    const types = {
        ALL_SUPPORTED_RESOURCE_TYPES: "all resource types",
        INCLUSION_BY_RESOURCE_TYPES: `${group.resourceTypes.length} resource types`,
        EXCLUSION_BY_RESOURCE_TYPES: `all but ${group.resourceTypes.length} resource types`,
    }[group.strategy];
    return [name, recording ? "recording" : "stopped", types, frequency.toLowerCase(), roleArn]
        .filter((part) => part !== undefined)
        .join(", ");
}

/** What to write so that adopting changes nothing: what it records stays what it records. */
function recorderFields({ name, group, frequency }: RecorderFound): Readonly<Record<string, string | undefined>> {
    const list = group.strategy === "INCLUSION_BY_RESOURCE_TYPES" ? "only" : "except";
    return {
        name: ownName(name),
        ...(group.strategy === "ALL_SUPPORTED_RESOURCE_TYPES"
            ? { globalResourceTypes: String(group.includeGlobalResourceTypes) }
            : { record: `{ ${list}: [${[...group.resourceTypes].sort().join(", ")}] }` }),
        frequency: frequency === "DAILY" ? "daily" : undefined,
    };
}

/** The default needs no mention. */
function ownName(name: string): string | undefined {
    return name === "default" ? undefined : name;
}

function thing<Value>(
    what: string,
    answer: Answer<Value | undefined>,
    mode: Existing | "none",
    describe: (value: Value) => { type: string; id: string; detail: string },
    setting: AdoptableSetting,
    fields: (value: Value) => Readonly<Record<string, string | undefined>>,
): Thing {
    if (!answer.known) {
        return { what, answer };
    }
    const { value } = answer;
    return {
        what,
        answer: { known: true, value: value === undefined ? undefined : describe(value) },
        ...(value !== undefined && mode === "create" && { adoption: { setting, fields: fields(value) } }),
    };
}
