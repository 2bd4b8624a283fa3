/** From what exists to the lines to write: what `packs doctor` says, as data. */
import { PACKS_PER_ACCOUNT, RULES_PER_ACCOUNT_AND_REGION } from "../pack/limits.ts";
import type { DeploymentPlan, Existing } from "../plan/plan.ts";
import type { AccountInventory, Answer, RecorderFound, StackState } from "./inventory.ts";

/** Aggregators in one account: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
const AGGREGATORS_PER_ACCOUNT = 50;

export interface DoctorRow {
    readonly what: string;
    /** `absent`, `exists`, `in use`, or `unknown` with the reason in `detail`. */
    readonly state: "absent" | "exists" | "managed here" | "unknown";
    readonly detail: string;
}

export interface DoctorReport {
    readonly rows: readonly DoctorRow[];
    /** Lines for `config:` of the stack's file. */
    readonly configuration: readonly string[];
    /** What to know or to run, one paragraph each. */
    readonly remarks: readonly string[];
}

/** Everything that the doctor has to say of one stack in one account. */
export function adviseOn(plan: DeploymentPlan, found: AccountInventory, state: StackState | undefined): DoctorReport {
    const rows: DoctorRow[] = [];
    const configuration: string[] = [];
    const managed = (type: string, id: string): boolean =>
        state?.resources.some((resource) => resource.type === type && resource.id === id) ?? false;
    const single = <Value>(
        what: string,
        answer: Answer<Value | undefined>,
        describe: (value: Value) => {
            type: string;
            id: string;
            detail: string;
            mode: Existing | "none";
            lines: string[];
        },
    ): void => {
        if (!answer.known) {
            rows.push({ what, state: "unknown", detail: answer.reason });
        } else if (answer.value === undefined) {
            rows.push({ what, state: "absent", detail: "" });
        } else {
            const { type, id, detail, mode, lines } = describe(answer.value);
            const isManaged = managed(type, id);
            rows.push({ what, state: isManaged ? "managed here" : "exists", detail });
            if (!isManaged && mode === "create") {
                configuration.push(...lines);
            }
        }
    };
    single("service-linked role", found.serviceLinkedRole, ({ arn }) => ({
        type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
        id: arn,
        detail: arn,
        mode: plan.role.mode,
        lines: ["conformance-packs:role: { mode: adopt }"],
    }));
    single("configuration recorder", found.recorder, (recorder) => ({
        type: "aws:cfg/recorder:Recorder",
        id: recorder.name,
        detail: describeRecorder(recorder),
        mode: plan.recorder.mode,
        lines: recorderLines(recorder),
    }));
    single("delivery channel", found.deliveryChannel, (channel) => ({
        type: "aws:cfg/deliveryChannel:DeliveryChannel",
        id: channel.name,
        detail: `${channel.name}, to ${channel.bucket ?? "no bucket"}`,
        mode: plan.deliveryChannel.mode,
        lines: channelLines(channel.name, channel.snapshotDeliveryFrequency),
    }));
    single("retention configuration", found.retention, ({ name, days }) => ({
        type: "aws:cfg/retentionConfiguration:RetentionConfiguration",
        id: name,
        detail: `${days} days`,
        mode: plan.retention.mode,
        lines: [`conformance-packs:retention: { mode: adopt, days: ${days} }`],
    }));
    single("delivery bucket", found.deliveryBucket, ({ name }) => ({
        type: "aws:s3/bucket:Bucket",
        id: name,
        detail: name,
        mode: plan.deliveryBucket.mode,
        lines: [`conformance-packs:deliveryBucket: { mode: adopt, name: ${name} }`],
    }));
    single("encryption key", found.encryptionKey, ({ arn, alias }) => ({
        type: "aws:kms/key:Key",
        id: arn.slice(arn.lastIndexOf("/") + 1),
        detail: `${alias} -> ${arn}`,
        mode: plan.encryptionKey.mode,
        lines: [`conformance-packs:encryptionKey: { mode: adopt, arn: "${arn}" }`],
    }));
    rows.push(...organizationRows(found), ...quotaRows(found));
    return { rows, configuration, remarks: remarksOn(plan, found, state) };
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
function recorderLines({ name, group, frequency }: RecorderFound): string[] {
    const lines = ["conformance-packs:recorder:", "  mode: adopt"];
    if (name !== "default") {
        lines.push(`  name: ${name}`);
    }
    if (group.strategy === "ALL_SUPPORTED_RESOURCE_TYPES") {
        lines.push(`  globalResourceTypes: ${group.includeGlobalResourceTypes}`);
    } else {
        const list = group.strategy === "INCLUSION_BY_RESOURCE_TYPES" ? "only" : "except";
        lines.push(`  record: { ${list}: [${[...group.resourceTypes].sort().join(", ")}] }`);
    }
    if (frequency === "DAILY") {
        lines.push("  frequency: daily");
    }
    return lines;
}

function channelLines(name: string, frequency: string | undefined): string[] {
    return [
        "conformance-packs:deliveryChannel:",
        "  mode: adopt",
        ...(name === "default" ? [] : [`  name: ${name}`]),
        ...(frequency === undefined ? [] : [`  snapshotDeliveryFrequency: ${frequency}`]),
    ];
}

function organizationRows({ organization, account }: AccountInventory): DoctorRow[] {
    if (!organization.known) {
        return [{ what: "organization", state: "unknown", detail: organization.reason }];
    }
    if (organization.value === undefined) {
        return [{ what: "organization", state: "absent", detail: "the account belongs to none" }];
    }
    const { managementAccount, trustedAccess, delegatedAdministrators } = organization.value;
    const services = trustedAccess.filter((service) => service.startsWith("config"));
    return [
        {
            what: "organization",
            state: "exists",
            detail: managementAccount === account ? "managed by this account" : `managed by ${managementAccount}`,
        },
        {
            what: "trusted access",
            state: services.length > 0 ? "exists" : "absent",
            detail: services.join(", "),
        },
        {
            what: "delegated administrators",
            state: delegatedAdministrators.length > 0 ? "exists" : "absent",
            detail: delegatedAdministrators.map(({ service, account: id }) => `${id} for ${service}`).join(", "),
        },
    ];
}

function quotaRows({ quotas }: AccountInventory): DoctorRow[] {
    if (!quotas.known) {
        return [{ what: "quotas", state: "unknown", detail: quotas.reason }];
    }
    const { rules, packs, organizationPacks, aggregators } = quotas.value;
    const row = (what: string, used: number | undefined, limit: number): DoctorRow[] =>
        used === undefined ? [] : [{ what, state: "exists", detail: `${used} of ${limit} used` }];
    return [
        ...row("rules", rules, RULES_PER_ACCOUNT_AND_REGION),
        ...row("conformance packs", packs, PACKS_PER_ACCOUNT),
        ...row("organization conformance packs", organizationPacks, PACKS_PER_ACCOUNT),
        ...row("aggregators", aggregators, AGGREGATORS_PER_ACCOUNT),
    ];
}

function remarksOn(plan: DeploymentPlan, found: AccountInventory, state: StackState | undefined): string[] {
    const remarks: string[] = [];
    if (state === undefined) {
        remarks.push(
            "The stack's state could not be read, so what this stack manages already looks like what exists. " +
                "Log in to the backend (pulumi login) and run this again where that matters.",
        );
    }
    for (const { operation, type, name } of state?.pendingOperations ?? []) {
        remarks.push(
            `An interrupted run was ${operation} ${name} (${type}) and never saw how it ended. Run pulumi up: what ` +
                "carries this stack's tag is taken back, everything else is made once.",
        );
    }
    remarks.push(...orphanRemarks(found, state), ...organizationRemarks(plan, found));
    return remarks;
}

/** Tagged as this stack's and yet not in its state: kept by a destroy, or left by a crash between call and state. */
function orphanRemarks({ tagged }: AccountInventory, state: StackState | undefined): string[] {
    if (!tagged.known || state === undefined) {
        return [];
    }
    const known = new Set(state.resources.flatMap(({ arn, id }) => [arn ?? id, id]));
    const hasKey = state.resources.some(({ type }) => type === "aws:kms/key:Key");
    return tagged.value
        .filter((arn) => !known.has(arn) && !known.has(arn.slice(arn.search(/[^:/]+$/))))
        .map((arn) => {
            const remark = `${arn} carries this stack's tag and is not in its state.`;
            if (!/^arn:[^:]+:kms:/.test(arn)) {
                return `${remark} The next pulumi up takes it back.`;
            }
            return hasKey
                ? `${remark} The stack has keys already: if nothing is encrypted with this one, run\n` +
                      `    aws kms schedule-key-deletion --key-id ${arn} --pending-window-in-days 30`
                : `${remark} To make it the delivery key, write under config:\n` +
                      `    conformance-packs:encryptionKey: { mode: adopt, arn: "${arn}" }`;
        });
}

function organizationRemarks(plan: DeploymentPlan, { organization, account }: AccountInventory): string[] {
    const wanted = plan.packs.some((pack) => pack.target === "organization");
    if (!wanted || !organization.known) {
        return [];
    }
    const found = organization.value;
    const isDelegated = found?.delegatedAdministrators.some(
        (administrator) =>
            administrator.account === account && administrator.service === "config-multiaccountsetup.amazonaws.com",
    );
    if (found !== undefined && (found.managementAccount === account || isDelegated === true)) {
        return [];
    }
    return [
        "The stack has organization packs, and this account may not deploy them: deploy from " +
            (found === undefined
                ? "an organization's management account."
                : `the management account ${found.managementAccount}.`),
    ];
}
