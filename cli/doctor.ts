/** `packs doctor`: what exists already, and the lines that take it over. */
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { adviseOn, type DoctorReport } from "../lib/doctor/advice.ts";
import { formatCount } from "../lib/cost/format.ts";
import { joinRegions, regionsInWords } from "../lib/plan/alike-regions.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import { loadPlanWithoutBaseline } from "../lib/plan/load.ts";
import { projectFolder } from "../lib/project-files.ts";
import { EXIT } from "./exit-code.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export interface DoctorOptions {
    readonly stack: string;
    readonly json: boolean;
}

/**
 * Asks AWS, compares with the stack and prints. Changes nothing.
 *
 * @returns the exit code: 0 also where something is to be done, 1 where the stack or AWS cannot be read
 */
export async function doctor(root: string, options: DoctorOptions, terminal: Terminal): Promise<number> {
    // An account can be looked at, however much less the stack covers than its baseline.
    const { plan, diagnostics } = loadPlanWithoutBaseline({ stack: options.stack, files: projectFolder(root) });
    if (plan === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    // Loaded late: the AWS clients are of no use to a stack that cannot be planned.
    const [{ inspectAccount }, { readStackState }] = await Promise.all([
        import("./doctor/inspect.ts"),
        import("./doctor/stack-state.ts"),
    ]);
    const count = regionsOf(plan).length;
    const where = count === 1 ? plan.region : formatCount(count, "region");
    terminal.transient(`asking AWS in ${where} …`);
    const [inventory, state] = await Promise.all([inspectAccount(plan), readStackState(options.stack)]);
    const report = adviseOn(plan, inventory, state);
    if (options.json) {
        terminal.line(
            JSON.stringify({ account: inventory.account, region: inventory.region, ...report }, undefined, 2),
        );
    } else {
        terminal.line(`AWS Config in account ${inventory.account}, ${where}, for the stack ${plan.stack}\n`);
        print(report, plan, terminal);
    }
    return EXIT.success;
}

function print({ rows, configuration, remarks }: DoctorReport, plan: DeploymentPlan, terminal: Terminal): void {
    const { stack } = plan;
    const regions = regionsOf(plan).map(({ region }) => region);
    if (regions.length === 1) {
        const cells = rows.map(({ what, state, detail }) => [what, state, detail]);
        formatTable(["what", "state", "detail"], cells).forEach((line) => terminal.line(line));
    } else {
        // Regions in which a thing is alike stand together, at the place of the first.
        const cells = joinRegions(rows.map(({ region, ...item }) => ({ region: region ?? plan.region, item }))).map(
            ({ regions: where, item }) => [item.what, regionsInWords(where, regions), item.state, item.detail],
        );
        formatTable(["what", "regions", "state", "detail"], cells).forEach((line) => terminal.line(line));
    }
    if (configuration.length === 0) {
        terminal.line("\nNothing that this stack would create is in its way.");
    } else {
        terminal.line(`\nWrite under config: in Pulumi.${stack}.yaml to take over what exists`);
        terminal.line("(or mode: use, where something else goes on managing it):\n");
        configuration.forEach((line) => terminal.line(`  ${line}`));
    }
    remarks.forEach((remark) => terminal.line(`\n${remark}`));
}
