import { DescribeKeyCommand, paginateListAliases } from "@aws-sdk/client-kms";
import { keyArnOfAlias } from "../handlers/kms-alias.ts";
import type { Values } from "../property.ts";
import { doing } from "../service-error.ts";
import type { Invoke } from "./invoke.ts";

/** terraform-provider-aws, internal/service/kms/key_data_source.go */
export const getKey: Invoke = {
    token: "aws:kms/getKey:getKey",
    async run(call, given) {
        const keyId = String(given["keyId"]);
        const tokens = Array.isArray(given["grantTokens"]) ? given["grantTokens"].map(String) : undefined;
        const { KeyMetadata: key } = await doing(`reading KMS Key (${keyId})`, () =>
            call.aws.kms(call.region).send(new DescribeKeyCommand({ KeyId: keyId, GrantTokens: tokens })),
        );
        return {
            id: key?.KeyId,
            keyId,
            grantTokens: tokens,
            region: call.region,
            arn: key?.Arn,
            awsAccountId: key?.AWSAccountId,
            creationDate: key?.CreationDate?.toISOString(),
            customerMasterKeySpec: key?.CustomerMasterKeySpec,
            deletionDate: key?.DeletionDate?.toISOString() ?? "",
            description: key?.Description,
            enabled: key?.Enabled,
            keyManager: key?.KeyManager,
            keySpec: key?.KeySpec,
            keyState: key?.KeyState,
            keyUsage: key?.KeyUsage,
            multiRegion: key?.MultiRegion,
            multiRegionConfigurations: [],
            origin: key?.Origin,
            pendingDeletionWindowInDays: key?.PendingDeletionWindowInDays ?? 0,
            xksKeyConfigurations: [],
            cloudHsmClusterId: key?.CloudHsmClusterId ?? "",
            customKeyStoreId: key?.CustomKeyStoreId ?? "",
            expirationModel: key?.ExpirationModel ?? "",
            validTo: key?.ValidTo?.toISOString() ?? "",
        };
    },
};

/** terraform-provider-aws, internal/service/kms/alias_data_source.go */
export const getAlias: Invoke = {
    token: "aws:kms/getAlias:getAlias",
    async run(call, given): Promise<Values> {
        const name = String(given["name"]);
        for await (const page of paginateListAliases({ client: call.aws.kms(call.region) }, {})) {
            const alias = page.Aliases?.find((one) => one.AliasName === name);
            if (alias !== undefined) {
                // An alias that AWS keeps for a service may have no key yet.
                const key = await doing(`reading KMS Key (${name})`, () =>
                    call.aws.kms(call.region).send(new DescribeKeyCommand({ KeyId: alias.TargetKeyId ?? name })),
                );
                const keyId = alias.TargetKeyId ?? key.KeyMetadata?.KeyId;
                const arn = alias.AliasArn ?? "";
                return {
                    id: arn,
                    arn,
                    name,
                    region: call.region,
                    targetKeyId: keyId,
                    targetKeyArn: keyArnOfAlias(arn, keyId ?? ""),
                };
            }
        }
        throw new Error(`reading KMS Alias (${name}): couldn't find resource`);
    },
};
