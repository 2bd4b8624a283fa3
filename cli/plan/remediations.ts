/** Remediations of a plan, and the roles by which they run. */
import { formatCount } from "../../lib/cost/format.ts";
import type { PlanReport } from "../../lib/report/plan-report.ts";
import { formatTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** Nothing where no pack has any. */
export function printRemediations({ packs, remediationRoles = [] }: PlanReport, terminal: Terminal): void {
    const rows = packs.flatMap(({ name, remediations }) =>
        remediations.map(({ rule, document, automatic, destructive, acknowledgement, role }) => [
            `${name}/${rule}`,
            document ?? "?",
            automatic ? "automatic" : "by hand",
            destructive ?? "",
            acknowledgement ?? "",
            role ?? "of the pack",
        ]),
    );
    // Of a pack that differs between regions, what is the same is told once.
    const distinct = [...new Map(rows.map((row) => [row.join("\0"), row])).values()];
    if (distinct.length === 0) {
        return;
    }
    terminal.line(`\n${terminal.style("bold", formatCount(distinct.length, "remediation"))}`);
    formatTable(["rule", "document", "runs", "destructive", "acknowledged", "role"], distinct).forEach((line) => {
        terminal.line(line);
    });
    for (const { name, permissions, organizationWide } of remediationRoles) {
        terminal.line(`\nThe role ${name}${organizationWide ? ", in every member too," : ""} may`);
        for (const { actions, resources, conditions } of permissions) {
            const where = conditions === undefined ? "" : ` where ${JSON.stringify(conditions)}`;
            terminal.line(`  ${actions.join(", ")}\n    on ${resources.join(", ")}${where}`);
        }
    }
}
