/** The files of a new rule: small, right as they stand, and with a test that passes. */
import type { RuleKindName } from "./custom-rule.ts";
import { CASES_FILE, DESCRIPTION_FILE, RULES_FOLDER } from "./find.ts";
import { RULE_KINDS } from "./kinds.ts";

/**
 * A rule that asks for a tag: every resource type has tags, so that it works for each.
 *
 * @param name fit to be a rule's
 * @param resourceType such as `AWS::S3::Bucket`
 * @returns texts by path, relative to the project
 */
export function scaffoldRule(name: string, kind: RuleKindName, resourceType: string): Record<string, string> {
    const folder = `${RULES_FOLDER}/${name}`;
    return {
        [`${folder}/${DESCRIPTION_FILE}`]: description(resourceType),
        [`${folder}/${RULE_KINDS[kind].sourceFile}`]: SOURCES[kind](name, resourceType),
        [`${folder}/${CASES_FILE}`]: cases(resourceType),
    };
}

const SOURCES: Readonly<Record<RuleKindName, (name: string, resourceType: string) => string>> = {
    guard: (name, resourceType) => `# What AWS Config records of a resource, and how rules read it: docs/custom-rules.md
rule ${name.replaceAll("-", "_")} when resourceType == "${resourceType}" {
    tags.owner exists
        << The tag owner is missing. >>
}
`,
    rego: () => `# What a policy gets, and what it answers: docs/custom-rules.md
package rule

default compliant := false

compliant if input.tags.owner

annotation := "The tag owner is missing." if not compliant
`,
    lambda: () => `// What a rule gets, and what it answers: docs/custom-rules.md
import { compliant, type ConfigurationItem, type Evaluation, nonCompliant } from "#rule";

export function evaluate({ tags }: ConfigurationItem): Evaluation {
    return tags["owner"] === undefined ? nonCompliant("The tag owner is missing.") : compliant();
}
`,
};

function description(resourceType: string): string {
    return `# yaml-language-server: $schema=../../../schema/rule.json
description: Says who owns it, by the tag owner.
resourceTypes: [${resourceType}]
severity: low
`;
}

function cases(resourceType: string): string {
    return `# yaml-language-server: $schema=../../../schema/rule-cases.json
- name: with the tag
  item:
    resourceType: ${resourceType}
    tags: { owner: platform }
    configuration: {}
  expect: COMPLIANT
- name: without it
  item:
    resourceType: ${resourceType}
    tags: { Name: anything }
    configuration: {}
  expect: NON_COMPLIANT
`;
}
