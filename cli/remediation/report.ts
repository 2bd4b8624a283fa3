/** What `packs remediation` found out. */
import { countStates, type RemediationExecution, sortExecutions } from "../../lib/remediation/executions.ts";

export interface RemediationReport {
    readonly account: string;
    readonly regions: readonly string[];
    /** Those that were asked for. */
    readonly executions: readonly RemediationExecution[];
    /** Rules that have a remediation, among those that were asked for. */
    readonly remediations: number;
    /** Causes, and likewise resources, that are printed for people. */
    readonly limit: number;
}

/** For machines: every execution, failures first. */
export function formatJson({ account, regions, executions, remediations }: RemediationReport): string {
    return JSON.stringify(
        { account, regions, remediations, states: countStates(executions), executions: sortExecutions(executions) },
        undefined,
        2,
    );
}
