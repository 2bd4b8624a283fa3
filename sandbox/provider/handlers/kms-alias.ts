import { CreateAliasCommand, DeleteAliasCommand, paginateListAliases, UpdateAliasCommand } from "@aws-sdk/client-kms";
import { matches } from "../check-values.ts";
import type { Handler } from "../handler.ts";
import type { Value } from "../property.ts";
import { output, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile } from "../wait-for.ts";

const isAliasName = matches(
    /^alias\/[0-9A-Za-z_/-]+$/,
    "to begin with alias/ and be made of letters, digits, _, / and -",
);

/** terraform-provider-aws, internal/service/kms/alias.go */
export const kmsAlias: Handler = {
    type: "aws:kms/alias:Alias",
    autoName: { property: "name", prefix: "alias/", unless: "namePrefix" },
    notImplemented: ["namePrefix"],
    properties: {
        name: string({ computed: true, forceNew: true, check: isAliasName }),
        namePrefix: string({ computed: true, forceNew: true }),
        targetKeyId: string({ required: true, same: sameKey }),
        targetKeyArn: output,
        arn: output,
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const command = new CreateAliasCommand({ AliasName: name, TargetKeyId: String(inputs["targetKeyId"]) });
        await doing(`creating KMS Alias (${name})`, () =>
            retryWhile(
                call,
                10,
                (error) => isCode(error, "NotFound"),
                () => call.aws.kms(call.region).send(command),
            ),
        );
        return name;
    },

    async read(call, id) {
        const alias = await doing(`reading KMS Alias (${id})`, async () => {
            for await (const page of paginateListAliases({ client: call.aws.kms(call.region) }, {})) {
                const found = page.Aliases?.find((one) => one.AliasName === id);
                if (found !== undefined) {
                    return found;
                }
            }
            return undefined;
        });
        if (alias === undefined) {
            return undefined;
        }
        const arn = alias.AliasArn ?? "";
        const keyId = alias.TargetKeyId ?? "";
        return { name: id, namePrefix: "", arn, targetKeyId: keyId, targetKeyArn: keyArnOfAlias(arn, keyId) };
    },

    async update(call, id, inputs) {
        await doing(`updating KMS Alias (${id})`, () =>
            call.aws
                .kms(call.region)
                .send(new UpdateAliasCommand({ AliasName: id, TargetKeyId: String(inputs["targetKeyId"]) })),
        );
    },

    async delete(call, id) {
        await doing(`deleting KMS Alias (${id})`, () =>
            unlessCode(["NotFound"], () => call.aws.kms(call.region).send(new DeleteAliasCommand({ AliasName: id }))),
        );
    },
};

/** `arn:aws:kms:region:account:alias/name` and a key's identifier make the key's ARN. */
export function keyArnOfAlias(aliasArn: string, keyId: string): string {
    return `${aliasArn.split(":").slice(0, 5).join(":")}:key/${keyId}`;
}

/** A key may be named by identifier or by ARN. */
function sameKey(old: Value, next: Value): boolean {
    const idOf = (value: Value) => String(value).replace(/^arn:[^/]*:key\//, "");
    return idOf(old) === idOf(next);
}
