import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import { formatCount } from "../lib/cost/format.ts";
import { sampleQueries } from "./queries.ts";
import type { Finding } from "./read-back.ts";
import { formatTable } from "../cli/table.ts";
import type { Terminal } from "../cli/terminal.ts";

export interface Summary {
    findings: readonly Finding[];
    outputs: OutputMap;
    endpoint: string;
    region: string;
}

/** Prints what exists now, what the stack says of it, and how to ask further. */
export function printSummary(terminal: Terminal, summary: Summary): void {
    const { findings, outputs, endpoint, region } = summary;
    const regions = new Set(findings.flatMap((finding) => finding.region ?? []));
    const heading = (text: string): void => {
        terminal.line();
        terminal.line(terminal.style("bold", text));
    };
    heading(`AWS in ${regions.size > 1 ? formatCount(regions.size, "region") : region}, asked through its own APIs`);
    const rows = findings.map((finding) => [
        ...(finding.region === undefined ? [] : [finding.region]),
        finding.kind,
        finding.name,
        colourState(terminal, finding),
        finding.detail,
    ]);
    formatTable([...(regions.size > 0 ? ["Region"] : []), "What", "Name", "State", "Detail"], rows).forEach((line) =>
        terminal.line(line),
    );

    if (Object.keys(outputs).length > 0) {
        heading("Outputs of the stack");
        const values = Object.entries(outputs).flatMap(([name, output]) => formatOutput(name, output));
        formatTable(["Output", "Value"], values).forEach((line) => terminal.line(line));
    }

    heading(`Ask it yourself: the emulator stays at ${endpoint} until \`npm stop\``);
    for (const query of sampleQueries(endpoint, region)) {
        terminal.line(terminal.style("dim", `# ${query.title}`));
        terminal.line(query.command);
    }
    terminal.line();
}

/** States of AWS's own that mean trouble, besides those of {@link Finding}. */
function colourState(terminal: Terminal, finding: Finding): string {
    const bad = /FAILED|missing|stopped|unknown/.test(finding.state);
    return terminal.style(bad ? "red" : "green", finding.state);
}

/** A row for each output, or for each value in one that maps names to values. */
function formatOutput(name: string, output: OutputMap[string]): [string, string][] {
    return output.secret ? [[name, "[secret]"]] : formatEntries(name, output.value);
}

function formatEntries(name: string, value: unknown): [string, string][] {
    if (typeof value !== "object" || value === null) {
        return [[name, String(value)]];
    }
    return Array.isArray(value)
        ? [[name, value.map(formatValue).join(", ")]]
        : Object.entries(value).flatMap(([key, entry]) => formatEntries(`${name}.${key}`, entry));
}

function formatValue(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
