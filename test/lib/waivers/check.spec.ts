import assert from "node:assert/strict";
import fc from "fast-check";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { sortDiagnostics } from "../../../lib/diagnostic.ts";
import { checkWaivers } from "../../../lib/waivers/check.ts";
import { loadWaivers, readWaivers } from "../../../lib/waivers/load.ts";
import { memoryFiles, places } from "../project.ts";

const TODAY = "2026-06-15";
const RULES = new Set(["restricted-ssh", "INCOMING_SSH_DISABLED", "our-own-rule"]);

/** A right waiver, one line a key. */
const LINES = {
    rule: "rule: restricted-ssh",
    account: "account: 012345678901",
    resource: "resource: sg-0123*",
    reason: "reason: the bastion, until it moves behind the VPN",
    owner: "owner: platform@example.com",
    expiry: "expiry: 2026-12-31",
};

function text(changes: Partial<Record<keyof typeof LINES, string>> = {}): string {
    const lines = Object.values({ ...LINES, ...changes }).filter((line) => line !== "");
    return `- ${lines.join("\n  ")}\n`;
}

function check(waivers: string) {
    return sortDiagnostics(checkWaivers(memoryFiles({ "waivers.yaml": waivers }), TODAY, RULES));
}

describe("waivers.yaml", () => {
    it("need not exist, and may hold nothing yet", () => {
        assert.deepEqual(checkWaivers(memoryFiles({}), TODAY, RULES), []);
        assert.deepEqual(loadWaivers(memoryFiles({})), { waivers: [], diagnostics: [] });
        for (const nothing of ["", "# none yet\n", "[]\n", "---\n"]) {
            assert.deepEqual(check(nothing), [], JSON.stringify(nothing));
        }
    });

    it("has nothing to be said of where everything is right", () => {
        assert.deepEqual(check(text()), []);
        assert.deepEqual(check(text({ rule: "rule: our-own-rule", account: "account: all" })), []);
        const crlf = `\ufeff${text().replaceAll("\n", "\r\n")}`;
        assert.deepEqual(check(crlf), []);
        assert.equal(readWaivers(crlf).waivers?.[0]?.expiry, "2026-12-31");
    });

    it("keeps an account's leading zeros, and the line of every key", () => {
        const [waiver] = readWaivers(`# first\n${text()}`).waivers ?? [];
        assert.equal(waiver?.account, "012345678901");
        assert.equal(waiver.identifier, "INCOMING_SSH_DISABLED");
        assert.deepEqual(waiver.locations.expiry, { file: "waivers.yaml", line: 7, column: 3 });
    });

    const faults: readonly [fault: string, waivers: string, places: readonly string[], words: RegExp][] = [
        [
            "a misspelt key",
            text({ expiry: "expires: 2026-12-31" }),
            ["1:3 missing-key", "6:3 unknown-key"],
            /waivers\[0\] has no key expires did you mean expiry\?/,
        ],
        ["a missing expiry", text({ expiry: "" }), ["1:3 missing-key"], /expiry is missing.* The last day/],
        ["an empty reason", text({ reason: "reason:" }), ["4:3 invalid-key"], /reason must be a text, not a? ?empty/],
        ["a blank reason", text({ reason: 'reason: " "' }), ["4:3 invalid-key"], /write why/],
        ["a blank owner", text({ owner: 'owner: ""' }), ["5:3 invalid-key"], /write who answers/],
        ["a blank rule", text({ rule: 'rule: ""' }), ["1:3 invalid-key"], /write the name of a rule/],
        ["a blank resource", text({ resource: 'resource: ""' }), ["3:3 invalid-key"], /\* for every one/],
        ["every rule at once", text({ rule: "rule: '*'" }), ["1:3 invalid-key"], /for one rule/],
        ["a short account ID", text({ account: "account: 1234" }), ["2:3 invalid-key"], /12 digits, or all/],
        ["a list of accounts", text({ account: "account: [all]" }), ["2:3 invalid-key"], /must be a text, not a list/],
        ["a date of another order", text({ expiry: "expiry: 31.12.2026" }), ["6:3 invalid-key"], /such as 2027-01-31/],
        ["a date that does not exist", text({ expiry: "expiry: 2027-02-29" }), ["6:3 invalid-key"], /date that exists/],
        ["a time of day", text({ expiry: "expiry: 2027-02-01T00:00Z" }), ["6:3 invalid-key"], /such as 2027-01-31/],
        ["a function of templates", text({ owner: "owner: !Ref Owner" }), ["5:3 invalid-key"], /not a map/],
        ["a map instead of a list", "rule: x\n", ["1:1 invalid-key"], /waivers must be a list, not a map/],
        ["an empty item", "-\n", ["1:2 invalid-key"], /waivers\[0\] must be a map, not/],
        ["a key named __proto__", text() + "  __proto__: { x: y }\n", ["7:3 unknown-key"], /no key __proto__/],
        ["a key that stands twice", text() + "  owner: x\n", ["7:3 duplicate-key"], /owner stands twice/],
        ["a YAML alias", "- &a {}\n- *a\n", ["2:3 yaml-alias"], /waivers take no YAML aliases/],
        ["broken YAML", "- rule: [\n", ["2:1 invalid-yaml"], /./],
        ["bytes that are no text", "- rule: \0\n", ["1:1 unreadable-file"], /NUL/],
        [
            "an expired waiver",
            text({ expiry: "expiry: 2026-06-14" }),
            ["6:3 expired-waiver"],
            /expired on 2026-06-14 remove it, or have platform@example.com decide/,
        ],
        ["a waiver's last day", text({ expiry: "expiry: 2026-06-15" }), ["6:3 expiring-waiver"], /expires today/],
        ["a waiver's last month", text({ expiry: "expiry: 2026-07-15" }), ["6:3 expiring-waiver"], /in 30 days/],
        [
            "a misspelt rule",
            text({ rule: "rule: restrictd-ssh" }),
            ["1:3 waiver-without-rule"],
            /no pack deploys the rule restrictd-ssh.* did you mean restricted-ssh\?/,
        ],
        [
            "a rule in a spelling of its own",
            text({ rule: "rule: RESTRICTED_SSH" }),
            ["1:3 waiver-without-rule"],
            /did you mean restricted-ssh\?/,
        ],
        [
            "a rule that no pack deploys",
            text({ rule: "rule: access-keys-rotated" }),
            ["1:3 waiver-without-rule"],
            /covers nothing remove the waiver/,
        ],
        [
            "a whole rule in every account",
            text({ account: "account: all", resource: 'resource: "*"' }),
            ["3:3 waiver-of-everything"],
            /leave the rule out of the pack/,
        ],
        [
            "an ARN of another account",
            text({ resource: "resource: arn:aws:ec2:*:999999999999:security-group/*" }),
            ["3:3 waiver-of-another-account"],
            /account 999999999999: it covers nothing/,
        ],
        [
            "the same waiver twice, by name and by identifier",
            text() + text({ rule: "rule: INCOMING_SSH_DISABLED", reason: "reason: another" }),
            ["7:3 repeated-waiver"],
            /stands in line 1 already/,
        ],
        [
            "several faults at once",
            text({ account: "account: x", expiry: "expiry: soon" }) + text({ owner: "" }),
            ["2:3 invalid-key", "6:3 invalid-key", "7:3 missing-key"],
            /waivers\[1\]\.owner is missing/,
        ],
    ];
    for (const [fault, waivers, expected, words] of faults) {
        it(`is told the place and the remedy of ${fault}`, () => {
            const findings = check(waivers);
            assert.deepEqual(
                places(findings),
                expected.map((place) => `waivers.yaml:${place}`),
            );
            assert.match(findings.map(({ message, hint }) => `${message} ${hint ?? ""}`).join("\n"), words);
        });
    }

    it("fails a check by what is wrong now, and not by what will be", () => {
        const severity = (expiry: string) =>
            check(text({ expiry: `expiry: ${expiry}` })).map((found) => found.severity);
        assert.deepEqual(severity("2026-06-14"), ["error"]);
        assert.deepEqual(severity("2026-06-15"), ["warning"]);
        assert.deepEqual(severity("2026-07-15"), ["warning"]);
        assert.deepEqual(severity("2026-07-16"), []);
        assert.deepEqual(
            check(text({ rule: "rule: x" })).map((found) => found.severity),
            ["warning"],
        );
    });

    it("is not looked for under another name in silence", () => {
        const findings = checkWaivers(memoryFiles({ "waivers.yml": text() }), TODAY, RULES);
        assert.deepEqual(places(findings), ["waivers.yml:1:1 misnamed-file"]);
    });

    it("is checked in a moment however long it is, and wrong throughout", () => {
        const all = new Set(
            catalogue()
                .all()
                .flatMap(({ name, identifier }) => [name, identifier]),
        );
        const many = Array.from({ length: 5000 }, (_, number) => text({ rule: `rule: restricted-ss${number}` }));
        const started = performance.now();
        const findings = checkWaivers(memoryFiles({ "waivers.yaml": many.join("") }), TODAY, all);
        assert.ok(performance.now() - started < 6000);
        assert.equal(findings.length, 5000);
    });

    it("leaves prototypes alone", () => {
        readWaivers(text() + "  __proto__: { polluted: yes }\n- __proto__: { polluted: yes }\n- constructor: x\n");
        assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
    });

    it("yields findings with a place, and never an exception, for whatever it holds", () => {
        const broken = fc.oneof(
            fc.string({ unit: "binary" }),
            fc.json(),
            fc.tuple(fc.nat(200), fc.string()).map(([at, bytes]) => text().slice(0, at) + bytes + text().slice(at)),
        );
        fc.assert(
            fc.property(broken, (waivers) => {
                for (const { file, line, column } of check(waivers)) {
                    assert.equal(file, "waivers.yaml");
                    assert.ok((line ?? 0) >= 1 && (column ?? 0) >= 1);
                }
            }),
            { numRuns: 500 },
        );
    });
});
