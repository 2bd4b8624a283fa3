/** Settings that say nothing where they stand: told, so that nobody waits for them to take effect. */
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import { formatPath } from "../schema-faults.ts";
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

const SWITCHES = ["deliveryTopic", "alertTopic", "alerts", "auditTrail", "athena"];

type Given = Readonly<Record<string, unknown>>;

/**
 * @param values the namespace as it is written, before defaults are filled in
 * @returns an error for every setting that has no effect beside `mode: use` or a switch that is off, in the stack's own
 *     region and in the others, which take over what they do not say otherwise
 */
export function ignoredSettings(values: Given, locate: (path: Path) => Location): Diagnostic[] {
    const regions = Object.entries(mapOf(values["regions"])).map(([name, given]) => ({ name, given: mapOf(given) }));
    const ignored = [
        ...ignoredIn(values, values).filter(
            ({ path: [key = ""] }) => !regions.some(({ given }) => takesEffect(key, mapOf(given[key]))),
        ),
        ...regions.flatMap(({ name, given }) =>
            ignoredInRegion(given, values).map((one) => ({ ...one, path: ["regions", name, ...one.path] })),
        ),
    ];
    return ignored.map(({ path, beside, hint }) =>
        error(locate(path), {
            code: "ignored-setting",
            message: `${formatPath(path)} has no effect beside ${beside}`,
            path: formatPath(path),
            hint,
        }),
    );
}

interface Ignored {
    readonly path: readonly string[];
    readonly beside: string;
    readonly hint: string;
}

/** @param stack what holds where the settings do not say otherwise */
function ignoredIn(settings: Given, stack: Given): Ignored[] {
    return Object.entries(settings).flatMap(([key, value]) => {
        const given = mapOf(value);
        const whole: Given = { ...mapOf(stack[key]), ...given };
        const meant = WITH_USE[key];
        const tell = (names: readonly string[], beside: string, hint: string): Ignored[] =>
            names.map((name) => ({ path: [key, name], beside, hint }));
        const isOff = whole["enabled"] === false || (key !== "deliveryTopic" && whole["enabled"] === undefined);
        return [
            ...(meant !== undefined && whole["mode"] === "use"
                ? tell(
                      Object.keys(given).filter((name) => !meant.includes(name)),
                      "mode: use",
                      "remove it, or write mode: adopt",
                  )
                : []),
            ...(SWITCHES.includes(key) && isOff
                ? tell(
                      Object.keys(given).filter((name) => name !== "enabled"),
                      "enabled: false",
                      "remove it, or write enabled: true",
                  )
                : []),
        ];
    });
}

function ignoredInRegion(given: Given, stack: Given): Ignored[] {
    const off = (settings: Given, path: readonly string[]): Ignored[] =>
        settings["enabled"] === false
            ? Object.keys(settings)
                  .filter((name) => name !== "enabled")
                  .map((name) => ({
                      path: [...path, name],
                      beside: "enabled: false",
                      hint: "remove it, or write enabled: true",
                  }))
            : [];
    return given["enabled"] === false
        ? off(given, [])
        : [
              ...ignoredIn(given, stack),
              ...Object.entries(mapOf(given["packs"])).flatMap(([name, pack]) => off(mapOf(pack), ["packs", name])),
          ];
}

/** Whether a region brings to life what has no effect in the stack's own. */
function takesEffect(key: string, given: Given): boolean {
    return key in WITH_USE ? given["mode"] !== undefined && given["mode"] !== "use" : given["enabled"] === true;
}

function mapOf(value: unknown): Given {
    return typeof value === "object" && value !== null ? (value as Given) : {};
}
