import assert from "node:assert/strict";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { waiversSchema } from "../../../lib/json-schema/waivers.ts";
import { readWaivers } from "../../../lib/waivers/load.ts";
import { judgeBy } from "./editor.ts";

const judge = judgeBy(waiversSchema(catalogue()));

const WAIVER = {
    rule: "restricted-ssh",
    account: '"123456789012"',
    resource: "sg-*",
    reason: "the bastion",
    owner: "platform",
    expiry: "2027-03-31",
};

function text(changes: Readonly<Record<string, string>> = {}): string {
    const lines = Object.entries({ ...WAIVER, ...changes }).map(([key, value]) => `${key}: ${value}`);
    return `- ${lines.join("\n  ")}\n`;
}

describe("the schema of waivers", () => {
    const accepted: readonly [what: string, text: string][] = [
        ["a waiver", text()],
        ["no waivers yet", "# none\n"],
        ["every account", text({ account: "all" })],
        ["an account without quotes", text({ account: "012345678901" })],
        ["a rule of the author's own", text({ rule: "our own rule" })],
    ];
    for (const [what, waivers] of accepted) {
        it(`accepts ${what}, as the check does`, () => {
            assert.deepEqual(judge(waivers), []);
            assert.deepEqual(readWaivers(waivers).diagnostics, []);
        });
    }

    const refused: readonly [fault: string, text: string][] = [
        ["a missing key", text().replace(/ {2}owner.*\n/, "")],
        ["an unknown key", text({ expires: "2027-03-31" })],
        ["every rule", text({ rule: '"*"' })],
        ["a blank rule", text({ rule: '" "' })],
        ["a blank reason", text({ reason: '""' })],
        ["a short account", text({ account: '"12"' })],
        ["a short number", text({ account: "12" })],
        ["a date that does not exist", text({ expiry: "2027-02-30" })],
        ["a date of another order", text({ expiry: "31.03.2027" })],
        ["a map", "rule: x\n"],
    ];
    for (const [fault, waivers] of refused) {
        it(`refuses ${fault}, as the check does`, () => {
            assert.notDeepEqual(judge(waivers), []);
            assert.notDeepEqual(readWaivers(waivers).diagnostics, []);
        });
    }
});
