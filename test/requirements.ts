/**
 * Skips the running test or suite where an outside tool is missing, naming the command that installs it in the
 * test's title, so that it is told wherever the skip is listed.
 */
export function skipWithout(context: Mocha.Context, what: { name: string; found: boolean; install: string }): void {
    if (what.found) {
        return;
    }
    const runnable = context.currentTest ?? context.test;
    if (runnable !== undefined) {
        runnable.title += ` (skipped: needs ${what.name}; install it with ${what.install})`;
    }
    context.skip();
}
