/** `packs evidence`: a folder that shows how a framework is met, and that an auditor can verify. */
import { projectFolder } from "../lib/project-files.ts";
import { tokenOf } from "../lib/oscal/datatypes.ts";
import { formatCount } from "../lib/cost/format.ts";
import { inquire } from "./compliance/inquiry.ts";
import { interruptible } from "./compliance/interruption.ts";
import { askedFramework } from "./evidence/asked-framework.ts";
import { collect } from "./evidence/collect.ts";
import { EvidenceFolder } from "./evidence/evidence-folder.ts";
import { UnwritableError } from "./evidence/unwritable.ts";
import { verifyEvidence } from "./evidence/verify.ts";
import { EXIT } from "./exit-code.ts";
import type { AskedScope } from "./scope.ts";
import type { Terminal } from "./terminal.ts";

export interface EvidenceOptions extends AskedScope {
    readonly framework?: string;
    /** A folder. @default `evidence-<framework>-<day>` */
    readonly output?: string;
    /** A folder to look at, in place of writing one. */
    readonly verify?: string;
    /** The top hash that it had. */
    readonly expect?: string;
}

/**
 * Asks AWS and writes a folder, or verifies one. Changes nothing in AWS.
 *
 * @returns the exit code: 0 where the folder was written or is as it was, 1 where it is not or something refused, 2 for a
 *     command line that makes no sense
 */
export async function evidence(root: string, options: EvidenceOptions, terminal: Terminal): Promise<number> {
    const { framework, verify, expect } = options;
    if (verify !== undefined && framework !== undefined) {
        terminal.note("packs evidence: either --framework or --verify, not both");
        return EXIT.usage;
    }
    if (verify !== undefined) {
        return verifyEvidence(verify, expect, terminal);
    }
    if (framework === undefined || expect !== undefined) {
        const missing =
            expect === undefined ? "name a --framework, or a folder by --verify" : "--expect needs --verify";
        terminal.note(`packs evidence: ${missing}`);
        return EXIT.usage;
    }
    const files = projectFolder(root);
    return inquire("evidence", files, options, terminal, {
        prepare: ({ plan }) => {
            const found = askedFramework("evidence", framework, plan, files);
            return "fault" in found ? found : { ready: found };
        },
        work: async (inquiry, ready) => {
            const place = options.output ?? `evidence-${tokenOf(framework)}-${inquiry.on}`;
            try {
                const folder = await EvidenceFolder.create(place);
                try {
                    const { hash, remarks } = await interruptible((goOn) =>
                        collect(folder, { root, files, terminal, goOn, ...inquiry, ...ready }),
                    );
                    remarks.forEach((remark) => terminal.note(`packs evidence: ${remark}`));
                    terminal.line(`Wrote ${formatCount(folder.files.length, "file")} to ${place}`);
                    terminal.line(`Top hash: ${hash}`);
                    terminal.note(
                        "Keep the top hash elsewhere: by it, packs evidence --verify knows the folder again.",
                    );
                    return EXIT.success;
                } finally {
                    await folder.discard();
                }
            } catch (reason) {
                if (reason instanceof UnwritableError) {
                    terminal.note(`packs evidence: ${reason.message}`);
                    return EXIT.errors;
                }
                throw reason;
            }
        },
    });
}
