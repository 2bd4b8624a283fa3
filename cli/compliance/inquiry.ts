/** What a command that asks for compliance needs before it can ask: whom, what the plan knows, what is waived. */
import type { ComplianceSource } from "../../lib/compliance/source.ts";
import { formatDiagnostics } from "../../lib/diagnostic.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { loadWaivers } from "../../lib/waivers/load.ts";
import type { Waiver } from "../../lib/waivers/waiver.ts";
import { EXIT } from "../exit-code.ts";
import { type Question, questionOf, unlessRefused } from "../refusal.ts";
import { type AskedScope, type AwsScope, scopeOf } from "../scope.ts";
import type { Terminal } from "../terminal.ts";
import { explainFailure } from "./failure.ts";
import { InterruptedError } from "./interruption.ts";

export interface Inquiry {
    readonly source: ComplianceSource;
    readonly scope: AwsScope;
    readonly plan?: DeploymentPlan;
    readonly waivers: readonly Waiver[];
    /** When it began: ISO 8601. */
    readonly at: string;
    /** The same as a day: YYYY-MM-DD. */
    readonly on: string;
}

/** What is known without a question to AWS. */
export type Prepared = Pick<Inquiry, "plan" | "scope" | "waivers">;

/** What a command found before anybody was asked, or why it need not ask. */
export type Preparation<Ready> = { readonly ready: Ready } | { readonly fault: string; readonly code: number };

/**
 * Opens an inquiry, works with it, and explains what AWS refuses.
 *
 * @param prepare looks for what the command cannot do without, before anybody is asked
 * @returns the exit code of `prepare` where it has one, else that of `work`
 */
export async function inquire<Ready>(
    command: string,
    files: ProjectFiles,
    options: AskedScope,
    terminal: Terminal,
    steps: {
        readonly prepare: (prepared: Prepared) => Preparation<Ready> | Promise<Preparation<Ready>>;
        readonly work: (inquiry: Inquiry, ready: Ready) => Promise<number>;
        /** What else the command knows the meaning of. @default nothing */
        readonly explain?: (refusal: Error) => string | undefined;
    },
): Promise<number> {
    const found = scopeOf(command, files, options, true);
    if ("fault" in found) {
        terminal.note(found.fault);
        return found.code;
    }
    const { waivers, diagnostics } = loadWaivers(files);
    if (waivers === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    const { scope, plan } = found;
    const known = { waivers, scope, ...(plan !== undefined && { plan }) };
    const prepared = await steps.prepare(known);
    if ("fault" in prepared) {
        terminal.note(prepared.fault);
        return prepared.code;
    }
    // Loaded late: the AWS clients are of no use to a question that cannot be asked.
    const { openSource } = await import("./open-source.ts");
    const at = new Date().toISOString();
    const asking = async (): Promise<number> => {
        const opened = await openSource(scope, options.region, plan);
        if ("fault" in opened) {
            terminal.note(opened.fault);
            return EXIT.errors;
        }
        const inquiry = { ...known, source: opened.source, at, on: at.slice(0, 10) };
        return await steps.work(inquiry, prepared.ready);
    };
    const meaning = (refusal: Error, question: Question): string | undefined =>
        steps.explain?.(refusal) ?? explain(refusal, question);
    return unlessRefused(asking, meaning, questionOf(command, found), terminal);
}

function explain(refusal: Error, { command }: Question): string | undefined {
    return refusal instanceof InterruptedError
        ? `packs ${command}: interrupted before the end`
        : explainFailure(refusal);
}
