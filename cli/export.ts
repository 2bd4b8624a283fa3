/** `packs export`: what every rule says of every resource, in the forms that auditors and their tools read. */
import type { FrameworkCoverage } from "../lib/coverage/framework.ts";
import type { StatusFilter } from "../lib/compliance/filter.ts";
import { readEvaluations } from "../lib/compliance/evaluation-rows.ts";
import type { ComplianceScope } from "../lib/compliance/source.ts";
import { projectFolder } from "../lib/project-files.ts";
import { TooManyResourcesError } from "../lib/oscal/assessment-results.ts";
import { type Inquiry, inquire } from "./compliance/inquiry.ts";
import { interruptible } from "./compliance/interruption.ts";
import { askedFramework, unansweredControls } from "./evidence/asked-framework.ts";
import { UnwritableError } from "./evidence/unwritable.ts";
import { EXIT } from "./exit-code.ts";
import { EXPORT_FORMATS, type ExportFormatName } from "./export/formats.ts";
import { writeWhole } from "./export/output-file.ts";
import { evaluationProgress } from "./export/progress.ts";
import type { AskedScope } from "./scope.ts";
import { standardOutput, type Terminal, type TextSink } from "./terminal.ts";
import { readVersion } from "./version.ts";

export interface ExportOptions extends AskedScope {
    readonly format: ExportFormatName;
    readonly filter: StatusFilter;
    /** Only rules for controls of this framework, and only these controls. */
    readonly framework?: string;
    /** A file. @default standard output */
    readonly output?: string;
}

/**
 * Asks AWS and writes. Changes nothing in AWS.
 *
 * @returns the exit code: 0 where all was written, 1 where AWS or the file system refused, 2 for an unknown framework
 */
export function exportCompliance(root: string, options: ExportOptions, terminal: Terminal): Promise<number> {
    const { framework, filter } = options;
    const files = projectFolder(root);
    return inquire("export", files, options, terminal, {
        prepare: ({ plan }) => {
            if (framework === undefined) {
                return { ready: undefined };
            }
            if (filter.controls !== undefined) {
                return { fault: "packs export: either --framework or --control, not both", code: EXIT.usage };
            }
            const found = askedFramework("export", framework, plan, files);
            return "fault" in found ? found : { ready: found.coverage };
        },
        work: async (inquiry, coverage) => {
            try {
                await interruptible((goOn) => write(inquiry, coverage, options, terminal, goOn));
                return EXIT.success;
            } catch (reason) {
                const words = explain(reason);
                if (words === undefined) {
                    throw reason;
                }
                terminal.note(`packs export: ${words}`);
                return EXIT.errors;
            }
        },
    });
}

async function write(
    { source, plan, waivers, at, on }: Inquiry,
    coverage: FrameworkCoverage | undefined,
    { format, filter, framework, output }: ExportOptions,
    terminal: Terminal,
    goOn: () => void,
): Promise<void> {
    const screen = standardOutput();
    const asked = { ...filter, ...(framework !== undefined && { controls: [framework] }) };
    const { open, resources } = EXPORT_FORMATS[format];
    // A passing line would stand among the rows.
    const isQuiet = output === undefined && screen.isTerminal;
    const run = async (sink: TextSink): Promise<void> => {
        const writer = open(sink, {
            title: plan === undefined ? askedWords(source.scope) : `the stack ${plan.stack}`,
            scope: source.scope,
            ...(plan !== undefined && { stack: plan.stack }),
            ...(framework !== undefined && { framework }),
            ...(coverage !== undefined && { unanswered: unansweredControls(coverage) }),
            collected: at,
            version: readVersion(),
            filter: asked,
            resources,
        });
        await writer.begin();
        const pages = readEvaluations({
            source,
            ...(plan !== undefined && { plan }),
            waivers,
            on,
            filter: asked,
            resources,
            ...(!isQuiet && { onProgress: evaluationProgress(terminal) }),
        });
        for await (const rows of pages) {
            goOn();
            await writer.add(rows);
        }
        await writer.end();
    };
    await (output === undefined ? run(screen) : writeWhole(output, run));
}

function askedWords(scope: ComplianceScope): string {
    return scope.kind === "aggregator" ? `the aggregator ${scope.aggregator}` : `the account ${scope.account}`;
}

/** @returns undefined for an error that is not the writing's */
function explain(reason: unknown): string | undefined {
    if (reason instanceof TooManyResourcesError) {
        return `${reason.message}, too many for one document: ask about fewer accounts by --in-account, or one pack by --pack`;
    }
    return reason instanceof UnwritableError ? reason.message : undefined;
}
