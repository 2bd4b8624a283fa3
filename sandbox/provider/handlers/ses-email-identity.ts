import {
    CreateEmailIdentityCommand,
    DeleteEmailIdentityCommand,
    GetEmailIdentityCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-sesv2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { lengthBetween } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { boolean, output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";

/** terraform-provider-aws, internal/service/sesv2/email_identity.go. Nobody waits for the verification. */
export const sesEmailIdentity: Handler = {
    type: "aws:sesv2/emailIdentity:EmailIdentity",
    notImplemented: ["configurationSetName", "dkimSigningAttributes"],
    properties: {
        arn: output,
        configurationSetName: string(),
        dkimSigningAttributes: string({ computed: true }),
        emailIdentity: string({ required: true, forceNew: true, check: lengthBetween(1, 320) }),
        identityType: output,
        verificationStatus: output,
        verifiedForSendingStatus: boolean({ computed: true, outputOnly: true }),
    },

    async create(call, inputs) {
        const name = String(inputs["emailIdentity"]);
        const command = new CreateEmailIdentityCommand({ EmailIdentity: name, Tags: toTagList(call.tags) });
        await doing(`creating SESv2 Email Identity (${name})`, () => call.aws.ses(call.region).send(command));
        return name;
    },

    async read(call, id) {
        const found = await doing(`reading SESv2 Email Identity (${id})`, () => find(call, id));
        // The service does not tell the ARN: the original puts it together, too.
        const { Account: account = "" } = await call.aws.sts(call.region).send(new GetCallerIdentityCommand({}));
        return (
            found && {
                arn: `arn:aws:ses:${call.region}:${account}:identity/${id}`,
                emailIdentity: id,
                identityType: found.IdentityType,
                verificationStatus: found.VerificationStatus,
                verifiedForSendingStatus: found.VerifiedForSendingStatus ?? false,
            }
        );
    },

    async delete(call, id) {
        await doing(`deleting SESv2 Email Identity (${id})`, () =>
            unlessCode(["NotFound"], () =>
                call.aws.ses(call.region).send(new DeleteEmailIdentityCommand({ EmailIdentity: id })),
            ),
        );
    },

    tagging: {
        foundBy: "arn",
        async read(call, id) {
            return fromTagList((await find(call, id))?.Tags);
        },
        async write(call, _id, state, add, remove) {
            const client = call.aws.ses(call.region);
            const ResourceArn = String(state["arn"]);
            if (remove.length > 0) {
                await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                await client.send(new TagResourceCommand({ ResourceArn, Tags: toTagList(add) }));
            }
        },
    },
};

async function find(call: Call, id: string) {
    return unlessCode(["NotFound"], () =>
        call.aws.ses(call.region).send(new GetEmailIdentityCommand({ EmailIdentity: id })),
    );
}
