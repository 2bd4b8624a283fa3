/** From what exists to the lines to write: what `packs doctor` says, as data. */
import { PACKS_PER_ACCOUNT, RULES_PER_ACCOUNT_AND_REGION } from "../pack/limits.ts";
import { isOptIn } from "../catalogue/regions.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import { packsOfAllRegions } from "../plan/regions.ts";
import { regionLines, settingLine, settingValue } from "../settings/adoption-lines.ts";
import type { AccountInventory, RegionInventory, StackState } from "./inventory.ts";
import { type Thing, thingsOf } from "./things.ts";

/** Aggregators in one account: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
const AGGREGATORS_PER_ACCOUNT = 50;

export interface DoctorRow {
    readonly what: string;
    /** One of the stack's further regions; absent for its own, and for what an account has once. */
    readonly region?: string;
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
    const things = thingsOf(plan, found).map((thing) => ({ ...thing, isManaged: isManaged(thing, state) }));
    const advised = things.filter(({ adoption, isManaged: managed }) => adoption !== undefined && !managed);
    return {
        rows: [
            ...things.map(rowOf),
            ...organizationRows(found),
            ...[found, ...(found.furtherRegions ?? [])].flatMap((region) => quotaRows(region, plan)),
        ],
        configuration: [
            ...advised.flatMap(({ adoption, region }) =>
                adoption === undefined || region !== undefined
                    ? []
                    : [settingLine(adoption.setting, "adopt", adoption.fields)],
            ),
            ...regionLines(
                advised.flatMap(({ adoption, region }) =>
                    adoption === undefined || region === undefined
                        ? []
                        : [{ region, setting: adoption.setting, value: settingValue("adopt", adoption.fields) }],
                ),
            ),
        ],
        remarks: [...remarksOn(plan, found, state), ...optInRemarks(plan, found)],
    };
}

function rowOf({ what, region, answer, isManaged: managed }: Thing & { readonly isManaged: boolean }): DoctorRow {
    return {
        what,
        ...(region !== undefined && { region }),
        ...(!answer.known
            ? { state: "unknown", detail: answer.reason }
            : answer.value === undefined
              ? { state: "absent", detail: "" }
              : { state: managed ? "managed here" : "exists", detail: answer.value.detail }),
    };
}

/** Recorders, channels and retentions have the same names in all regions. */
function isManaged({ answer, region }: Thing, state: StackState | undefined): boolean {
    const found = answer.known ? answer.value : undefined;
    return (
        state?.resources.some(
            (resource) =>
                resource.type === found?.type &&
                resource.id === found.id &&
                (region === undefined || resource.region === undefined || resource.region === region),
        ) ?? false
    );
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

function quotaRows({ quotas, region: name }: RegionInventory, plan: DeploymentPlan): DoctorRow[] {
    const region = name === plan.region ? {} : { region: name };
    if (!quotas.known) {
        return [{ what: "quotas", ...region, state: "unknown", detail: quotas.reason }];
    }
    const { rules, packs, organizationPacks, aggregators } = quotas.value;
    const row = (what: string, used: number | undefined, limit: number): DoctorRow[] =>
        used === undefined ? [] : [{ what, ...region, state: "exists", detail: `${used} of ${limit} used` }];
    return [
        ...row("rules", rules, RULES_PER_ACCOUNT_AND_REGION),
        ...row("conformance packs", packs, PACKS_PER_ACCOUNT),
        ...row("organization conformance packs", organizationPacks, PACKS_PER_ACCOUNT),
        ...row("aggregators", aggregators, AGGREGATORS_PER_ACCOUNT),
    ];
}

/** Where an account does not have a region, AWS says no more than that it does not know who asks. */
function optInRemarks(plan: DeploymentPlan, { furtherRegions = [] }: AccountInventory): string[] {
    return furtherRegions
        .filter(({ region, recorder }) => !recorder.known && isOptIn(region))
        .map(({ region }) =>
            plan.furtherRegions?.some((one) => one.region === region && one.enable === true) === true
                ? `${region} did not answer: accounts have to enable it, which the stack does before all else there.`
                : `${region} did not answer: accounts have to enable it. To have the stack enable it, write under config:\n` +
                  `    conformance-packs:regions: { ${region}: { optIn: enable } }`,
        );
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
    const wanted = packsOfAllRegions(plan).some(({ pack }) => pack.target === "organization");
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
