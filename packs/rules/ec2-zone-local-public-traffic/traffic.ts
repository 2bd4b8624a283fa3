import {
    CloudWatchLogsClient,
    GetQueryResultsCommand,
    ResourceNotFoundException,
    StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#rule";
import type { FlowLog } from "./flow-logs.ts";

/** A query has up to 10,000 characters: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const ADDRESSES_PER_QUERY = 400;
const ROWS = 10_000;
const POLL_MS = 2_000;
const HOUR_S = 3_600;

export interface Traffic {
    /** Bytes by network interface, and by the address that it sent them to. */
    readonly sent: ReadonlyMap<string, ReadonlyMap<string, number>>;
    /** The places whose logs could be read: a log group may be gone. */
    readonly readable: ReadonlySet<string>;
}

/** Who sent how much to the addresses in the hours before AWS Config asked. */
export async function sentBytes(
    logs: readonly FlowLog[],
    addresses: readonly string[],
    hours: number,
    context: Context,
): Promise<Traffic> {
    const end = Math.floor(context.time.getTime() / 1000);
    const sent = new Map<string, Map<string, number>>();
    const readable = new Set<string>();
    for (const alike of Map.groupBy(logs, ({ logGroup, fields }) => `${logGroup} ${fields.join(" ")}`).values()) {
        const [{ logGroup, fields } = { logGroup: "", fields: [] }] = alike;
        // Several logs may write to one group: its interfaces are told apart by what they sent.
        const range = { logGroupName: logGroup, startTime: end - hours * HOUR_S, endTime: end };
        let isThere = true;
        for (let first = 0; isThere && first < addresses.length; first += ADDRESSES_PER_QUERY) {
            const some = addresses.slice(first, first + ADDRESSES_PER_QUERY);
            const rows = await results({ ...range, queryString: queryOf(fields, some) }, context);
            isThere = rows !== undefined;
            for (const { networkInterface = "", destination = "", total } of rows ?? []) {
                const bytes = sent.get(networkInterface) ?? new Map<string, number>();
                bytes.set(destination, (bytes.get(destination) ?? 0) + Number(total));
                sent.set(networkInterface, bytes);
            }
        }
        if (isThere) {
            alike.forEach(({ place }) => readable.add(place));
        }
    }
    return { sent, readable };
}

/** In the syntax of Logs Insights: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
function queryOf(fields: readonly string[], addresses: readonly string[]): string {
    const names: Readonly<Record<string, string>> = {
        "interface-id": "networkInterface",
        dstaddr: "destination",
        bytes: "size",
        action: "verdict",
    };
    const columns = fields.map((field, index) => names[field] ?? `column${index}`);
    const list = addresses.map((address) => `"${address}"`).join(",");
    return [
        `parse @message "${fields.map(() => "*").join(" ")}" as ${columns.join(", ")}`,
        `filter destination in [${list}]${fields.includes("action") ? ' and verdict = "ACCEPT"' : ""}`,
        "stats sum(size) as total by networkInterface, destination",
        "sort total desc",
        `limit ${ROWS}`,
    ].join(" | ");
}

type Row = Readonly<Record<string, string>>;

/** @returns undefined where there is no such log group */
async function results(
    query: { logGroupName: string; startTime: number; endTime: number; queryString: string },
    context: Context,
): Promise<Row[] | undefined> {
    const client = context.client(CloudWatchLogsClient);
    let queryId: string | undefined;
    try {
        ({ queryId } = await client.send(new StartQueryCommand(query)));
    } catch (reason) {
        if (reason instanceof ResourceNotFoundException) {
            return undefined;
        }
        throw reason;
    }
    for (;;) {
        const { status, results: found = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
        if (status === "Complete") {
            return found.map((row) => Object.fromEntries(row.map(({ field = "", value = "" }) => [field, value])));
        }
        if (status !== "Scheduled" && status !== "Running") {
            throw new Error(`CloudWatch Logs did not answer a query of ${query.logGroupName}: ${String(status)}`);
        }
        // The function's own timeout ends it.
        await delay(POLL_MS);
    }
}
