import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { loadPlan } from "../../../lib/plan/load.ts";
import { resolveNames } from "../../../lib/plan/names.ts";
import { load, memoryFiles, places } from "../project.ts";

const KEY = "arn:aws:kms:eu-central-1:444455556666:key/1";
const REPLICA = `account: "444455556666", bucket: archive, keyArn: "${KEY}"`;

function delivering(replica: string, more = ""): string {
    return `  conformance-packs:deliveryBucket: { replica: { ${replica} } }\n${more}`;
}

function keeping(archive: string, more = ""): string {
    return `  conformance-packs:historyArchive: { ${archive} }\n${more}`;
}

const SOURCE = 'sources: [{ account: "444455556666", stack: prod }]';

describe("docs/history.md", () => {
    const page = readFileSync("docs/history.md", "utf8");
    const shown = (file: string): string =>
        new RegExp(`\`\`\`yaml\n# ${file.replaceAll(".", "\\.")}[^\n]*\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";
    const planned = (stack: string, text: string) =>
        loadPlan({ stack, files: memoryFiles({ [`Pulumi.${stack}.yaml`]: text }) });

    it("shows an archive and a stack that replicates to it, which know each other", () => {
        const archive = planned("log-archive", shown("Pulumi.log-archive.yaml"));
        const lines = shown("Pulumi.prod.yaml").replaceAll(/^(?=.)/gm, "  ");
        const source = planned("prod", `config:\n  aws:region: eu-west-1\n${lines}`);
        assert.deepEqual([archive.diagnostics, source.diagnostics], [[], []]);
        const bucket = source.plan?.deliveryBucket;
        const replica = bucket && "replica" in bucket ? bucket.replica : undefined;
        assert.ok(archive.plan !== undefined && replica !== undefined);
        assert.deepEqual([archive.plan.deliveryBucket.mode, archive.plan.recorder.mode], ["none", "use"]);
        assert.equal(resolveNames(archive.plan, { accountId: replica.account }).historyArchive, replica.bucket);
        assert.deepEqual(
            archive.plan.historyArchive?.sources.map(({ roleName }) => roleName),
            [replica.roleName],
        );
    });
});

describe("the plan of a copy of history", () => {
    it("has a replica with a role that the archive knows by its name", () => {
        const { plan, diagnostics } = load(delivering(REPLICA));
        assert.deepEqual(diagnostics, []);
        const bucket = plan?.deliveryBucket;
        assert.deepEqual(bucket && "replica" in bucket ? bucket.replica : undefined, {
            account: "444455556666",
            bucket: "archive",
            keyArn: KEY,
            replicationTime: false,
            roleName: "conformance-packs-test-replication",
        });
    });

    it("has an archive that locks for a year, ends nothing and is protected, where nothing else is said", () => {
        const { plan, diagnostics } = load(keeping(SOURCE));
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(plan?.historyArchive, {
            namePrefix: "config-archive-test",
            keyAlias: "conformance-packs-test-archive",
            deletionWindowInDays: 30,
            sources: [{ account: "444455556666", roleName: "conformance-packs-prod-replication" }],
            readers: [],
            lock: { mode: "GOVERNANCE", days: 365 },
            lifecycle: { infrequentAccessAfterDays: 90 },
            protect: true,
        });
    });

    it("has neither where nothing is said", () => {
        const { plan } = load("");
        assert.equal(plan?.historyArchive, undefined);
        assert.ok(plan !== undefined && !("replica" in plan.deliveryBucket) && !("protect" in plan.deliveryBucket));
    });

    const ACCOUNT = '  conformance-packs:account: "444455556666"';
    const faults: readonly [what: string, config: string, expected: readonly string[]][] = [
        ["a replica in the stack's own account", delivering(REPLICA, ACCOUNT), ["3:50 replica-in-own-account"]],
        [
            "a key that is not the replica's account's",
            delivering(REPLICA.replace(":444455556666:key", ":111122223333:key")),
            ["3:92 key-of-another-account"],
        ],
        [
            "a key of another partition",
            delivering(REPLICA.replace("arn:aws:", "arn:aws-cn:")),
            ["3:92 key-of-another-partition"],
        ],
        [
            "the delivery bucket as its own replica",
            delivering(REPLICA).replace("{ replica", "{ name: archive, replica"),
            ["3:90 repeated-bucket-name"],
        ],
        [
            "a replica of a bucket that something else manages",
            delivering(REPLICA).replace("{ replica", "{ mode: use, name: theirs, replica"),
            ["3:64 ignored-setting"],
        ],
        [
            "an archive in the account that it keeps the history of",
            keeping(SOURCE, ACCOUNT),
            ["3:51 replica-in-own-account"],
        ],
        ["an archive of nothing", keeping("sources: []"), ["3:39 invalid-setting"]],
        [
            "a source twice",
            keeping(SOURCE.replace("}]", '}, { account: "444455556666", stack: Prod }]')),
            ["3:91 repeated-source"],
        ],
        [
            "replicas that expire while they are locked",
            keeping(`${SOURCE}, lifecycle: { expireAfterDays: 200 }`),
            ["3:105 expires-while-locked"],
        ],
        ["a lock that is no lock", keeping(`${SOURCE}, lock: { days: 0 }`), ["3:100 invalid-setting"]],
    ];
    for (const [what, config, expected] of faults) {
        it(`refuses ${what}`, () => {
            assert.deepEqual(
                places(load(config).diagnostics),
                expected.map((place) => `Pulumi.test.yaml:${place}`),
            );
        });
    }

    it("refuses a role whose name IAM does not take", () => {
        const stack = "a".repeat(35);
        const text = `config:
  aws:region: eu-west-1
${delivering(REPLICA)}`;
        const { diagnostics } = loadPlan({ stack, files: memoryFiles({ [`Pulumi.${stack}.yaml`]: text }) });
        assert.deepEqual(
            diagnostics.map(({ code, message }) => [code, /has 65 characters; IAM allows 64/.test(message)]),
            [["role-name-too-long", true]],
        );
    });
});
