/** AWS's own Automation documents for remediation: data beside this file, read when first asked for. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const words = z.string().trim().min(1);
const action = z.string().regex(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/, "an action looks like ec2:DeleteSecurityGroup");

export const awsDocumentsSchema = z.array(
    z.strictObject({
        document: z.string().regex(/^AWS[A-Za-z]*-[A-Za-z0-9]+$/, "a document looks like AWS-StopEC2Instance"),
        page: words,
        destructive: z.boolean(),
        reason: words,
        parameters: z.array(words),
        optional: z.array(words).default([]),
        actions: z.array(action).min(1),
        automation: z.boolean().default(false),
        hold: z.record(action, words).default({}),
        passes: z.strictObject({ parameter: words, service: words }).optional(),
        derived: z.boolean().default(false),
        note: words.optional(),
    }),
);

export type AwsDocument = z.output<typeof awsDocumentsSchema>[number];

let loaded: ReadonlyMap<string, AwsDocument> | undefined;

/** Those that are known here, by name; AWS has more. */
export function awsDocuments(): ReadonlyMap<string, AwsDocument> {
    loaded ??= new Map(
        awsDocumentsSchema
            .parse(parse(readFileSync(new URL("aws-documents.yaml", import.meta.url), "utf8")))
            .map((one) => [one.document, one]),
    );
    return loaded;
}

/** Where actions and parameters of a document come from. */
export function pageOf({ page }: Pick<AwsDocument, "page">): string {
    return `https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/${page}.html`;
}
