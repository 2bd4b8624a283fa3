/** The framework that a report is asked for, as `packs coverage` knows it. */
import { catalogue } from "../../lib/catalogue/catalogue.ts";
import { namedChecks } from "../../lib/coverage/named-checks.ts";
import { readProjectPacks } from "../../lib/coverage/pack-rules.ts";
import { coverageNames, type FrameworkReport, reportFramework } from "../../lib/coverage/report.ts";
import { stackPacks } from "../../lib/coverage/stack-packs.ts";
import { formatDiagnostics } from "../../lib/diagnostic.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { customRuleNames } from "../../lib/rules/find.ts";
import { suggestionHint } from "../../lib/suggestion.ts";
import { EXIT } from "../exit-code.ts";

export interface Covered {
    readonly coverage?: FrameworkReport;
    readonly fault?: { readonly words: string; readonly code: number };
}

/** Of the stack's packs where there is a stack, else of all packs of the project. */
export function coverageOf(framework: string, plan: DeploymentPlan | undefined, files: ProjectFiles): Covered {
    const { packs: project, diagnostics } = readProjectPacks(files);
    if (project === undefined) {
        return { fault: { words: formatDiagnostics(diagnostics), code: EXIT.errors } };
    }
    const selected = plan === undefined ? project : stackPacks(plan, project);
    const known = coverageNames([...selected, ...project]);
    if (!known.includes(framework)) {
        const hint = suggestionHint(framework, known) ?? "packs coverage lists them";
        return {
            fault: { words: `packs report: no pack names a framework ${framework} (${hint})`, code: EXIT.usage },
        };
    }
    const title = plan === undefined ? "all packs of the project" : `the stack ${plan.stack}`;
    const sources = { checks: namedChecks(), catalogue: catalogue(), ownRules: customRuleNames(files) };
    return { coverage: reportFramework(framework, { title, selected, project }, sources) };
}
