/** The schema of `Pulumi.<stack>.yaml`: the keys of this project's namespace, and what Pulumi itself keeps there. */
import { NAMESPACE, SETTING_KEYS, settingsSchema } from "../settings/schema.ts";
import { regionName } from "../settings/schema-values.ts";
import { DRAFT, fromZod, type JsonSchema } from "./json-schema.ts";

/**
 * Keys of other namespaces are accepted; an unknown one of ours, or at the top of the file, is not: Pulumi would not
 * read it, and say nothing. https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
 */
export function stackSchema(): JsonSchema {
    const { properties = {} } = fromZod(settingsSchema);
    return {
        $schema: DRAFT,
        title: "Stack configuration",
        type: "object",
        properties: {
            config: {
                type: "object",
                properties: {
                    "aws:region": {
                        ...fromZod(regionName),
                        description: "The region to deploy to, such as eu-west-1.",
                    },
                    "aws:profile": { type: "string", description: "A profile of the AWS CLI, for its credentials." },
                    ...Object.fromEntries(SETTING_KEYS.map((key) => [`${NAMESPACE}:${key}`, properties[key] ?? {}])),
                },
                patternProperties: { [`^${NAMESPACE}:(?!(${SETTING_KEYS.join("|")})$)`]: false },
                additionalProperties: true,
            },
            secretsprovider: { type: "string", description: "Written by Pulumi." },
            encryptedkey: { type: "string", description: "Written by Pulumi." },
            encryptionsalt: { type: "string", description: "Written by Pulumi." },
            environment: { description: "Pulumi ESC environments." },
        },
        additionalProperties: false,
    };
}
