import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
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
    const heading = (text: string): void => {
        terminal.line();
        terminal.line(terminal.style("bold", text));
    };
    heading(`AWS in ${region}, asked through its own APIs`);
    const rows = findings.map((finding) => [
        finding.kind,
        finding.name,
        colourState(terminal, finding),
        finding.detail,
    ]);
    formatTable(["What", "Name", "State", "Detail"], rows).forEach((line) => terminal.line(line));

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

/** A row for each output, or for each entry of one that maps names to values. */
function formatOutput(name: string, output: OutputMap[string]): [string, string][] {
    const value: unknown = output.value;
    if (output.secret) {
        return [[name, "[secret]"]];
    }
    if (typeof value !== "object" || value === null) {
        return [[name, String(value)]];
    }
    return Array.isArray(value)
        ? [[name, value.map(formatValue).join(", ")]]
        : Object.entries(value).map(([key, entry]) => [`${name}.${key}`, formatValue(entry)]);
}

function formatValue(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
