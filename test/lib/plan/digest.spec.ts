import assert from "node:assert/strict";
import { digestTable } from "../../../lib/digest/table.ts";
import { waiversFor } from "../compliance/project.ts";
import { load, places, planOf } from "../project.ts";

const PACK = { "root.yaml": "rules:\n  root-account-mfa-enabled: { severity: high, controls: { CIS: ['1.5'] } }\n" };

function config(lines: string): string {
    return `  conformance-packs:packs:\n    root: {}\n${lines}`;
}

const MAIL = "mail: { from: digest@example.com, to: [a@example.com, a@example.com] }";

function digestOf(settings: string, more = "") {
    return planOf(config(`  conformance-packs:digest: { enabled: true, ${settings} }\n${more}`), PACK).digest;
}

function faults(lines: string): string[] {
    return load(config(lines), PACK).diagnostics.map(({ code, path }) => `${code} at ${path ?? ""}`);
}

describe("the plan of a digest", () => {
    it("is none unless it is asked for", () => {
        assert.equal(planOf(config(""), PACK).digest, undefined);
        assert.equal(planOf(config(`  conformance-packs:digest: { ${MAIL} }\n`), PACK).digest, undefined);
    });

    it("is weekly, by mail of an identity that is there already, of the stack's own account", () => {
        const digest = digestOf(MAIL);
        assert.deepEqual(digest?.schedule, {
            expression: "cron(0 7 ? * MON *)",
            timezone: "UTC",
            bucket: { namePrefix: "config-digests-test", expireAfterDays: 400 },
        });
        assert.deepEqual(digest.mail, {
            from: "digest@example.com",
            to: ["a@example.com"],
            identity: { mode: "use", name: "digest@example.com" },
        });
        assert.deepEqual(digest.source, { kind: "account" });
        assert.equal(digest.thresholds, undefined);
    });

    it("asks the only aggregator, and of several the one that is named", () => {
        const one = "  conformance-packs:aggregators: { all: { accounts: [self] } }\n";
        const two = "  conformance-packs:aggregators: { all: { accounts: [self] }, few: { accounts: [self] } }\n";
        assert.deepEqual(digestOf(MAIL, one)?.source, { kind: "aggregator", aggregator: "all", region: "eu-west-1" });
        assert.deepEqual(digestOf(`aggregator: few, ${MAIL}`, two)?.source, {
            kind: "aggregator",
            aggregator: "few",
            region: "eu-west-1",
        });
        const wanted = `  conformance-packs:digest: { enabled: true, ${MAIL} }\n`;
        assert.deepEqual(faults(two + wanted), ["several-aggregators at digest"]);
    });

    const refused: readonly [what: string, settings: string, expected: string][] = [
        ["has no readers", "", "digest-without-readers at digest"],
        ["has no topic", "topic: alerts", "digest-without-topic at digest.topic"],
        [
            "has a key without a topic",
            `${MAIL}, topicKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1"`,
            "key-without-topic at digest.topicKeyArn",
        ],
        [
            "is sent by somebody else's identity",
            "mail: { from: a@example.com, to: [b@example.com], identity: { name: example.org } }",
            "sender-of-another-identity at digest.mail.from",
        ],
        ["asks an aggregator that is not there", `aggregator: al, ${MAIL}`, "unknown-aggregator at digest.aggregator"],
        ["has no such time zone", `timezone: Mars/Olympus, ${MAIL}`, "invalid-setting at digest.timezone"],
        ["has a schedule that is none", `schedule: weekly, ${MAIL}`, "invalid-setting at digest.schedule"],
        [
            "has too many readers",
            `mail: { from: a@b.co, to: [${Array.from({ length: 51 }, (_none, at) => `x${at}@b.co`).join()}] }`,
            "invalid-setting at digest.mail.to",
        ],
    ];
    for (const [what, settings, expected] of refused) {
        it(`is refused where it ${what}`, () => {
            assert.deepEqual(faults(`  conformance-packs:digest: { enabled: true, ${settings} }\n`), [expected]);
        });
    }

    it("takes a domain for all addresses below it", () => {
        const mail = "mail: { from: a@ops.example.com, to: [b@example.com], identity: { name: example.com } }";
        assert.equal(digestOf(mail)?.mail?.identity.name, "example.com");
    });
});

describe("the plan of thresholds", () => {
    const topic = "  conformance-packs:alertTopic: { enabled: true }\n";

    it("has an alarm for each limit, and counts every hour unless told otherwise", () => {
        const { digest } = planOf(
            config(
                `${topic}  conformance-packs:thresholds: { packs: { root: { nonCompliantRules: 0, nonCompliantResources: 9 } } }\n`,
            ),
            PACK,
        );
        assert.equal(digest?.schedule, undefined);
        assert.equal(digest?.thresholds?.everyMinutes, 60);
        assert.deepEqual(
            digest.thresholds.alarms.map(({ name, metric, most }) => [name, metric, most]),
            [
                ["conformance-packs-test-root-non-compliant-resources", "NonCompliantResources", 9],
                ["conformance-packs-test-root-non-compliant-rules", "NonCompliantRules", 0],
            ],
        );
        assert.equal(digest.thresholds.dashboard, undefined);
    });

    it("refuses a pack that the stack has not, and a limit that limits nothing", () => {
        const unknown = load(
            config(`${topic}  conformance-packs:thresholds: { packs: { rot: { nonCompliantRules: 1 } } }\n`),
            PACK,
        );
        assert.deepEqual(places(unknown.diagnostics).length, 1);
        assert.match(JSON.stringify(unknown.diagnostics), /unknown-pack.*did you mean root/);
        assert.deepEqual(faults(`${topic}  conformance-packs:thresholds: { packs: { root: {} } }\n`), [
            "invalid-setting at thresholds.packs.root",
        ]);
    });

    it("warns of alarms that tell nobody", () => {
        const { plan, diagnostics } = load(
            config("  conformance-packs:thresholds: { packs: { root: { nonCompliantRules: 1 } } }\n"),
            PACK,
        );
        assert.ok(plan !== undefined);
        assert.deepEqual(
            diagnostics.map(({ code, severity }) => [code, severity]),
            [["alarms-without-topic", "warning"]],
        );
    });
});

describe("what the digest's function knows", () => {
    it("is the stack, its rules and its waivers, without places in files", () => {
        const waivers = waiversFor({ rule: "root-account-mfa-enabled", resource: "*" });
        const plan = planOf(config(`  conformance-packs:digest: { enabled: true, framework: CIS, ${MAIL} }\n`), PACK);
        const table = digestTable(plan, waivers);
        assert.deepEqual(
            { ...table, waivers: table.waivers.length },
            {
                stack: "test",
                source: { regions: ["eu-west-1"] },
                mail: { from: "digest@example.com", to: ["a@example.com"] },
                framework: "CIS",
                metrics: false,
                rules: [
                    {
                        pack: "root",
                        logicalId: "RootAccountMfaEnabled",
                        name: "root-account-mfa-enabled",
                        severity: "high",
                        controls: [{ framework: "CIS", id: "1.5" }],
                        identifier: "ROOT_ACCOUNT_MFA_ENABLED",
                    },
                ],
                waivers: 1,
            },
        );
        assert.ok(!JSON.stringify(table).includes("locations"));
    });
});
