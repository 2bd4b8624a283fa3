/** Settings that say nothing where they stand: told, so that nobody waits for them to take effect. */
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import type { Path } from "../yaml-source.ts";

/** What a resource takes that is only referred to. */
const WITH_USE: Readonly<Record<string, readonly string[]>> = {
    encryptionKey: ["mode", "arn"],
    deliveryBucket: ["mode", "name", "prefix"],
    role: ["mode", "arn"],
    recorder: ["mode", "name"],
    deliveryChannel: ["mode", "name"],
    retention: ["mode"],
};

const SWITCHES = ["deliveryTopic", "alertTopic", "auditTrail", "athena"];

/**
 * @param values the namespace as it is written, before defaults are filled in
 * @returns an error for every setting that has no effect beside `mode: use` or a switch that is off
 */
export function ignoredSettings(
    values: Readonly<Record<string, unknown>>,
    locate: (path: Path) => Location,
): Diagnostic[] {
    const found: Diagnostic[] = [];
    const tell = (key: string, setting: string, beside: string, hint: string): void => {
        const path = [key, setting];
        found.push(
            error(locate(path), {
                code: "ignored-setting",
                message: `${key}.${setting} has no effect beside ${beside}`,
                path: path.join("."),
                hint,
            }),
        );
    };
    for (const [key, settings] of Object.entries(values)) {
        if (typeof settings !== "object" || settings === null) {
            continue;
        }
        const given = settings as Readonly<Record<string, unknown>>;
        const meant = WITH_USE[key];
        if (meant !== undefined && given["mode"] === "use") {
            Object.keys(given)
                .filter((setting) => !meant.includes(setting))
                .forEach((setting) => tell(key, setting, "mode: use", "remove it, or write mode: adopt"));
        }
        const isOff = given["enabled"] === false || (key !== "deliveryTopic" && given["enabled"] === undefined);
        if (SWITCHES.includes(key) && isOff) {
            Object.keys(given)
                .filter((setting) => setting !== "enabled")
                .forEach((setting) => tell(key, setting, "enabled: false", "remove it, or write enabled: true"));
        }
    }
    return found;
}
