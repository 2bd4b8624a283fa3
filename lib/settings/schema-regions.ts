/** Further regions of a stack, and what differs there. */
import { z } from "zod";
import { deliveryChannelFields, recorderFields, retentionFields } from "./schema-recording.ts";
import { deliveryTopicFields } from "./schema-delivery.ts";
import { orEmpty, packName, parameterValue } from "./schema-packs.ts";
import { overridable, regionName } from "./schema-values.ts";

/** Stands for every region that accounts have without enabling it. */
export const ALL_REGIONS = "all";

const regionalPack = z
    .strictObject({
        enabled: z.boolean().default(true).meta({ description: "false leaves the pack or bundle out here." }),
        parameters: z.record(z.string(), parameterValue).default({}).meta({
            description: "Input parameters that differ here; the others keep the stack's values.",
        }),
    })
    .meta({ description: "What differs for one pack or bundle." });

const regionalSettings = z
    .strictObject({
        enabled: z.boolean().default(true).meta({ description: "false takes the region out of `all`." }),
        optIn: z
            .enum(["enabled", "enable"])
            .optional()
            .meta({
                description:
                    "Of a region that accounts do not have by default: it is `enabled` in this account already, or the " +
                    "stack is to `enable` it, and never disables it again.",
            }),
        recorder: overridable(recorderFields).optional(),
        deliveryChannel: overridable(deliveryChannelFields).optional(),
        retention: overridable(retentionFields).optional(),
        deliveryTopic: overridable(deliveryTopicFields).optional(),
        packs: z.record(packName, orEmpty(regionalPack)).default({}).meta({
            description: "Packs and bundles that differ here, by name.",
        }),
    })
    .meta({ description: "What differs from the stack's own region; nothing, where it is left empty." });

/** https://docs.aws.amazon.com/config/latest/developerguide/manual-delivery-of-config-data.html */
export const regions = z
    .record(z.union([z.literal(ALL_REGIONS), regionName]), orEmpty(regionalSettings))
    .default({})
    .meta({
        description:
            "Regions besides the stack's own, by name, with what differs there; `all` for every region that accounts " +
            "have by default. Each gets a recorder, a channel to the stack's bucket, a topic and the packs.",
    });

export type RegionSettings = z.output<typeof regionalSettings>;
