import type { Value, Values } from "./property.ts";
import type { Tags } from "./tags.ts";
import { defaultTagsOf } from "./tags.ts";

/** What a program's `pulumi:providers:aws` resource or the `aws:` configuration says. */
export interface Configuration {
    readonly region: string;
    readonly defaultTags: Tags;
}

/** Settings that change what the provider does to whom: to overlook them would be to do something else. */
const notImplemented = [
    "allowedAccountIds",
    "assumeRoleWithWebIdentity",
    "assumeRoles",
    "forbiddenAccountIds",
    "ignoreTags",
    "tagPolicyCompliance",
];

/**
 * Reads the provider's inputs (https://www.pulumi.com/registry/packages/aws/installation-configuration/). How AWS is
 * reached and with what credentials is fixed in the sandbox, so those settings do not matter.
 * @throws where no region is given, or a setting cannot be honoured
 */
export function readConfiguration(inputs: Values, environment: NodeJS.ProcessEnv): Configuration {
    const settings = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, parsedSetting(value)]));
    const refused = notImplemented.filter((key) => settings[key] !== undefined);
    if (refused.length > 0) {
        const list = refused.map((key) => `aws:${key}`).join(", ");
        throw new Error(
            `the sandbox's AWS provider does not implement the setting ${list}: leave it out in the sandbox`,
        );
    }
    const given = settings["region"];
    const region =
        typeof given === "string" && given !== ""
            ? given
            : (environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]);
    if (region === undefined || region === "") {
        throw new Error(
            'missing required configuration key "aws:region": The region where AWS operations will take place. ' +
                "Set a value using the command `pulumi config set aws:region <value>`.",
        );
    }
    return { region, defaultTags: defaultTagsOf(settings) };
}

/** Structured settings reach a provider as JSON text. */
function parsedSetting(value: Value): Value {
    if (typeof value !== "string" || !/^[[{]/.test(value)) {
        return value;
    }
    try {
        return JSON.parse(value) as Value;
    } catch {
        return value;
    }
}
