import type {
    OrganizationConformancePackStatus,
    OrganizationResourceDetailedStatus,
} from "@aws-sdk/client-config-service";
import {
    DeleteOrganizationConformancePackCommand,
    DescribeOrganizationConformancePacksCommand,
    DescribeOrganizationConformancePackStatusesCommand,
    paginateGetOrganizationConformancePackDetailedStatus,
    PutOrganizationConformancePackCommand,
} from "@aws-sdk/client-config-service";
import { all, atMost, isAccountId, lengthBetween, matches } from "../check-values.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { strings } from "../inputs.ts";
import type { Values } from "../property.ts";
import { set, string } from "../property.ts";
import { describe, doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile, waitFor } from "../wait-for.ts";
import { fromParameters, packProperties, packRequest } from "./cfg-pack-properties.ts";

const missing = ["NoSuchOrganizationConformancePack"];
const deleteRetrySeconds = 5 * 60;
/** How many missing answers a new pack is given (NotFoundChecks). */
const newPackChecks = 10;

/**
 * terraform-provider-aws, internal/service/configservice/organization_conformance_pack.go. Its waits are the program's to
 * set (`customTimeouts`), 10 minutes to create and update and 20 to delete otherwise, and a failure names each account
 * that failed.
 */
export const cfgOrganizationConformancePack: Handler = {
    type: "aws:cfg/organizationConformancePack:OrganizationConformancePack",
    autoName: { property: "name" },
    timeouts: { create: 10 * 60, update: 10 * 60, delete: 20 * 60 },
    properties: {
        ...packProperties(128),
        deliveryS3Bucket: string({
            check: all(lengthBetween(1, 63), matches(/^awsconfigconforms/, 'to begin with "awsconfigconforms"')),
        }),
        excludedAccounts: set(string({ check: isAccountId }), { check: atMost(1000) }),
    },
    checkAll: hasOneTemplate,

    async create(call, inputs) {
        const name = String(inputs["name"]);
        await doing(`creating ConfigService Organization Conformance Pack (${name})`, () => put(call, name, inputs));
        return afterCreation(name, () =>
            waitFinished(call, name, "create", ["CREATE_IN_PROGRESS"], ["CREATE_SUCCESSFUL"]),
        );
    },

    async read(call, id) {
        const answer = await doing(`reading ConfigService Organization Conformance Pack (${id})`, () => find(call, id));
        const pack = answer?.OrganizationConformancePacks?.[0];
        return (
            pack && {
                arn: pack.OrganizationConformancePackArn,
                deliveryS3Bucket: pack.DeliveryS3Bucket,
                deliveryS3KeyPrefix: pack.DeliveryS3KeyPrefix,
                excludedAccounts: pack.ExcludedAccounts,
                inputParameters: fromParameters(pack.ConformancePackInputParameters),
                name: pack.OrganizationConformancePackName,
            }
        );
    },

    async update(call, id, inputs) {
        await doing(`updating ConfigService Organization Conformance Pack (${id})`, () => put(call, id, inputs));
        await waitFinished(call, id, "update", ["UPDATE_IN_PROGRESS"], ["UPDATE_SUCCESSFUL"]);
    },

    async delete(call, id) {
        const command = new DeleteOrganizationConformancePackCommand({ OrganizationConformancePackName: id });
        const answer = await doing(`deleting ConfigService Organization Conformance Pack (${id})`, () =>
            unlessCode([...missing, "OrganizationAccessDenied"], () =>
                retryWhile(
                    call,
                    deleteRetrySeconds,
                    (error) => isCode(error, "ResourceInUse"),
                    () => call.aws.configService(call.region).send(command),
                ),
            ),
        );
        if (answer !== undefined) {
            await waitFinished(call, id, "delete", ["DELETE_IN_PROGRESS"], []);
        }
    },
};

async function put(call: Call, name: string, inputs: Values): Promise<void> {
    await call.aws.configService(call.region).send(
        new PutOrganizationConformancePackCommand({
            OrganizationConformancePackName: name,
            ExcludedAccounts: strings(inputs["excludedAccounts"]),
            ...packRequest(inputs),
        }),
    );
}

async function find(call: Call, name: string) {
    const command = new DescribeOrganizationConformancePacksCommand({ OrganizationConformancePackNames: [name] });
    try {
        return await call.aws.configService(call.region).send(command);
    } catch (error) {
        const outside = /can only be made by accounts in an AWS Organization/.test(describe(error));
        if (isCode(error, ...missing) || (isCode(error, "OrganizationAccessDenied") && outside)) {
            return undefined;
        }
        throw error;
    }
}

async function waitFinished(
    call: Call,
    name: string,
    what: string,
    pending: string[],
    target: string[],
): Promise<void> {
    await doing(`waiting for ConfigService Organization Conformance Pack (${name}) ${what}`, () =>
        waitFor(call, {
            pending,
            target,
            notFoundChecks: newPackChecks,
            refresh: () => status(call, name),
            reason: (value) => reason(call, value),
        }),
    );
}

async function status(
    call: Call,
    name: string,
): Promise<{ value: OrganizationConformancePackStatus; state: string } | undefined> {
    const command = new DescribeOrganizationConformancePackStatusesCommand({
        OrganizationConformancePackNames: [name],
    });
    const answer = await unlessCode(missing, () => call.aws.configService(call.region).send(command));
    const value = answer?.OrganizationConformancePackStatuses?.[0];
    return value === undefined || value.Status === "DELETE_SUCCESSFUL"
        ? undefined
        : { value, state: value.Status ?? "" };
}

/** The organization's own error, then each account's (organizationConformancePackStatusError). */
async function reason(call: Call, value: OrganizationConformancePackStatus): Promise<string> {
    const lines = [`${value.ErrorCode ?? ""}: ${value.ErrorMessage ?? ""}`];
    if (value.Status?.endsWith("_FAILED") === true) {
        const client = call.aws.configService(call.region);
        const request = {
            OrganizationConformancePackName: value.OrganizationConformancePackName,
            Filters: { Status: value.Status as OrganizationResourceDetailedStatus },
        };
        for await (const page of paginateGetOrganizationConformancePackDetailedStatus({ client }, request)) {
            for (const account of page.OrganizationConformancePackDetailedStatuses ?? []) {
                const words = `${account.ErrorCode ?? ""}: ${account.ErrorMessage ?? ""}`;
                lines.push(`Account ID (${account.AccountId ?? ""}): ${words}`);
            }
        }
    }
    return lines.join("\n");
}

function hasOneTemplate(inputs: Values): Failure[] {
    return inputs["templateBody"] !== undefined && inputs["templateS3Uri"] !== undefined
        ? [{ property: "templateBody", reason: '"template_body": conflicts with template_s3_uri' }]
        : [];
}
