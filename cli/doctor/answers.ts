/** Turns calls to AWS into answers: there is one, there is none, or it cannot be told and why. */
import type { Answer } from "../../lib/doctor/inventory.ts";
import { failureWords } from "../failure-words.ts";

/**
 * @param absent names of the errors by which AWS says that there is none
 */
export async function ask<Value>(
    call: () => Promise<Value | undefined>,
    absent: readonly string[] = [],
): Promise<Answer<Value | undefined>> {
    try {
        return { known: true, value: await call() };
    } catch (reason) {
        const error = reason instanceof Error ? reason : new Error(String(reason));
        return absent.includes(error.name)
            ? { known: true, value: undefined }
            : { known: false, reason: failureWords(error) };
    }
}
