import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { sortDiagnostics } from "../../../lib/diagnostic.ts";
import { loadSettings } from "../../../lib/settings/load.ts";
import { SETTING_KEYS } from "../../../lib/settings/schema.ts";
import { load, places } from "../project.ts";

describe("settings", () => {
    it("fill in secure defaults", () => {
        const { settings } = loadSettings({}, () => ({ file: "Pulumi.test.yaml" }));
        assert.ok(settings);
        assert.equal(settings.encryptionKey.mode, "create");
        assert.equal(settings.encryptionKey.deletionWindowInDays, 30);
        assert.equal(settings.deliveryTopic.enabled, true);
        assert.equal(settings.retention.days, 2557);
        assert.equal(settings.recorder.record, "all");
        assert.equal(settings.auditTrail.enabled, false);
        assert.deepEqual(settings.packs, {});
    });

    it("are the keys that Pulumi.yaml declares, each described, each empty by default", () => {
        const project = parse(readFileSync("Pulumi.yaml", "utf8")) as {
            config: Record<string, { type: string; default: unknown; description: string }>;
        };
        assert.deepEqual(Object.keys(project.config).sort(), [...SETTING_KEYS].sort());
        const empty: Record<string, unknown> = { string: "", object: {}, array: [] };
        for (const [key, declaration] of Object.entries(project.config)) {
            assert.ok(declaration.description.length > 20, `${key} says what it is`);
            assert.deepEqual(declaration.default, empty[declaration.type], `${key} is empty by default`);
        }
    });

    const faults: readonly [fault: string, config: string, expected: readonly string[], words: RegExp][] = [
        ["an unknown key", "  conformance-packs:recoder: {}", ["3:3 unknown-setting"], /did you mean recorder/],
        ["an unknown nested key", "  conformance-packs:recorder: { nme: x }", ["3:33 unknown-setting"], /mean name/],
        ["an unquoted account", "  conformance-packs:account: 123456789012", ["3:3 invalid-setting"], /quotes/],
        [
            "a mode that does not exist",
            "  conformance-packs:role: { mode: adpt }",
            ["3:29 invalid-setting"],
            /mean adopt/,
        ],
        [
            "a misspelt alternative",
            "  conformance-packs:recorder:\n    record: { onl: [AWS::S3::Bucket] }",
            ["4:5 missing-setting", "4:15 unknown-setting"],
            /did you mean only/,
        ],
        [
            "a number out of range",
            "  conformance-packs:retention: { days: 29 }",
            ["3:34 invalid-setting"],
            /must be 30 or more/,
        ],
        [
            "a subscription of another kind",
            "  conformance-packs:alertTopic: { enabled: true, subscriptions: [{ protocol: sms, endpoint: x }] }",
            ["3:68 invalid-setting"],
            /email, https, sqs, lambda/,
        ],
        [
            "a pack name that AWS refuses",
            "  conformance-packs:packs: { _root: {} }",
            ["3:30 invalid-setting"],
            /letter/,
        ],
        [
            "a file outside the packs folder",
            "  conformance-packs:packs: { root: { file: ../secrets } }",
            ["3:38 invalid-setting"],
            /inside the packs folder/,
        ],
        [
            "options of organization packs on an account pack",
            "  conformance-packs:packs: { root: { timeouts: { create: 30m } } }",
            ["3:38 invalid-setting"],
            /organization packs only/,
        ],
        [
            "an aggregator of nothing",
            "  conformance-packs:aggregators: { all: {} }",
            ["3:36 missing-setting"],
            /aggregators\.all\.accounts is missing/,
        ],
        [
            "a second recording mode override",
            "  conformance-packs:recorder:\n    frequencyOverrides:\n" +
                "      - { resourceTypes: [AWS::S3::Bucket], frequency: daily }\n".repeat(2),
            ["4:5 invalid-setting"],
            /at most one/,
        ],
        [
            "an encrypted value",
            "  conformance-packs:tags: { owner: { secure: v1:abc } }",
            ["3:29 invalid-setting", "3:29 secret-setting"],
            /without --secret/,
        ],
        ["a tag of AWS's own", "  conformance-packs:tags: { 'aws:x': y }", ["3:29 invalid-setting"], /are taken/],
        [
            "an alias with its prefix",
            "  conformance-packs:encryptionKey: { alias: alias/x }",
            ["3:38 invalid-setting"],
            /without alias/,
        ],
        [
            "an address as a bucket",
            "  conformance-packs:deliveryBucket: { name: 10.0.0.1 }",
            ["3:39 invalid-setting"],
            /no IP/,
        ],
        [
            "an alias as a key",
            "  conformance-packs:encryptionKey: { mode: use, arn: 'arn:aws:kms:eu-west-1:123456789012:alias/x' }",
            ["3:49 invalid-setting"],
            /looks like .*:key\/<id>/,
        ],
        [
            "settings that do not go with use",
            "  conformance-packs:recorder: { mode: use, record: all }\n  conformance-packs:retention: { days: 90, mode: use }",
            ["3:44 ignored-setting", "4:34 ignored-setting"],
            /no effect beside mode: use/,
        ],
        [
            "settings beside a switch that is off",
            "  conformance-packs:auditTrail: { allRegions: false }\n  conformance-packs:deliveryTopic: { enabled: false, subscriptions: [] }",
            ["3:35 ignored-setting", "4:54 ignored-setting"],
            /no effect beside enabled: false/,
        ],
        [
            "settings of a region that do not go with use, which it takes over",
            "  conformance-packs:recorder: { mode: use }\n  conformance-packs:regions: { us-east-1: { recorder: { frequency: daily } } }",
            ["4:57 ignored-setting"],
            /regions\.us-east-1\.recorder\.frequency has no effect beside mode: use/,
        ],
        [
            "settings of a region or a pack that is left out",
            "  conformance-packs:regions:\n    us-east-1: { enabled: false, retention: { days: 30 } }\n" +
                "    us-west-2: { packs: { root: { enabled: false, parameters: { A: b } } }, deliveryTopic: { enabled: false, subscriptions: [] } }\n" +
                "  conformance-packs:packs: { root: }",
            ["4:34 ignored-setting", "5:51 ignored-setting", "5:110 ignored-setting"],
            /regions\.us-west-2\.packs\.root\.parameters has no effect beside enabled: false/,
        ],
        [
            "a number as a tag",
            "  conformance-packs:tags: { secure: 5 }",
            ["3:29 invalid-setting"],
            /a text, not a number/,
        ],
        [
            "two alternatives at once",
            "  conformance-packs:recorder: { record: { only: ['AWS::S3::Bucket'], except: ['AWS::EC2::VPC'] } }",
            ["3:70 invalid-setting"],
            /takes either only or except/,
        ],
        [
            "an empty list",
            "  conformance-packs:recorder: { record: { only: [] } }",
            ["3:43 invalid-setting"],
            /must have at least 1 entry/,
        ],
        [
            "what is no e-mail address, and no address that is encrypted",
            "  conformance-packs:deliveryTopic:\n    subscriptions:\n      - { protocol: email, endpoint: me }\n" +
                "      - { protocol: https, endpoint: 'http://example.org' }",
            ["5:28 invalid-setting", "6:28 invalid-setting"],
            /security@example.org[^]*https:/,
        ],
    ];
    for (const [fault, config, expected, words] of faults) {
        it(`name the place and the remedy of ${fault}`, () => {
            const { plan, diagnostics } = load(config);
            assert.equal(plan, undefined);
            const sorted = sortDiagnostics(diagnostics);
            assert.deepEqual(
                places(sorted),
                expected.map((place) => `Pulumi.test.yaml:${place}`),
            );
            assert.match(sorted.map(({ message, hint }) => `${message} ${hint ?? ""}`).join("\n"), words);
        });
    }

    it("report every fault at once, those of the packs among them", () => {
        const { diagnostics } = load(
            "  conformance-packs:packs: { root: {}, rot: {} }\n  conformance-packs:recorder: { mode: x }\n  conformance-packs:foo: 1\n",
            { "root.yaml": "Resources: {}\n" },
        );
        assert.deepEqual(places(sortDiagnostics(diagnostics)), [
            "Pulumi.test.yaml:3:40 no-such-pack",
            "Pulumi.test.yaml:4:33 invalid-setting",
            "Pulumi.test.yaml:5:3 unknown-setting",
            "packs/root.yaml:1:1 no-resources",
        ]);
    });

    it("let a setting stand that takes effect in another region", () => {
        const { plan, diagnostics } = load(
            "  conformance-packs:retention: { mode: use, days: 90 }\n" +
                "  conformance-packs:deliveryTopic: { enabled: false, subscriptions: [] }\n" +
                "  conformance-packs:regions: { us-east-1: { retention: { mode: create }, deliveryTopic: { enabled: true } } }\n",
        );
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(plan?.furtherRegions?.[0]?.retention, { mode: "create", days: 90 });
    });

    it("treat the empty defaults of Pulumi.yaml as not set", () => {
        const { plan } = load(
            "  conformance-packs:encryptionKey: {}\n  conformance-packs:account: ''\n" +
                "  conformance-packs:deliveryBucket: { mode: use, name: central-history }\n",
        );
        assert.deepEqual(plan?.encryptionKey, { mode: "none" });
        assert.equal(plan?.account, undefined);
    });
});
