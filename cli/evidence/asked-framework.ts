/** A framework that somebody asks about, as the packs know it. */
import {
    coverFramework,
    type FrameworkCoverage,
    frameworksOf,
    UNNAMED_FRAMEWORK,
} from "../../lib/coverage/framework.ts";
import { readProjectPacks } from "../../lib/coverage/pack-rules.ts";
import { remarksOn } from "../../lib/coverage/report.ts";
import { stackPacks } from "../../lib/coverage/stack-packs.ts";
import { formatDiagnostics } from "../../lib/diagnostic.ts";
import type { UnansweredControl } from "../../lib/oscal/complete-document.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { suggestionHint } from "../../lib/suggestion.ts";
import { EXIT } from "../exit-code.ts";

export type FoundFramework =
    | { readonly coverage: FrameworkCoverage; readonly plan: DeploymentPlan }
    | { readonly fault: string; readonly code: number };

/** @returns how a stack's packs cover a framework, or why that cannot be told */
export function askedFramework(
    command: string,
    framework: string,
    plan: DeploymentPlan | undefined,
    files: ProjectFiles,
): FoundFramework {
    if (plan === undefined) {
        return {
            fault: `packs ${command}: name the --stack whose packs cover the framework ${framework}`,
            code: EXIT.usage,
        };
    }
    const { packs: project, diagnostics } = readProjectPacks(files);
    if (project === undefined) {
        return { fault: formatDiagnostics(diagnostics), code: EXIT.errors };
    }
    const selected = stackPacks(plan, project);
    const known = frameworksOf(selected).filter((name) => name !== UNNAMED_FRAMEWORK);
    if (!known.includes(framework)) {
        const none = known.length === 0 ? "none of them names a framework" : `they name ${known.join(", ")}`;
        return {
            fault:
                `packs ${command}: no pack of the stack ${plan.stack} names a framework ${framework} ` +
                `(${suggestionHint(framework, known) ?? none})`,
            code: EXIT.usage,
        };
    }
    return { coverage: coverFramework(framework, selected, project), plan };
}

/** What an auditor has to look for elsewhere. */
export function unansweredControls({ framework, controls }: FrameworkCoverage): UnansweredControl[] {
    return controls
        .map((control) => ({ control: { framework, id: control.id }, reasons: remarksOn(control) }))
        .filter(({ reasons }) => reasons.length > 0);
}
