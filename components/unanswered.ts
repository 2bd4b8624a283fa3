/** What AWS refuses to tell before anything is deployed: a matter of credentials or of AWS, and no defect. */
import * as pulumi from "@pulumi/pulumi";

/** How the engine begins what the provider answers: `invocation of <token> returned an error: <words of the provider>`. */
const INVOCATION = /^invocation of aws:\S+ returned an error: (?:invoking \S+: )?/;
const REFUSED = /AccessDenied|not authorized|Unauthorized/i;

/**
 * The same in words, which Pulumi prints without a stack trace.
 * @returns undefined where something else failed, whose stack trace says where
 */
export function unanswered(failure: unknown): pulumi.RunError | undefined {
    if (!(failure instanceof Error) || !(INVOCATION.test(failure.message) || "$metadata" in failure)) {
        return undefined;
    }
    const words = failure.message.replace(INVOCATION, "").trim();
    // Errors of the SDK have their code as their name; the provider writes it into the words.
    const reason = "$metadata" in failure ? `${failure.name}: ${words}` : words;
    const hint = REFUSED.test(reason)
        ? "packs permissions policy --for up prints what the credentials have to allow"
        : "nothing has to be mended in the project where AWS itself failed: run it again";
    return new pulumi.RunError(`AWS did not say what has to be known first: ${reason}\nhint: ${hint}`);
}
