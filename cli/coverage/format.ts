/** What every output format of `packs coverage` gets, and what it gives back. */
import type { CoverageOverview, FrameworkReport } from "../../lib/coverage/report.ts";
import type { ControlState } from "../../lib/coverage/framework.ts";
import type { Terminal } from "../terminal.ts";

/** Each gives the whole text, without a line feed at its end. */
export interface CoverageFormat {
    readonly overview: (report: CoverageOverview, style: Terminal["style"]) => string;
    readonly framework: (report: FrameworkReport, style: Terminal["style"]) => string;
}

/** How a state is told, after a number of controls. */
export const STATE_WORDS: Readonly<Record<ControlState, string>> = {
    covered: "covered by rules",
    provided: "provided otherwise",
    "not-checkable": "not for AWS Config to check",
    gap: "without an answer",
};

/** `no rules`, `1 rule`, `2 rules`. */
export function counted(count: number, noun: string): string {
    return `${count === 0 ? "no" : count} ${noun}${count === 1 ? "" : "s"}`;
}
