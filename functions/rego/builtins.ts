/**
 * Built-in functions of Rego that WebAssembly asks its host for: the others are compiled into each policy, or not there.
 * https://www.openpolicyagent.org/docs/wasm#built-in-functions
 */

/** What @open-policy-agent/opa-wasm 1.10.0 brings along: https://github.com/open-policy-agent/npm-opa-wasm#built-in-functions */
const OF_LIBRARY = ["regex.split", "sprintf", "yaml.is_valid", "yaml.marshal", "yaml.unmarshal"] as const;

const NANOSECONDS = 1_000_000;

/** https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)$/;

/**
 * What is added here, so that a rule can tell how old something is.
 *
 * @param now the time of the evaluation, in place of the clock's
 */
export function builtinsAt(now: () => Date): Record<string, (...values: readonly unknown[]) => unknown> {
    return {
        "time.now_ns": () => now().getTime() * NANOSECONDS,
        // Undefined is what Rego makes of an argument that does not fit.
        "time.parse_rfc3339_ns": (text) => {
            const milliseconds = typeof text === "string" && RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
            return Number.isNaN(milliseconds) ? undefined : milliseconds * NANOSECONDS;
        },
    };
}

/** Every function that a policy may ask for. */
export const HOST_BUILTINS: readonly string[] = [...OF_LIBRARY, ...Object.keys(builtinsAt(() => new Date(0)))];
