/** Every key of a waiver: what is accepted as it is, by whom, why, and until when. */
import { z } from "zod";

/** The longest ARN that AWS documents: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const MAX_PATTERN_LENGTH = 2048;

function text(what: string, maximum: number) {
    return z
        .string()
        .regex(/\S/, `write ${what}`)
        .max(maximum, `at most ${maximum.toLocaleString("en")} characters`);
}

export const waiverSchema = z.strictObject({
    rule: text("the name of a rule", 128)
        .regex(/^[^*]*$/, "a waiver is for one rule; * is for resources only")
        .meta({
            description: "One rule: its name in AWS Config, or the name or identifier of the managed rule behind it.",
        }),
    account: z
        .string()
        .regex(/^(\d{12}|all)$/, "an account is an ID of 12 digits, or all")
        .meta({ description: "The account ID, or `all`." }),
    resource: text("a resource, or * for every one", MAX_PATTERN_LENGTH).meta({
        description:
            "The resource's ID or ARN, or AWS::S3::Bucket/<ID> for one type only. * stands for any characters.",
    }),
    reason: text("why the resources may stay as they are", 1000).meta({
        description: "Why the resources may stay as they are, for whoever reads the report.",
    }),
    owner: text("who answers for it", 256).meta({
        description: "Who answers for it: a team or an e-mail address.",
    }),
    expiry: z.iso.date("a date that exists is needed, such as 2027-01-31").meta({
        description: "The last day on which the waiver holds, such as 2027-01-31. It has to have one.",
    }),
});

export const waiversSchema = z.array(waiverSchema);
