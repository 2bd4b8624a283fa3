/** A stack with two packs that share a rule, and its waivers. */
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { readWaivers } from "../../../lib/waivers/load.ts";
import type { Waiver } from "../../../lib/waivers/waiver.ts";
import { planOf } from "../project.ts";

const STORAGE = `rules:
  s3-bucket-public-read-prohibited: { severity: critical, controls: { CIS: ["2.1"], PCI: ["1.3"] } }
  s3-bucket-versioning-enabled: { severity: low }
  s3-bucket-logging-enabled: {}
`;
const AUDIT = `rules:
  s3-bucket-logging-enabled: { severity: high, controls: { CIS: ["3.6"] } }
`;

export const PLAN: DeploymentPlan = planOf("  conformance-packs:packs:\n    storage: {}\n    audit: {}\n", {
    "storage.yaml": STORAGE,
    "audit.yaml": AUDIT,
});

export const PUBLIC = "s3-bucket-public-read-prohibited-conformance-pack-aaaaaaaa1";
export const VERSIONING = "s3-bucket-versioning-enabled-conformance-pack-aaaaaaaa1";
export const LOGGING = "s3-bucket-logging-enabled-conformance-pack-aaaaaaaa1";
export const AUDIT_LOGGING = "s3-bucket-logging-enabled-conformance-pack-bbbbbbbb2";

/** One waiver for each rule, account, pattern and date. */
export function waiversFor(
    ...wanted: readonly { rule: string; account?: string; resource: string; expiry?: string }[]
): Waiver[] {
    const text = wanted.map(({ rule, account = "all", resource, expiry = "2027-01-31" }) =>
        [
            `- rule: ${rule}`,
            `  account: "${account}"`,
            `  resource: ${JSON.stringify(resource)}`,
            "  reason: it is public on purpose",
            "  owner: web-team",
            `  expiry: ${expiry}`,
        ].join("\n"),
    );
    const { waivers, diagnostics } = readWaivers(`${text.join("\n")}\n`);
    if (waivers === undefined) {
        throw new Error(JSON.stringify(diagnostics));
    }
    return waivers;
}
