/** What StackSets and their instances share: preferences, and the wait for an operation. */
import type { StackSetOperationPreferences, StackSetOperationResultSummary } from "@aws-sdk/client-cloudformation";
import { DescribeStackSetOperationCommand, paginateListStackSetOperationResults } from "@aws-sdk/client-cloudformation";
import { between, oneOf } from "../check-values.ts";
import type { Call } from "../handler.ts";
import { group, strings, text, word } from "../inputs.ts";
import type { Property, Value } from "../property.ts";
import { list, number, object, string } from "../property.ts";
import { unlessCode } from "../service-error.ts";
import { waitFor } from "../wait-for.ts";

export type CallAs = "SELF" | "DELEGATED_ADMIN";

/** Read back from nowhere: an operation has preferences, a StackSet has none. */
export const operationPreferences: Property = object({
    concurrencyMode: string({ check: oneOf("STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE") }),
    failureToleranceCount: number({ conflictsWith: ["failureTolerancePercentage"] }),
    failureTolerancePercentage: number({ check: between(0, 100), conflictsWith: ["failureToleranceCount"] }),
    maxConcurrentCount: number({ conflictsWith: ["maxConcurrentPercentage"] }),
    maxConcurrentPercentage: number({ check: between(1, 100), conflictsWith: ["maxConcurrentCount"] }),
    regionConcurrencyType: string({ check: oneOf("SEQUENTIAL", "PARALLEL") }),
    regionOrders: list(string()),
});

export const callAs: Property = string({ default: "SELF", check: oneOf("SELF", "DELEGATED_ADMIN") });

/**
 * expandOperationPreferences: of a count and a percentage only one may be sent, and Terraform cannot tell 0 from nothing,
 * so that the count is sent where it is positive and the percentage otherwise.
 */
export function expandPreferences(value: Value): StackSetOperationPreferences | undefined {
    const given = group(value);
    if (given === undefined) {
        return undefined;
    }
    const count = Number(given["failureToleranceCount"] ?? 0);
    const concurrent = Number(given["maxConcurrentCount"] ?? 0);
    const percentage = Number(given["failureTolerancePercentage"] ?? 0);
    const concurrentPercentage = Number(given["maxConcurrentPercentage"] ?? 0);
    return {
        ...(count > 0 ? { FailureToleranceCount: count } : { FailureTolerancePercentage: percentage }),
        ...(concurrent > 0
            ? { MaxConcurrentCount: concurrent }
            : concurrentPercentage > 0
              ? { MaxConcurrentPercentage: concurrentPercentage }
              : {}),
        ConcurrencyMode: word(given["concurrencyMode"]),
        RegionConcurrencyType: word(given["regionConcurrencyType"]),
        RegionOrder: strings(given["regionOrders"]),
    };
}

export function callAsOf(value: Value): CallAs {
    return text(value) === "DELEGATED_ADMIN" ? "DELEGATED_ADMIN" : "SELF";
}

/** Waits for an operation; one that fails tells each account's and region's reason (stackSetOperationError). */
export async function waitOperation(call: Call, name: string, id: string | undefined, as: CallAs): Promise<void> {
    const client = call.aws.cloudFormation(call.region);
    const request = { StackSetName: name, OperationId: id, CallAs: as };
    await waitFor(call, {
        pending: ["RUNNING", "QUEUED"],
        target: ["SUCCEEDED"],
        refresh: async () => {
            const answer = await unlessCode(["OperationNotFound"], () =>
                client.send(new DescribeStackSetOperationCommand(request)),
            );
            const value = answer?.StackSetOperation;
            return value && { value, state: value.Status ?? "" };
        },
        reason: async ({ Status: status }) => {
            if (status !== "FAILED") {
                return "";
            }
            const lines: string[] = [];
            for await (const page of paginateListStackSetOperationResults({ client }, request)) {
                lines.push(...(page.Summaries ?? []).map(resultLine));
            }
            return lines.join("\n");
        },
    });
}

function resultLine(result: StackSetOperationResultSummary): string {
    const { Account: account = "", Region: region = "", Status: status = "", StatusReason: reason = "" } = result;
    return `Account (${account}), Region (${region}), ${status}: ${reason}`;
}
