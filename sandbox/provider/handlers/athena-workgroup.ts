import {
    CreateWorkGroupCommand,
    DeleteWorkGroupCommand,
    GetWorkGroupCommand,
    ListTagsForResourceCommand,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateWorkGroupCommand,
    type WorkGroupConfiguration,
    type WorkGroupConfigurationUpdates,
    type WorkGroupState,
} from "@aws-sdk/client-athena";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { isAccountId, isArn, lengthBetween, matches, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { group, numeric, text, word } from "../inputs.ts";
import type { Value, Values } from "../property.ts";
import { boolean, number, object, output, string } from "../property.ts";
import { doing } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";
import { unlessMissing } from "./athena-missing.ts";

const MIN_CUTOFF = 10_485_760;

const encryption = object({
    encryptionOption: string({ check: oneOf("SSE_S3", "SSE_KMS", "CSE_KMS") }),
    kmsKeyArn: string({ check: isArn }),
});

const configuration = object(
    {
        bytesScannedCutoffPerQuery: number({ check: atLeastCutoff }),
        enforceWorkgroupConfiguration: boolean({ default: true }),
        engineVersion: object(
            { effectiveEngineVersion: output, selectedEngineVersion: string({ default: "AUTO" }) },
            { computed: true },
        ),
        publishCloudwatchMetricsEnabled: boolean({ default: true }),
        requesterPaysEnabled: boolean({ default: false }),
        resultConfiguration: object({
            encryptionConfiguration: encryption,
            expectedBucketOwner: string({ check: isAccountId }),
            outputLocation: string(),
        }),
    },
    { computed: true },
);

/** terraform-provider-aws, internal/service/athena/workgroup.go */
export const athenaWorkgroup: Handler = {
    type: "aws:athena/workgroup:Workgroup",
    autoName: { property: "name" },
    properties: {
        arn: output,
        configuration,
        description: string({ check: lengthBetween(0, 1024) }),
        forceDestroy: boolean(),
        name: string({
            computed: true,
            forceNew: true,
            check: matches(
                /^[0-9A-Za-z_.-]{1,128}$/,
                "to be made of letters, digits, periods, hyphens and underscores",
            ),
        }),
        state: string({ default: "ENABLED", check: oneOf("ENABLED", "DISABLED") }),
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        await doing(`creating Athena WorkGroup (${name})`, () =>
            call.aws.athena(call.region).send(
                new CreateWorkGroupCommand({
                    Name: name,
                    Description: text(inputs["description"]),
                    Configuration: configurationOf(group(inputs["configuration"]) ?? {}),
                    Tags: toTagList(call.tags),
                }),
            ),
        );
        return inputs["state"] === "DISABLED"
            ? afterCreation(name, () => change(call, name, inputs, new Set(["state"])))
            : name;
    },

    async read(call, id, state) {
        const answer = await doing(`reading Athena WorkGroup (${id})`, () =>
            unlessMissing(() => call.aws.athena(call.region).send(new GetWorkGroupCommand({ WorkGroup: id }))),
        );
        const found = answer?.WorkGroup;
        const { Account: account } =
            found === undefined ? {} : await call.aws.sts(call.region).send(new GetCallerIdentityCommand({}));
        return (
            found && {
                arn: `arn:aws:athena:${call.region}:${account ?? ""}:workgroup/${id}`,
                configuration: found.Configuration && fromConfiguration(found.Configuration),
                description: found.Description ?? "",
                // Only the state knows it.
                forceDestroy: state["forceDestroy"] ?? false,
                name: found.Name ?? id,
                state: found.State ?? "",
            }
        );
    },

    async update(call, id, inputs, _old, changed) {
        if (["configuration", "description", "state"].some((name) => changed.has(name))) {
            await change(call, id, inputs, changed);
        }
    },

    async delete(call, id, state) {
        await doing(`deleting Athena WorkGroup (${id})`, () =>
            unlessMissing(() =>
                call.aws.athena(call.region).send(
                    new DeleteWorkGroupCommand({
                        WorkGroup: id,
                        ...(state["forceDestroy"] === true && { RecursiveDeleteOption: true }),
                    }),
                ),
            ),
        );
    },

    tagging: {
        foundBy: "arn",
        async read(call, _id, state) {
            const command = new ListTagsForResourceCommand({ ResourceARN: String(state["arn"]) });
            return fromTagList((await call.aws.athena(call.region).send(command)).Tags);
        },
        async write(call, _id, state, add, remove) {
            const client = call.aws.athena(call.region);
            const ResourceARN = String(state["arn"]);
            if (remove.length > 0) {
                await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                await client.send(new TagResourceCommand({ ResourceARN, Tags: toTagList(add) }));
            }
        },
    },
};

async function change(call: Call, name: string, inputs: Values, changed: ReadonlySet<string>): Promise<void> {
    const command = new UpdateWorkGroupCommand({
        WorkGroup: name,
        ...(changed.has("configuration") && {
            ConfigurationUpdates: updatesOf(group(inputs["configuration"]) ?? {}),
        }),
        ...(changed.has("description") && { Description: String(inputs["description"] ?? "") }),
        ...(changed.has("state") && { State: word<WorkGroupState>(inputs["state"]) }),
    });
    await doing(`updating Athena WorkGroup (${name})`, () => call.aws.athena(call.region).send(command));
}

function configurationOf(given: Values): WorkGroupConfiguration {
    const result = group(given["resultConfiguration"]);
    return {
        BytesScannedCutoffPerQuery: numeric(given["bytesScannedCutoffPerQuery"]),
        EnforceWorkGroupConfiguration: given["enforceWorkgroupConfiguration"] !== false,
        PublishCloudWatchMetricsEnabled: given["publishCloudwatchMetricsEnabled"] !== false,
        RequesterPaysEnabled: given["requesterPaysEnabled"] === true,
        ...(group(given["engineVersion"]) && {
            EngineVersion: { SelectedEngineVersion: text(group(given["engineVersion"])?.["selectedEngineVersion"]) },
        }),
        ...(result && {
            ResultConfiguration: {
                OutputLocation: text(result["outputLocation"]),
                ExpectedBucketOwner: text(result["expectedBucketOwner"]),
                EncryptionConfiguration: encryptionOf(result["encryptionConfiguration"]),
            },
        }),
    };
}

/** What is no longer given has to be removed by name. */
function updatesOf(given: Values): WorkGroupConfigurationUpdates {
    const { ResultConfiguration: result, BytesScannedCutoffPerQuery: cutoff, ...rest } = configurationOf(given);
    const { OutputLocation, ExpectedBucketOwner, EncryptionConfiguration } = result ?? {};
    return {
        ...rest,
        ...(cutoff === undefined ? { RemoveBytesScannedCutoffPerQuery: true } : { BytesScannedCutoffPerQuery: cutoff }),
        ResultConfigurationUpdates: {
            ...(OutputLocation === undefined ? { RemoveOutputLocation: true } : { OutputLocation }),
            ...(ExpectedBucketOwner === undefined ? { RemoveExpectedBucketOwner: true } : { ExpectedBucketOwner }),
            ...(EncryptionConfiguration === undefined
                ? { RemoveEncryptionConfiguration: true }
                : { EncryptionConfiguration }),
        },
    };
}

function encryptionOf(value: Value) {
    const given = group(value);
    const option = word<"SSE_S3" | "SSE_KMS" | "CSE_KMS">(given?.["encryptionOption"]);
    return option === undefined ? undefined : { EncryptionOption: option, KmsKey: text(given?.["kmsKeyArn"]) };
}

function fromConfiguration(found: WorkGroupConfiguration): Values {
    const { ResultConfiguration: result, EngineVersion: engine } = found;
    const encrypted = result?.EncryptionConfiguration;
    return {
        bytesScannedCutoffPerQuery: found.BytesScannedCutoffPerQuery ?? 0,
        enforceWorkgroupConfiguration: found.EnforceWorkGroupConfiguration ?? false,
        engineVersion: engine && {
            effectiveEngineVersion: engine.EffectiveEngineVersion ?? "",
            selectedEngineVersion: engine.SelectedEngineVersion ?? "",
        },
        publishCloudwatchMetricsEnabled: found.PublishCloudWatchMetricsEnabled ?? false,
        requesterPaysEnabled: found.RequesterPaysEnabled ?? false,
        resultConfiguration: result && {
            encryptionConfiguration: encrypted && {
                encryptionOption: encrypted.EncryptionOption ?? "",
                kmsKeyArn: encrypted.KmsKey ?? "",
            },
            expectedBucketOwner: result.ExpectedBucketOwner ?? "",
            outputLocation: result.OutputLocation ?? "",
        },
    };
}

function atLeastCutoff(value: Value): string | undefined {
    return Number(value) >= MIN_CUTOFF ? undefined : `to be at least ${MIN_CUTOFF}, got ${String(value)}`;
}
