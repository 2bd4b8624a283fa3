import type { ConfigurationItem, Context, Evaluation, ResourceEvaluation } from "../rule.ts";
import type { DeclaredParameter } from "./parameters.ts";

/** What a rule's file exports, and what its description says. */
export interface HandledRule {
    /** Of a rule that runs when a resource changes. */
    readonly evaluate?: (
        item: ConfigurationItem,
        parameters: never,
        context: Context,
    ) => Evaluation | Promise<Evaluation>;
    /** Of a rule that runs on a schedule. */
    readonly evaluateAccount?: (
        parameters: never,
        context: Context,
    ) => AsyncIterable<ResourceEvaluation> | Promise<readonly ResourceEvaluation[]>;
    readonly parameters: Readonly<Record<string, DeclaredParameter>>;
    /** Items of any other type are none of the rule's business; absent: it looks at all types. */
    readonly resourceTypes?: readonly string[];
}
