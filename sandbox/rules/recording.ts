/** What a caller asks the emulator, and what it is answered: see sandbox/emulator/recordings.py. */
import type { JsonObject } from "../../lib/rules/custom-rule.ts";

export interface RecordedRequest {
    /** As requests are signed: `ec2`, `monitoring`. */
    readonly service: string;
    readonly operation: string;
    /** 12 digits. */
    readonly account: string;
    readonly region: string;
    readonly parameters: JsonObject;
}

/**
 * @param caller an access key
 * @param answers by operation
 * @returns why the answers are none that AWS would give; undefined where they are right
 */
export async function beginRecording(
    endpoint: string,
    caller: string,
    answers: JsonObject,
): Promise<string | undefined> {
    const response = await fetch(new URL(`/sandbox/recordings/${caller}`, endpoint), {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ answers }),
    });
    const { message } = (await response.json()) as { message?: string };
    return response.ok ? undefined : (message ?? `the emulator answered ${response.status}`);
}

/** @returns the requests since the recording began, in their order */
export async function endRecording(endpoint: string, caller: string): Promise<readonly RecordedRequest[]> {
    const response = await fetch(new URL(`/sandbox/recordings/${caller}`, endpoint), { method: "DELETE" });
    return ((await response.json()) as { requests: readonly RecordedRequest[] }).requests;
}
