import type { KeySpec, KeyUsageType } from "@aws-sdk/client-kms";
import {
    CreateKeyCommand,
    DescribeKeyCommand,
    DisableKeyCommand,
    DisableKeyRotationCommand,
    EnableKeyCommand,
    EnableKeyRotationCommand,
    GetKeyPolicyCommand,
    GetKeyRotationStatusCommand,
    paginateListResourceTags,
    PutKeyPolicyCommand,
    ScheduleKeyDeletionCommand,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { between, lengthBetween } from "../check-values.ts";
import { policy, policyToKeep } from "../equivalence/policy.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { numeric, text } from "../inputs.ts";
import type { Values } from "../property.ts";
import { boolean, number, output, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile } from "../wait-for.ts";

const policyName = "default";

/**
 * terraform-provider-aws, internal/service/kms/key.go. The deletion window and the lockout bypass are never read back. A
 * key that awaits deletion counts as gone. Waits for KMS to become consistent with itself are left out.
 */
export const kmsKey: Handler = {
    type: "aws:kms/key:Key",
    notImplemented: ["customKeyStoreId", "xksKeyId"],
    timeouts: { create: 120 },
    properties: {
        bypassPolicyLockoutSafetyCheck: boolean({ default: false }),
        customKeyStoreId: string({ forceNew: true }),
        customerMasterKeySpec: string({ forceNew: true, default: "SYMMETRIC_DEFAULT" }),
        deletionWindowInDays: number({ check: between(7, 30) }),
        description: string({ computed: true, check: lengthBetween(0, 8192) }),
        enableKeyRotation: boolean({ default: false }),
        isEnabled: boolean({ default: true }),
        keyUsage: string({ forceNew: true, default: "ENCRYPT_DECRYPT" }),
        multiRegion: boolean({ computed: true, forceNew: true }),
        policy: policy({ computed: true }),
        rotationPeriodInDays: number({ computed: true, check: between(90, 2560) }),
        xksKeyId: string({ forceNew: true }),
        arn: output,
        keyId: output,
    },

    async create(call, inputs) {
        const command = new CreateKeyCommand({
            BypassPolicyLockoutSafetyCheck: inputs["bypassPolicyLockoutSafetyCheck"] === true,
            KeySpec: inputs["customerMasterKeySpec"] as KeySpec,
            KeyUsage: inputs["keyUsage"] as KeyUsageType,
            Description: text(inputs["description"]),
            MultiRegion: inputs["multiRegion"] === true ? true : undefined,
            Policy: text(inputs["policy"]),
            Tags: Object.entries(call.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        });
        const made = await doing("creating KMS Key", () =>
            // A principal in the policy may be too new for KMS to know.
            retryWhile(
                call,
                2,
                (error) => isCode(error, "MalformedPolicyDocument"),
                () => call.aws.kms(call.region).send(command),
            ),
        );
        const id = made.KeyMetadata?.KeyId ?? "";
        return afterCreation(id, async () => {
            if (inputs["enableKeyRotation"] === true) {
                await setRotation(call, id, inputs);
            }
            if (inputs["isEnabled"] === false) {
                await setEnabled(call, id, false);
            }
        });
    },

    async read(call, id, state) {
        const client = call.aws.kms(call.region);
        const key = await doing(`reading KMS Key (${id})`, () =>
            unlessCode(
                ["NotFound"],
                async () => (await client.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata,
            ),
        );
        if (key === undefined || key.KeyState === "PendingDeletion" || key.KeyState === "PendingReplicaDeletion") {
            return undefined;
        }
        const document = await doing(`reading KMS Key (${id}) policy`, () =>
            client.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: policyName })),
        );
        const rotation = await doing(`reading KMS Key (${id}) rotation enabled`, () =>
            client.send(new GetKeyRotationStatusCommand({ KeyId: id })),
        );
        return {
            arn: key.Arn,
            keyId: key.KeyId,
            customerMasterKeySpec: key.KeySpec ?? key.CustomerMasterKeySpec,
            description: key.Description,
            enableKeyRotation: rotation.KeyRotationEnabled,
            isEnabled: key.Enabled,
            keyUsage: key.KeyUsage,
            multiRegion: key.MultiRegion,
            policy: policyToKeep(state["policy"], document.Policy),
            rotationPeriodInDays: rotation.KeyRotationEnabled === true ? rotation.RotationPeriodInDays : undefined,
        };
    },

    async update(call, id, inputs, _old, changed) {
        const client = call.aws.kms(call.region);
        // A disabled key cannot be changed: it is enabled first and disabled last.
        if (changed.has("isEnabled") && inputs["isEnabled"] === true) {
            await setEnabled(call, id, true);
        }
        if (
            changed.has("enableKeyRotation") ||
            (inputs["enableKeyRotation"] === true && changed.has("rotationPeriodInDays"))
        ) {
            await setRotation(call, id, inputs);
        }
        if (changed.has("description")) {
            await doing(`updating KMS Key (${id}) description`, () =>
                client.send(
                    new UpdateKeyDescriptionCommand({ KeyId: id, Description: text(inputs["description"]) ?? "" }),
                ),
            );
        }
        if (changed.has("policy")) {
            await doing(`updating KMS Key (${id}) policy`, () =>
                client.send(
                    new PutKeyPolicyCommand({
                        KeyId: id,
                        PolicyName: policyName,
                        Policy: text(inputs["policy"]),
                        BypassPolicyLockoutSafetyCheck: inputs["bypassPolicyLockoutSafetyCheck"] === true,
                    }),
                ),
            );
        }
        if (changed.has("isEnabled") && inputs["isEnabled"] === false) {
            await setEnabled(call, id, false);
        }
    },

    async delete(call, id, state) {
        const command = new ScheduleKeyDeletionCommand({
            KeyId: id,
            PendingWindowInDays: numeric(state["deletionWindowInDays"]),
        });
        try {
            await call.aws.kms(call.region).send(command);
        } catch (error) {
            const pending = isCode(error, "KMSInvalidState") && /is pending deletion/.test(String(error));
            if (!pending && !isCode(error, "NotFound")) {
                await doing(`deleting KMS Key (${id})`, () => Promise.reject(error));
            }
        }
    },

    tagging: {
        async read(call, id) {
            const tags: Record<string, string> = {};
            for await (const page of paginateListResourceTags({ client: call.aws.kms(call.region) }, { KeyId: id })) {
                for (const tag of page.Tags ?? []) {
                    tags[tag.TagKey ?? ""] = tag.TagValue ?? "";
                }
            }
            return tags;
        },
        async write(call, id, _state, add, remove) {
            const client = call.aws.kms(call.region);
            if (remove.length > 0) {
                await client.send(new UntagResourceCommand({ KeyId: id, TagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                const tags = Object.entries(add).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
                await client.send(new TagResourceCommand({ KeyId: id, Tags: tags }));
            }
        },
    },
};

async function setRotation(call: Call, id: string, inputs: Values): Promise<void> {
    const enable = inputs["enableKeyRotation"] === true;
    await doing(`${enable ? "enabling" : "disabling"} KMS Key (${id}) rotation`, async () => {
        const client = call.aws.kms(call.region);
        if (enable) {
            const RotationPeriodInDays = numeric(inputs["rotationPeriodInDays"]);
            await client.send(new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays }));
        } else {
            await client.send(new DisableKeyRotationCommand({ KeyId: id }));
        }
    });
}

async function setEnabled(call: Call, id: string, enabled: boolean): Promise<void> {
    await doing(`${enabled ? "enabling" : "disabling"} KMS Key (${id})`, async () => {
        const client = call.aws.kms(call.region);
        await (enabled
            ? client.send(new EnableKeyCommand({ KeyId: id }))
            : client.send(new DisableKeyCommand({ KeyId: id })));
    });
}
