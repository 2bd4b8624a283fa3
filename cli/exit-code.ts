/** How every command ends: documented in the README. */
export const EXIT = {
    success: 0,
    /** Findings with errors, or a failure on the way. */
    errors: 1,
    /** A command line that makes no sense. */
    usage: 2,
} as const;
