/** A tool from outside npm that a test cannot do without. */
export interface OutsideTool {
    /** As a person knows it, such as "Go 1.25 or newer". */
    name: string;
    found: boolean;
    /** The command, or the page, that installs it. */
    install: string;
}

/**
 * Skips the running test or hook (and with a hook its suite) when a tool is missing; the report then names the tool
 * and what installs it. Elsewhere than on a developer's machine a skipped test is a failure: see .ci/run.
 */
export function skipWithout(context: Mocha.Context, what: OutsideTool): void {
    if (what.found) {
        return;
    }
    const runnable = context.runnable();
    const note = ` [skipped: needs ${what.name}; to install it: ${what.install}]`;
    if ((runnable as { type?: string }).type === "hook") {
        // A hook has no line of its own in the report, and the suite's is printed by now.
        runnable.parent?.eachTest((test) => {
            test.title += note;
        });
    } else {
        runnable.title += note;
    }
    context.skip();
}
