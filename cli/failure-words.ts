/** What failed, in one line: the code that AWS gives an error, and its words. */
import { STATUS_CODES } from "node:http";

/** The SDK's words where an answer has none, as those to HEAD. */
const NONE = "UnknownError";

export function failureWords(reason: unknown): string {
    if (!(reason instanceof Error)) {
        return String(reason);
    }
    const { $metadata: metadata } = reason as { $metadata?: { readonly httpStatusCode?: number } };
    const status = metadata?.httpStatusCode;
    return reason.message === NONE && status !== undefined
        ? `AWS answered with the status ${status} (${STATUS_CODES[status] ?? "unknown"}), without a reason`
        : `${reason.name}: ${reason.message}`;
}
