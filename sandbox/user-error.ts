/** A failure that a person can act on: printed as it is, without a stack trace. */
export class UserError extends Error {
    override name = "UserError";
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
