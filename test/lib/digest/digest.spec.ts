import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import type { StatusEntry } from "../../../lib/compliance/entry.ts";
import type { ComplianceSnapshot } from "../../../lib/compliance/snapshot.ts";
import { digestHtml } from "../../../lib/digest/html.ts";
import { digestMail } from "../../../lib/digest/mail.ts";
import { type DigestInput, digestOf } from "../../../lib/digest/report.ts";
import { digestText } from "../../../lib/digest/text.ts";
import { movement, percent, subjectOf } from "../../../lib/digest/words.ts";
import { waiversFor } from "../compliance/project.ts";
import { entry, ONE, snapshotOf, TWO, waivedEntry } from "./snapshots.ts";

/** Of a parsed page, what is asked here: the types of a browser are none of Node's. */
interface Page {
    readonly body: { readonly textContent: string };
    querySelectorAll(selector: string): Iterable<{ getAttributeNames(): string[] }> & { readonly length: number };
}

const BEFORE = "2026-11-16T06:00:00.000Z";

function both(input: DigestInput): { text: string; html: string; shown: string } {
    const report = digestOf(input);
    const html = digestHtml(report);
    const { document } = parseHTML(html) as unknown as { document: Page };
    return { text: digestText(report), html, shown: document.body.textContent.replaceAll(/\s+/g, " ") };
}

function since(before: readonly StatusEntry[], after: readonly StatusEntry[]): DigestInput {
    return { snapshot: snapshotOf(after), previous: snapshotOf(before, { takenAt: BEFORE }) };
}

describe("a digest", () => {
    it("tells what is new, resolved, waived and gone, the worst first, one line a rule", () => {
        const [waiver] = waiversFor({ rule: "c", resource: "*" });
        assert.ok(waiver !== undefined);
        const { text, shown } = both(
            since(
                [
                    entry("b", "NON_COMPLIANT"),
                    entry("c", "NON_COMPLIANT"),
                    entry("d", "NON_COMPLIANT", { account: TWO }),
                ],
                [
                    entry("a", "NON_COMPLIANT", { severity: "low" }),
                    entry("z", "NON_COMPLIANT", { severity: "critical" }),
                    entry("z", "NON_COMPLIANT", { severity: "critical", region: "us-east-1" }),
                    entry("b", "COMPLIANT"),
                    waivedEntry("c", waiver),
                ],
            ),
        );
        assert.ok(
            text.includes(
                "NEW SINCE 2026-11-16: 3\n" +
                    `- [critical] z: 2 resources\n  ${ONE} eu-west-1, ${ONE} us-east-1\n` +
                    `- [low] a: 1 resource\n  ${ONE} eu-west-1\n`,
            ),
            text,
        );
        assert.ok(text.includes(`RESOLVED SINCE 2026-11-16: 1\n- b: 1 resource\n  ${ONE} eu-west-1\n`), text);
        assert.ok(text.includes(`WAIVED SINCE 2026-11-16: 1\n- c\n`), text);
        assert.ok(text.includes("Gone with their account or rule: 1 finding."), text);
        for (const words of ["New since 2026-11-16: 3", "z critical", "Resolved since 2026-11-16: 1", "Gone with"]) {
            assert.ok(shown.includes(words), shown);
        }
    });

    it("names a few places of many, and a few rules of many", () => {
        const places = Array.from({ length: 9 }, (_none, at) =>
            entry("a", "NON_COMPLIANT", { account: String(100_000_000_000 + at) }),
        );
        const rules = Array.from({ length: 30 }, (_none, at) => entry(`rule-${at}`, "NON_COMPLIANT"));
        const { text } = both(since([], [...places, ...rules]));
        assert.match(text, /100000000003 eu-west-1 and 5 more\n/);
        assert.match(text, /NEW SINCE 2026-11-16: 39\n/);
        assert.match(text, /\n {2}and 16 more\n/);
    });

    it("lists waivers with owner, reason and end, those that end soonest first, and those that have ended", () => {
        const waivers = waiversFor(
            { rule: "late", resource: "*", expiry: "2027-06-30" },
            { rule: "soon", resource: "*", expiry: "2026-11-23" },
            { rule: "over", resource: "*", expiry: "2026-11-22" },
            { rule: "unused", resource: "*" },
        );
        const [late, soon] = waivers;
        assert.ok(late !== undefined && soon !== undefined);
        const { text, shown } = both({
            snapshot: snapshotOf([waivedEntry("late", late), waivedEntry("soon", soon)], { waivers }),
        });
        assert.match(
            text,
            /ENDING SOONEST FIRST\n- soon, .*\n {2}ends today; web-team: .*\n- late, .*\n {2}219 days left/,
        );
        assert.match(text, /WAIVERS THAT HAVE ENDED\n- over, \* in all accounts\n {2}ended on 2026-11-22; web-team/);
        assert.ok(!text.includes("unused"));
        assert.ok(shown.includes("ended on 2026-11-22"));
    });

    it("says how the score moved, and never that all is well where it is not", () => {
        const better = since([entry("a", "NON_COMPLIANT"), entry("b", "COMPLIANT")], [entry("b", "COMPLIANT")]);
        assert.match(both(better).text, /100% of rules comply \(\+50 points since the last digest\)/);
        assert.deepEqual(
            [percent(0.9999), percent(0.0001), percent(1), percent(undefined)],
            ["99%", "1%", "100%", "no verdict yet"],
        );
        assert.deepEqual([movement(0.5, 0.5), movement(0.5, 0.485), movement(undefined, 1)], ["", "-1.5 points", ""]);
    });

    it("says that there is no verdict yet where no rule has one", () => {
        const { text, shown } = both({ snapshot: snapshotOf([entry("a", "INSUFFICIENT_DATA")]) });
        assert.match(text, /^No verdict yet: 1 rule in 1 account and 1 region\.$/m);
        assert.ok(shown.includes("No verdict yet"), shown);
    });

    it("is for controls of one framework where it is told so", () => {
        const controls = [
            { framework: "CIS", id: "1.1" },
            { framework: "PCI", id: "2.2" },
        ];
        const snapshot = snapshotOf([entry("a", "NON_COMPLIANT", { controls })]);
        assert.match(both({ snapshot }).text, /CONTROLS THAT FAIL\n- CIS 1\.1.*\n- PCI 2\.2/);
        const { text } = both({ snapshot, framework: "PCI" });
        assert.match(text, /CONTROLS OF PCI THAT FAIL\n- PCI 2\.2/);
        assert.ok(!text.includes("CIS 1.1"));
    });

    it("of nothing says so, and of the first time as well", () => {
        const { text, shown } = both({ snapshot: snapshotOf([]) });
        assert.match(text, /AWS Config evaluates no rules there yet\./);
        assert.match(text, /This is the first digest/);
        assert.ok(shown.includes("AWS Config evaluates no rules there yet."));
        assert.equal(subjectOf(digestOf({ snapshot: snapshotOf([]) })), "Compliance of prod, 2026-11-23: no rules");
    });

    it("does not tell what is new where not all findings were kept", () => {
        const entries = [entry("a", "NON_COMPLIANT"), entry("b", "NON_COMPLIANT")];
        const report = digestOf({
            snapshot: snapshotOf(entries, { mostFindings: 1 }),
            previous: snapshotOf(entries, { takenAt: BEFORE }),
        });
        assert.equal(report.changes, "too-many");
        assert.match(digestText(report), /what is new cannot be told/);
    });

    it("shows the trend that the snapshots kept, and no more than fits", () => {
        let previous: ComplianceSnapshot | undefined;
        for (let day = 0; day < 40; day++) {
            const takenAt = new Date(Date.parse("2026-10-01T06:00:00Z") + day * 86_400_000).toISOString();
            previous = snapshotOf([entry("a", "COMPLIANT")], { takenAt, ...(previous && { previous }) });
        }
        assert.ok(previous !== undefined);
        const { trend } = digestOf({ snapshot: snapshotOf([entry("a", "COMPLIANT")], { previous }), previous });
        assert.ok(trend.length <= 12);
        assert.deepEqual([trend[0]?.at.slice(0, 10), trend.at(-1)?.at.slice(0, 10)], ["2026-10-01", "2026-11-23"]);
    });
});

const HOSTILE = '</title><script>alert(1)</script><img src=x onerror="a()">\r\nBcc: all@example.com\u202e"';

describe("names that are made to harm", () => {
    const [waiver] = waiversFor({ rule: "x", resource: "*" });
    assert.ok(waiver !== undefined);
    const hostile = { ...waiver, rule: HOSTILE, resource: HOSTILE, owner: HOSTILE, reason: HOSTILE };
    const entries = [
        entry(HOSTILE, "NON_COMPLIANT", {
            packs: [HOSTILE],
            account: HOSTILE,
            region: HOSTILE,
            controls: [{ id: HOSTILE }],
        }),
        waivedEntry("waived", hostile),
    ];
    const report = digestOf({
        snapshot: snapshotOf(entries, { stack: HOSTILE, waivers: [hostile] }),
        previous: snapshotOf([], { takenAt: BEFORE }),
        framework: HOSTILE,
    });

    it("are text in HTML", () => {
        const { document } = parseHTML(digestHtml(report)) as unknown as { document: Page };
        assert.equal(document.querySelectorAll("script, img, a, iframe, form, object").length, 0);
        const handlers = [...document.querySelectorAll("*")].flatMap((element) => element.getAttributeNames());
        assert.ok(handlers.every((name) => !name.startsWith("on")));
        assert.ok(document.body.textContent.includes("<script>alert(1)</script>"));
    });

    it("bring no header into the message, and no control characters into the text", () => {
        const message = digestMail(report, { from: "a@example.com", to: ["b@example.com"] });
        const [head = ""] = message.split("\r\n\r\n");
        assert.deepEqual(
            head.split(/\r\n(?! )/).map((line) => line.split(":")[0]),
            ["From", "To", "Subject", "Date", "MIME-Version", "Auto-Submitted", "Content-Type"],
        );
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(digestText(report), /[\x00-\x09\x0b-\x1f\u202e]/);
    });
});

describe("the message", () => {
    const report = digestOf({
        snapshot: snapshotOf([entry("a", "NON_COMPLIANT")], { stack: "prüfung-äöü-".repeat(6) }),
    });
    const message = digestMail(report, { from: "a@example.com", to: ["b@example.com", "c@example.com"] });

    it("is ASCII in lines that every server takes, and the same each time", () => {
        assert.match(message, /^[\x20-\x7e\r\n]*$/);
        assert.ok(message.split("\r\n").every((line) => line.length <= 998 && !line.includes("\n")));
        assert.equal(digestMail(report, { from: "a@example.com", to: ["b@example.com", "c@example.com"] }), message);
    });

    it("has the subject in encoded words of the length that is allowed, none of which cuts a character", () => {
        const start = message.indexOf("Subject: ") + "Subject: ".length;
        const subject = message.slice(start, message.indexOf("\r\nDate: "));
        const words = subject.split("\r\n ");
        assert.ok(words.length > 1 && words.every((word) => word.length <= 75), subject);
        const text = words.map((word) => {
            const [, base64 = ""] = /^=\?utf-8\?B\?(.*)\?=$/.exec(word) ?? [];
            return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64"));
        });
        assert.equal(text.join(""), subjectOf(report));
    });
});
