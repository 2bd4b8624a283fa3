/** The small shapes that the settings share: identifiers, names and the three ways to treat what may exist already. */
import { z } from "zod";

/** `create` registers a new resource, `adopt` imports an existing one and manages it, `use` only refers to it. */
const existingMode = z.enum(["create", "adopt", "use"]);
const existingMeta = {
    description:
        "`create` makes the resource; `adopt` imports one that exists and manages it from then on, keeping it on " +
        "destroy; `use` refers to one that something else manages and never touches it.",
};

export const existing = existingMode.default("create").meta(existingMeta);

/** The same for what a stack leaves alone altogether, unless it is told to have it. */
export const existingIfGiven = existingMode.optional().meta(existingMeta);

export const accountId = z
    .string()
    .regex(/^\d{12}$/, "an AWS account ID is a string of 12 digits: quote it, so that YAML keeps leading zeros");

export const regionName = z
    .string()
    .regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, "an AWS region looks like eu-west-1")
    .meta({ description: "An AWS region, such as eu-west-1." });

export const resourceType = z
    .string()
    .regex(/^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+(::[A-Za-z0-9]+)?$/, "a resource type looks like AWS::EC2::Instance");

/** An ARN of one service, or of any where no service is named. */
export function arn(service = "[a-z0-9-]+") {
    return z
        .string()
        .regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:(\\d{12}|aws)?:.+$`), `an ARN looks like arn:aws:…`);
}

/** The ARN of a key itself: an alias may lead to another key tomorrow. */
export const keyArn = z
    .string()
    .regex(
        /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
        "a key's ARN looks like arn:aws:kms:<region>:<account>:key/<id>",
    );

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = z
    .string()
    .refine((name) => !/^\d+\.\d+\.\d+\.\d+$/.test(name), "a bucket name is no IP address")
    .regex(
        /^(?!xn--|sthree-)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        "a bucket name has 3 to 63 lower-case letters, digits, hyphens or dots",
    );

type Overridable<Fields extends z.ZodRawShape> = {
    [Key in keyof Fields]: z.ZodOptional<Fields[Key] extends z.ZodDefault<infer Inner> ? Inner : Fields[Key]>;
};

/** The same fields, none of which has to be given, and none of which has a value where it is not given. */
export function overridable<Fields extends z.ZodRawShape>(fields: Fields): z.ZodObject<Overridable<Fields>> {
    const bare = Object.entries(fields).map(([name, field]) => {
        const inner = field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType).meta(field.meta() ?? {}) : field;
        return [name, (inner as z.ZodType).optional()];
    });
    return z.strictObject(Object.fromEntries(bare) as Overridable<Fields>);
}
