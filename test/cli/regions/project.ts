/** Two states of one stack with several regions, for the commands that show it. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { existsSync, readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The resources of a template: the managed rule's identifier by the rule's name. */
function templateOf(rules: Readonly<Record<string, string>>, parameters = ""): string {
    const resources = Object.entries(rules).map(
        ([name, source]) =>
            `  ${name.replaceAll("-", "")}:\n    Type: AWS::Config::ConfigRule\n    Properties:\n` +
            `      ConfigRuleName: ${name}\n      Source: { Owner: AWS, SourceIdentifier: ${source} }\n`,
    );
    return `${parameters}Resources:\n${resources.join("")}`;
}

const IDENTITY = { "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED", rotation: "SECRETSMANAGER_ROTATION_ENABLED_CHECK" };
const STORAGE = { "bucket-logging": "S3_BUCKET_LOGGING_ENABLED", "bucket-tls": "S3_BUCKET_SSL_REQUESTS_ONLY" };
const NETWORK = { ssh: "INCOMING_SSH_DISABLED" };

const HEAD = `config:
  aws:region: eu-west-1
  conformance-packs:account: "111122223333"
`;

/** Three regions, each with a recorder of the stack's. */
export const OLD: Readonly<Record<string, string>> = {
    "Pulumi.prod.yaml": `${HEAD}  conformance-packs:packs: { identity: , storage: , network: }
  conformance-packs:regions: { ap-south-1: , us-east-1: , sa-east-1: }
`,
    "packs/identity.yaml": templateOf(IDENTITY),
    "packs/storage.yaml": templateOf(STORAGE),
    "packs/network.yaml": templateOf(NETWORK),
};

/** A region less, two more, of which one is to be enabled; a pack less in one, a rule less in all; less history in one. */
export const NEW: Readonly<Record<string, string>> = {
    ...OLD,
    "Pulumi.prod.yaml": `${HEAD}  conformance-packs:packs: { identity: , storage: , network: }
  conformance-packs:regions:
    ap-south-1: { retention: { days: 365 } }
    us-east-1: { packs: { network: { enabled: false } } }
    ap-east-1: { optIn: enable }
    us-west-2:
`,
    "packs/storage.yaml": templateOf({ "bucket-tls": STORAGE["bucket-tls"] }),
    "packs/identity.yaml": templateOf({ ...IDENTITY, "user-mfa": "IAM_USER_MFA_ENABLED" }),
};

/** Writes the files to a folder of their own. */
export function writeProject(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), "packs-regions-"));
    mkdirSync(join(folder, "packs"));
    Object.entries(files).forEach(([path, text]) => writeFileSync(join(folder, path), text));
    return folder;
}

/** Compares with a file beside this one; writes it where UPDATE_GOLDEN is set, so that a change of words shows in a review. */
export function golden(name: string, text: string): void {
    const file = join(import.meta.dirname, name);
    if (process.env["UPDATE_GOLDEN"] !== undefined) {
        writeFileSync(file, text);
    }
    assert.ok(existsSync(file), `there is no ${file}: run with UPDATE_GOLDEN=1, and read what it writes`);
    assert.equal(text, readFileSync(file, "utf8"));
}
