/**
 * Every key of the `conformance-packs` namespace. One declaration gives the check, the defaults, the types and the
 * schema for editors; Pulumi.yaml declares the same keys, and a test holds the two together.
 */
import { z } from "zod";
import { alerts } from "./schema-alerts.ts";
import { athena } from "./schema-athena.ts";
import { account, alertTopic, auditTrail, deliveryBucket, deliveryTopic, encryptionKey } from "./schema-delivery.ts";
import { templateBucket } from "./schema-delivery.ts";
import { aggregateAuthorizations, aggregators, bundles, packs } from "./schema-packs.ts";
import { digest } from "./schema-digest.ts";
import { deliveryChannel, recorder, retention, role } from "./schema-recording.ts";
import { historyArchive } from "./schema-history.ts";
import { members } from "./schema-members.ts";
import { organization } from "./schema-organization.ts";
import { remediation } from "./schema-remediation.ts";
import { ruleFunctions } from "./schema-rule-functions.ts";
import { regions } from "./schema-regions.ts";
import { thresholds } from "./schema-thresholds.ts";
import { regionName } from "./schema-values.ts";

export const settingsSchema = z.strictObject({
    account,
    homeRegion: regionName.optional().meta({
        description: "The region that records global resource types. Default: the stack's own region.",
    }),
    regions,
    tags: z
        .record(
            z
                .string()
                .regex(/^.{1,128}$/, "a tag's key has 1 to 128 characters")
                .refine(
                    (key) => !/^(aws|conformance-packs):/i.test(key),
                    "keys that begin with aws: or conformance-packs: are taken",
                ),
            z.string().max(256),
        )
        // AWS takes 50, two of which are this project's own.
        .refine((tags) => Object.keys(tags).length <= 48, "at most 48 tags")
        .default({})
        .meta({ description: "Tags on every resource that takes tags." }),
    encryptionKey,
    deliveryBucket,
    historyArchive,
    deliveryTopic,
    alertTopic,
    alerts,
    role,
    recorder,
    deliveryChannel,
    retention,
    aggregators,
    aggregateAuthorizations,
    packs,
    bundles,
    templateBucket,
    ruleFunctions,
    remediation,
    auditTrail,
    athena,
    digest,
    thresholds,
    organization,
    members,
});

/** Checked configuration with every default filled in. */
export type Settings = z.output<typeof settingsSchema>;

/** The namespace of every key in `Pulumi.<stack>.yaml`. */
export const NAMESPACE = "conformance-packs";

/** The keys of the namespace, in the order in which they are documented. */
export const SETTING_KEYS = Object.keys(settingsSchema.shape) as (keyof Settings)[];
