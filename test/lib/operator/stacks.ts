/** Plans of stacks that together have everything: the examples, and one with what no example has. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import assert from "node:assert/strict";
import { loadPlan } from "../../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { type ProjectFiles, projectFolder } from "../../../lib/project-files.ts";

const PROJECT = resolve(import.meta.dirname, "..", "..", "..");
const EXAMPLES = join(PROJECT, "examples");

/** What the examples do without. */
export const EVERYTHING = `config:
  aws:region: eu-west-1
  conformance-packs:account: "123456789012"
  conformance-packs:alertTopic: { enabled: true }
  conformance-packs:alerts: { enabled: true }
  conformance-packs:aggregators: { own: { accounts: [self], regions: [eu-west-1] } }
  conformance-packs:athena: { enabled: true }
  conformance-packs:auditTrail: { enabled: true }
  conformance-packs:digest:
    enabled: true
    mail: { from: digest@example.com, to: [team@example.com], identity: { mode: create } }
    topic: alerts
  conformance-packs:packs: { custom-examples: , large: , repaired: }
  conformance-packs:regions: { us-east-1: {} }
  conformance-packs:thresholds: { packs: { repaired: { nonCompliantRules: 1 } }, dashboard: true }
`;

/** Packs of that stack alone: one too long to be sent inline, and one with a remediation. */
export const OWN_PACKS: Readonly<Record<string, string>> = {
    large: `Metadata: { Filler: "${"x".repeat(52_000)}" }
Resources:
  keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      Source: { Owner: AWS, SourceIdentifier: IAM_ROOT_ACCESS_KEY_CHECK }
`,
    repaired: `rules:
  s3-bucket-level-public-access-prohibited:
    remediation:
      document: ConformancePacks-EnableBucketPublicAccessBlock
      parameters: { BucketName: RESOURCE_ID, DryRun: "true" }
`,
};

/** By name, and planned as in the project, with its packs. */
export function plans(): ReadonlyMap<string, DeploymentPlan> {
    const texts = new Map([
        ...readdirSync(EXAMPLES)
            .filter((file) => file.endsWith(".yaml"))
            .sort()
            .map((file) => [file.split(".")[1] ?? file, readFileSync(join(EXAMPLES, file), "utf8")] as const),
        ["dev", readFileSync(join(PROJECT, "Pulumi.dev.yaml"), "utf8")],
        ["everything", EVERYTHING],
    ]);
    return new Map([...texts].map(([name, text]) => [name, planOf(name, text)]));
}

export function planOf(stack: string, text: string): DeploymentPlan {
    const project = projectFolder(PROJECT);
    const files: ProjectFiles = {
        ...project,
        read: (path) =>
            path === `Pulumi.${stack}.yaml`
                ? text
                : (OWN_PACKS[/^packs\/(\w+)\.yaml$/.exec(path)?.[1] ?? ""] ?? project.read(path)),
    };
    const { plan, diagnostics } = loadPlan({ stack, files });
    assert.ok(plan, JSON.stringify(diagnostics, undefined, 2));
    return plan;
}
