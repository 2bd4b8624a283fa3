/** `packs coverage`: which controls of a framework are covered, by which rules of which packs, and which are not. */
import { catalogue } from "../lib/catalogue/catalogue.ts";
import { countOf } from "../lib/coverage/framework.ts";
import { namedChecks } from "../lib/coverage/named-checks.ts";
import { type ProjectPack, readProjectPacks } from "../lib/coverage/pack-rules.ts";
import { coverageNames, type CoverageScope, reportFramework, reportOverview } from "../lib/coverage/report.ts";
import { stackPacks } from "../lib/coverage/stack-packs.ts";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { loadPlan } from "../lib/plan/load.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import { customRuleNames } from "../lib/rules/find.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { COVERAGE_FORMATS, type CoverageFormatName } from "./coverage/formats.ts";
import { EXIT } from "./exit-code.ts";
import { withProgress } from "./progress.ts";
import { noSuchPack } from "./render.ts";
import type { Terminal } from "./terminal.ts";

export interface CoverageOptions {
    /** Default: all, in a line each. */
    readonly framework?: string;
    /** Only the packs that this stack deploys. */
    readonly stack?: string;
    /** Only these packs, by name, separated by commas. */
    readonly packs?: string;
    readonly format: CoverageFormatName;
    /** Ends with 1 where a control has no answer. */
    readonly failOnGaps: boolean;
}

/**
 * Looks through the packs and prints.
 *
 * @returns the exit code: 0 where coverage was told, 1 where packs or stack have errors or `failOnGaps` found a gap, 2 for
 *     an unknown framework or pack
 */
export function coverage(root: string, options: CoverageOptions, terminal: Terminal): number {
    if (options.stack !== undefined && options.packs !== undefined) {
        terminal.note("packs coverage: either --stack or --packs, not both");
        return EXIT.usage;
    }
    if (options.failOnGaps && options.framework === undefined) {
        terminal.note("packs coverage: --fail-on-gaps needs a --framework: nobody covers all of them");
        return EXIT.usage;
    }
    const files = withProgress(projectFolder(root), "reading packs", terminal);
    const { packs: project, diagnostics } = readProjectPacks(files);
    if (project === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    const found = scopeOf(options, project, files);
    if ("fault" in found) {
        terminal.note(found.fault);
        return found.code;
    }
    const { framework } = options;
    const known = coverageNames([...found.scope.selected, ...project]);
    if (framework !== undefined && !known.includes(framework)) {
        const hint = suggestionHint(framework, known);
        terminal.note(
            `packs coverage: no pack names a framework ${framework} (${hint ?? "packs coverage lists them"})`,
        );
        return EXIT.usage;
    }
    const sources = { checks: namedChecks(), catalogue: catalogue(), ownRules: customRuleNames(files) };
    const format = COVERAGE_FORMATS[options.format];
    const style: Terminal["style"] = (one, text) => terminal.style(one, text);
    if (framework === undefined) {
        terminal.line(format.overview(reportOverview(found.scope, sources), style));
        return EXIT.success;
    }
    const report = reportFramework(framework, found.scope, sources);
    terminal.line(format.framework(report, style));
    return options.failOnGaps && countOf(report, "gap") > 0 ? EXIT.errors : EXIT.success;
}

type Found = { readonly scope: CoverageScope } | { readonly fault: string; readonly code: number };

function scopeOf({ stack, packs }: CoverageOptions, project: readonly ProjectPack[], files: ProjectFiles): Found {
    if (stack !== undefined) {
        const { plan, diagnostics } = loadPlan({ stack, files });
        return plan === undefined
            ? { fault: formatDiagnostics(diagnostics), code: EXIT.errors }
            : { scope: { title: `the stack ${stack}`, selected: stackPacks(plan, project), project } };
    }
    if (packs === undefined) {
        return { scope: { title: "all packs of the project", selected: project, project } };
    }
    const names = [...new Set(packs.split(",").map((name) => name.trim()))].filter((name) => name !== "");
    const missing = names.find((name) => !project.some((pack) => pack.name === name));
    return missing !== undefined || names.length === 0
        ? { fault: noSuchPack("coverage", missing ?? packs, files), code: EXIT.usage }
        : {
              scope: {
                  title: `${names.length === 1 ? "the pack" : "the packs"} ${names.join(", ")}`,
                  selected: project.filter(({ name }) => names.includes(name)),
                  project,
              },
          };
}
