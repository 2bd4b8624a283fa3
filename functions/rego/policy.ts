/** A policy in Rego, compiled to WebAssembly, as the evaluator of a rule. */
import { loadPolicy } from "@open-policy-agent/opa-wasm";
import type { ConfigurationItem, Context, Evaluation, Parameters } from "../rule.ts";
import { builtinsAt } from "./builtins.ts";

export type RegoEvaluator = (
    item: ConfigurationItem,
    parameters: Parameters,
    context: Pick<Context, "time">,
) => Promise<Evaluation>;

/**
 * Makes the evaluator.
 *
 * @param module a policy whose one entrypoint answers with `compliant` and `annotation`, as far as they are defined
 * @returns an evaluator that throws where the policy contradicts itself, or answers with something else
 */
export function regoEvaluator(module: Uint8Array<ArrayBuffer>): RegoEvaluator {
    let time = new Date(0);
    const load = () =>
        loadPolicy(
            module,
            undefined,
            builtinsAt(() => time),
        );
    let loading: ReturnType<typeof load> | undefined;
    return async (item, parameters, context) => {
        loading ??= load();
        const policy = await loading;
        // Nothing is awaited from here on, so that no other evaluation changes the time.
        ({ time } = context);
        try {
            const results = policy.evaluate({ ...item, parameters }) as readonly { readonly result?: unknown }[];
            return evaluationOf(results[0]?.result);
        } catch (reason) {
            // What an evaluation leaves in memory that did not come to its end is anybody's guess.
            loading = undefined;
            throw reason instanceof Error ? reason : new Error(messageOf(reason), { cause: reason });
        }
    };
}

function evaluationOf(result: unknown): Evaluation {
    const { compliant, annotation } = (result ?? {}) as { compliant?: unknown; annotation?: unknown };
    if (compliant !== undefined && typeof compliant !== "boolean") {
        throw new Error(`compliant is ${JSON.stringify(compliant)}; it has to be true, false or undefined`);
    }
    const text = textOf(annotation);
    return {
        compliance: compliant === undefined ? "NOT_APPLICABLE" : compliant ? "COMPLIANT" : "NON_COMPLIANT",
        ...(text !== "" && { annotation: text }),
    };
}

/** Of several texts, as a rule that contains them makes them, one; a set of WebAssembly's has no order. */
function textOf(annotation: unknown): string {
    const texts: unknown[] = Array.isArray(annotation) ? [...annotation] : [annotation ?? ""];
    if (!texts.every((text) => typeof text === "string")) {
        throw new Error(`annotation is ${JSON.stringify(annotation)}; it has to be a text, or a set of texts`);
    }
    return texts.sort().join(" ");
}

/** The library throws texts, and objects that are no errors. */
function messageOf(reason: unknown): string {
    const message = typeof reason === "object" && reason !== null && "message" in reason ? reason.message : reason;
    return String(message).replace(/var assignment conflict$/, "one name has two values");
}
