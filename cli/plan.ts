/** `packs plan`: what a stack is going to be, without AWS and without credentials. */
import { formatCount, formatMoney } from "../lib/cost/format.ts";
import { loadUsage } from "../lib/cost/usage.ts";
import { formatDiagnostics, hasErrors } from "../lib/diagnostic.ts";
import { loadPlan } from "../lib/plan/load.ts";
import { regionsInWords } from "../lib/plan/alike-regions.ts";
import { describeReach } from "../lib/plan/organization-reach.ts";
import { projectFolder } from "../lib/project-files.ts";
import { type Headroom, isNarrow, nearestOf } from "../lib/quota/headroom.ts";
import { type MembersReport, type PackReport, type PlanReport, reportPlan } from "../lib/report/plan-report.ts";
import { allRegions, printRegions, printResources } from "./plan/regions.ts";
import { printRemediations } from "./plan/remediations.ts";
import { withProgress } from "./progress.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { EXIT } from "./exit-code.ts";

export interface PlanOptions {
    readonly stack: string;
    readonly json: boolean;
    /** Every rule, not only how many there are. */
    readonly rules: boolean;
}

/**
 * Plans one stack and prints it. Warnings go to standard error.
 *
 * @returns the exit code: 0 with a plan, 1 where configuration, packs or usage have errors
 */
export function plan(root: string, options: PlanOptions, terminal: Terminal): number {
    const files = withProgress(projectFolder(root), "planning", terminal);
    const loaded = loadPlan({ stack: options.stack, files });
    const { usage, diagnostics } = loadUsage(files);
    const findings = [...loaded.diagnostics, ...diagnostics];
    if (findings.length > 0) {
        terminal.note(formatDiagnostics(findings));
    }
    if (loaded.plan === undefined || usage === undefined || hasErrors(findings)) {
        return EXIT.errors;
    }
    const report = reportPlan(loaded.plan, usage);
    if (options.json) {
        terminal.line(JSON.stringify(report, undefined, 2));
    } else {
        print(report, options, terminal);
    }
    return EXIT.success;
}

function print(report: PlanReport, options: PlanOptions, terminal: Terminal): void {
    const heading = (text: string): void => terminal.line(`\n${terminal.style("bold", text)}`);
    const table = (header: readonly string[], rows: readonly (readonly string[])[]): void =>
        formatTable(header, rows).forEach((line) => terminal.line(line));
    const account = report.account ?? "the account of the credentials";
    const all = allRegions(report);
    const where = all.length > 1 ? `${all.length} regions` : report.region;
    terminal.line(terminal.style("bold", `Stack ${report.stack}: ${account}, ${where}`));

    if (report.regions !== undefined) {
        printRegions(report, report.regions, options, terminal);
    }
    const names = new Set(report.packs.map(({ name }) => name));
    heading(formatCount(names.size, "pack"));
    if (report.packs.length > 0) {
        const header = ["pack", "target", "rules", "remediations", "USD a month", "file"];
        table(
            all.length > 1 ? [...header.slice(0, 2), "regions", ...header.slice(2)] : header,
            report.packs.map((pack) => packRow(pack, all)),
        );
    }
    if (options.rules) {
        for (const pack of report.packs) {
            heading(
                `Rules of ${pack.name}${pack.regions === undefined ? "" : ` in ${regionsInWords(pack.regions, all)}`}`,
            );
            const reasons = pack.rules.some(({ reason }) => reason !== undefined);
            table(["rule", "source", "parameters", "USD a month", ...(reasons ? ["why"] : [])], ruleRows(pack));
        }
    }
    printRemediations(report, terminal);
    heading(formatCount(report.resources, "resource"));
    printResources(report, terminal);
    if (report.members !== undefined) {
        heading("Member accounts");
        membersLines(report.members).forEach((line) => terminal.line(line));
    }
    heading("Quotas");
    table(
        ["quota", "used", "of", "share", "nearest"],
        report.headroom.map((one) => quotaRow(one, terminal)),
    );
    heading(`Cost: ${formatMoney(report.cost.total)} a month`);
    printCost(report, terminal);
}

function membersLines({ units, regions, callAs, preferences }: MembersReport): string[] {
    const { failureTolerancePercentage, maxConcurrentPercentage } = preferences;
    const who = callAs === "SELF" ? "the management account" : "a delegated administrator";
    return [
        `AWS Config is rolled out below ${units.join(", ")}, in ${regions.join(", ")}, as ${who}.`,
        `${maxConcurrentPercentage} % of the accounts at a time; stops in a region where more than ` +
            `${failureTolerancePercentage} % have failed.`,
    ];
}

function packRow(pack: PackReport, all: readonly string[]): string[] {
    const automatic = pack.remediations.filter((one) => one.automatic).length;
    return [
        pack.name,
        describeReach(pack),
        ...(pack.regions === undefined ? [] : [regionsInWords(pack.regions, all)]),
        String(pack.rules.length),
        automatic === 0 ? String(pack.remediations.length) : `${pack.remediations.length} (${automatic} automatic)`,
        formatMoney(pack.cost).replace("USD ", ""),
        pack.file,
    ];
}

function ruleRows({ rules }: PackReport): string[][] {
    return [...rules]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((rule) => [
            rule.name,
            rule.sourceIdentifier ?? "custom",
            rule.inputParameters === undefined ? "" : JSON.stringify(rule.inputParameters),
            formatMoney(rule.cost).replace("USD ", ""),
            ...(rule.reason === undefined ? [] : [rule.reason]),
        ]);
}

function quotaRow(one: Headroom, terminal: Terminal): string[] {
    const share = `${Math.floor((one.used / one.limit) * 100)} %`;
    return [
        one.title,
        one.used.toLocaleString("en"),
        one.limit.toLocaleString("en"),
        isNarrow(one) ? terminal.style("yellow", share) : share,
        nearestOf(one),
    ];
}

function printCost({ cost }: PlanReport, terminal: Terminal): void {
    terminal.line(`Recording:   ${formatMoney(cost.recording.cost)}`);
    terminal.line(
        `Evaluations: ${formatMoney({
            low: cost.total.low - cost.recording.cost.low,
            high: cost.total.high - cost.recording.cost.high,
        })}`,
    );
    if (cost.duplicates.rules > 0) {
        terminal.line(
            `Of which ${formatMoney(cost.duplicates.saving)} for ${formatCount(cost.duplicates.rules, "rule")} that ` +
                "another pack has too: a bundle would save it.",
        );
    }
    terminal.line("\nThis assumes:");
    cost.assumptions.forEach((assumption) => terminal.line(`- ${assumption}`));
}
