import assert from "node:assert/strict";
import fc from "fast-check";
import { readWaivers } from "../../../lib/waivers/load.ts";
import { isWaived, nameInPack, type WaivableFinding } from "../../../lib/waivers/match.ts";
import type { Waiver } from "../../../lib/waivers/waiver.ts";

const ACCOUNT = "012345678901";

const FINDING: WaivableFinding = {
    rule: "s3-bucket-public-read-prohibited",
    account: ACCOUNT,
    resourceType: "AWS::S3::Bucket",
    resourceId: "public-site",
    on: "2026-06-15",
};

/** The one waiver of a file in which everything fits the finding above but what is given. */
function waiver(changes: Partial<Record<string, string>> = {}): Waiver[] {
    const keys = {
        rule: "s3-bucket-public-read-prohibited",
        account: ACCOUNT,
        resource: "public-*",
        reason: "the website is public",
        owner: "web-team",
        expiry: "2026-12-31",
        ...changes,
    };
    const lines = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    const { waivers, diagnostics } = readWaivers(`- ${lines.join("\n  ")}\n`);
    assert.deepEqual(diagnostics, []);
    assert.equal(waivers?.length, 1);
    return waivers;
}

describe("a waiver", () => {
    it("covers a finding on its rule, account and resource, and says who answers for it", () => {
        const covering = isWaived(waiver(), FINDING);
        assert.equal(covering?.owner, "web-team");
        assert.equal(covering.reason, "the website is public");
    });

    const covered: readonly [
        what: string,
        waiver: Partial<Record<string, string>>,
        finding: Partial<WaivableFinding>,
    ][] = [
        ["in every account", { account: "all" }, { account: "999999999999" }],
        ["on its last day", { expiry: "2026-06-15" }, {}],
        ["of a rule that a pack deployed", {}, { rule: "s3-bucket-public-read-prohibited-conformance-pack-ab1cd2ef3" }],
        [
            "of a rule with a name of its own, by the managed rule's name",
            {},
            { rule: "no-public-buckets", identifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED" },
        ],
        [
            "by the managed rule's identifier",
            { rule: "INCOMING_SSH_DISABLED" },
            { rule: "restricted-ssh", identifier: "INCOMING_SSH_DISABLED" },
        ],
        [
            "by a page's name that is not the identifier",
            { rule: "restricted-ssh" },
            { rule: "x", identifier: "INCOMING_SSH_DISABLED" },
        ],
        ["of a custom rule", { rule: "our own rule" }, { rule: "our own rule" }],
        ["of one type", { resource: "AWS::S3::Bucket/public-*" }, {}],
        ["by ARN", { resource: "arn:aws:s3:::public-*" }, { resourceArn: "arn:aws:s3:::public-site" }],
        [
            "by an ARN that is the ID",
            { resource: "arn:aws:sns:*:topic" },
            { resourceId: "arn:aws:sns:eu-west-1:012345678901:topic" },
        ],
    ];
    for (const [what, changes, finding] of covered) {
        it(`covers a finding ${what}`, () => {
            assert.ok(isWaived(waiver(changes), { ...FINDING, ...finding }));
        });
    }

    const uncovered: typeof covered = [
        ["in another account", {}, { account: "999999999999" }],
        ["after its last day", { expiry: "2026-06-14" }, {}],
        ["on another resource", {}, { resourceId: "private-site" }],
        ["of another rule", {}, { rule: "s3-bucket-public-write-prohibited" }],
        ["of a rule that begins alike", {}, { rule: "s3-bucket-public-read-prohibited-periodic" }],
        ["of another managed rule", {}, { rule: "no-public-buckets", identifier: "S3_BUCKET_PUBLIC_WRITE_PROHIBITED" }],
        ["of another type", { resource: "AWS::S3::Bucket/public-*" }, { resourceType: "AWS::RDS::DBInstance" }],
        ["whose ARN is not known", { resource: "arn:aws:s3:::public-*" }, {}],
        ["whose type only looks like its ID", { resource: "*S3*" }, {}],
    ];
    for (const [what, changes, finding] of uncovered) {
        it(`does not cover a finding ${what}`, () => {
            assert.equal(isWaived(waiver(changes), { ...FINDING, ...finding }), undefined);
        });
    }

    it("is the first of the file where several cover a finding and hold", () => {
        const waivers = [
            ...waiver({ expiry: "2026-01-01", reason: "expired" }),
            ...waiver({ reason: "first" }),
            ...waiver({ resource: "*", reason: "second" }),
        ];
        assert.equal(isWaived(waivers, FINDING)?.reason, "first");
    });

    it("never covers more than its rule, its account and its days", () => {
        const accounts = fc.constantFrom(ACCOUNT, "all", "999999999999");
        const days = fc
            .date({ min: new Date("2020-01-01"), max: new Date("2035-12-31"), noInvalidDate: true })
            .map((date) => date.toISOString().slice(0, 10));
        const rules = fc.constantFrom("restricted-ssh", "access-keys-rotated", "__proto__", "constructor");
        fc.assert(
            fc.property(rules, rules, accounts, days, days, fc.string(), (rule, other, account, expiry, on, id) => {
                const covering = isWaived(waiver({ rule, account, expiry, resource: "*" }), {
                    ...FINDING,
                    rule: other,
                    resourceId: id,
                    on,
                });
                const expected = rule === other && account !== "999999999999" && on <= expiry;
                assert.equal(covering !== undefined, expected);
            }),
        );
    });

    it("names rules without the ending that AWS Config appends", () => {
        assert.equal(nameInPack("restricted-ssh-conformance-pack-ab1cd2ef3"), "restricted-ssh");
        assert.equal(nameInPack("restricted-ssh"), "restricted-ssh");
        assert.equal(nameInPack("my-conformance-pack-rule"), "my-conformance-pack-rule");
    });
});
