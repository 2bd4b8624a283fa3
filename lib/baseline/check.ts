/** Holds a plan to the committed baseline of its stack. */
import { type Diagnostic, error } from "../diagnostic.ts";
import { textOf } from "../diff/message.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import type { ProjectFiles } from "../project-files.ts";
import { BASELINE_FOLDER, baselineFile } from "../project-layout.ts";
import { formatPath } from "../schema-faults.ts";
import { coverageOf } from "./coverage.ts";
import { lostSince } from "./lost.ts";
import { type Baseline, readBaseline } from "./read.ts";

/** What somebody may have meant by a file that nothing reads. */
const OTHER_ENDINGS = [".yml", ".json"];

/**
 * What stands where the baseline would be and cannot be read: taken for no baseline, it would let everything pass.
 *
 * @returns one error, or nothing where there is a file, or nothing at all
 */
export function noBaselineFile(stack: string, files: ProjectFiles): Diagnostic[] {
    const file = baselineFile(stack);
    return files.others(BASELINE_FOLDER).every((name) => `${BASELINE_FOLDER}/${name}` !== file)
        ? []
        : [
              error(
                  { file },
                  {
                      code: "no-file",
                      message: `${file} is a folder, or a link that leads to no file: no baseline can be read from it`,
                      hint: `restore the baseline of the stack ${stack}, or remove what is in its place where reviewers see it`,
                  },
              ),
          ];
}

/**
 * The baseline of a stack; none where it has no such file.
 *
 * @returns the baseline where the file has no fault, else every fault at once; never throws
 */
export function loadBaseline(
    stack: string,
    files: ProjectFiles,
): { baseline?: Baseline; diagnostics: readonly Diagnostic[] } {
    const file = baselineFile(stack);
    const text = files.read(file);
    const misnamed = OTHER_ENDINGS.map((ending) => `${BASELINE_FOLDER}/${stack}${ending}`)
        .filter((other) => files.read(other) !== undefined)
        .map((other) =>
            error(
                { file: other, line: 1, column: 1 },
                {
                    code: "misnamed-file",
                    message: `nothing reads ${other}`,
                    hint: `the baseline of the stack ${stack} stands in ${file}`,
                },
            ),
        );
    const read = text === undefined ? { diagnostics: [] } : readBaseline(file, text);
    return { ...read, diagnostics: [...noBaselineFile(stack, files), ...misnamed, ...read.diagnostics] };
}

/**
 * An error for everything that the baseline asks for and the plan does not cover, and for every fault of the file. What
 * the plan covers beyond the baseline is no finding.
 *
 * @returns nothing where there is no baseline
 */
export function checkBaseline(plan: DeploymentPlan, files: ProjectFiles): Diagnostic[] {
    const { baseline, diagnostics } = loadBaseline(plan.stack, files);
    return [...diagnostics, ...(baseline === undefined ? [] : lossesOf(baseline, plan))];
}

/** An error for everything that is lost. */
export function lossesOf({ coverage, locate }: Baseline, plan: DeploymentPlan): Diagnostic[] {
    return lostSince(coverage, coverageOf(plan)).map(({ code, path, words }) =>
        error(locate(path), {
            code,
            message: textOf(words),
            path: formatPath(path),
            hint: `restore it, or give it up where reviewers see it: packs baseline --write --stack ${plan.stack}`,
        }),
    );
}

/** A baseline of a stack that is gone: an error, since nothing of what it asks for is planned any more. */
export function checkBaselineOfNoStack(stack: string, files: ProjectFiles): Diagnostic[] {
    const file = baselineFile(stack);
    return files.read(file) === undefined
        ? []
        : [
              error(
                  { file, line: 1, column: 1 },
                  {
                      code: "lost-stack",
                      message: `there is no Pulumi.${stack}.yaml: nothing of what this baseline asks for is covered`,
                      hint: "restore it, or remove this file in the same change, where reviewers see it",
                  },
              ),
          ];
}
