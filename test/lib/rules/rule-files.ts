/** Custom rules in memory: tests break one thing at a time in them. */
import type { ProjectFiles } from "../../../lib/project-files.ts";
import { checkCustomRule } from "../../../lib/rules/check-rules.ts";
import type { CustomRule } from "../../../lib/rules/custom-rule.ts";
import { sortDiagnostics, type Diagnostic } from "../../../lib/diagnostic.ts";
import { memoryFiles } from "../project.ts";

export const DESCRIPTION = "description: Buckets have an owner.\nresourceTypes: [AWS::S3::Bucket]\n";
export const POLICY = 'rule owned when resourceType == "AWS::S3::Bucket" {\n    tags.owner exists\n}\n';
export const CASES =
    "- name: owned\n  item: { resourceType: AWS::S3::Bucket, tags: { owner: me } }\n  expect: COMPLIANT\n";

/** A rule with its three files, some of them otherwise; `undefined` leaves one out. */
export function ruleFiles(
    changes: Readonly<Record<string, string | undefined>> = {},
    name = "bucket-owned",
): Record<string, string> {
    const files = { "rule.yaml": DESCRIPTION, "rule.guard": POLICY, "cases.yaml": CASES, ...changes };
    return Object.fromEntries(
        Object.entries(files).flatMap(([file, text]) =>
            text === undefined ? [] : [[`packs/rules/${name}/${file}`, text]],
        ),
    );
}

export function findingsOf(files: Readonly<Record<string, string>>, name = "bucket-owned"): Diagnostic[] {
    return sortDiagnostics(checkCustomRule(name, memoryFiles(files)).diagnostics);
}

/** A rule that must be right. */
export function ruleOf(files: Readonly<Record<string, string>>, name = "bucket-owned"): CustomRule {
    const project: ProjectFiles = memoryFiles(files);
    const { rule, diagnostics } = checkCustomRule(name, project);
    if (rule === undefined) {
        throw new Error(`no rule: ${JSON.stringify(diagnostics, undefined, 2)}`);
    }
    return rule;
}
