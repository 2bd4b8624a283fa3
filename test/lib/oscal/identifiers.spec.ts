import assert from "node:assert/strict";
import fc from "fast-check";
import { controlKey, controlTokens } from "../../../lib/oscal/control-ids.ts";
import { markupOf, stringOf, tokenOf } from "../../../lib/oscal/datatypes.ts";
import { uuidOf, uuidV5 } from "../../../lib/oscal/uuid.ts";
import type { ControlPlan } from "../../../lib/plan/plan.ts";

/** As NIST's schema has them. */
const TOKEN = /^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u;
const STRING = /^\S(.*\S)?$/u;
const UUID = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$/;

const anyText = fc.string({ unit: "binary" });

describe("identifiers and texts of OSCAL", () => {
    it("are version 5 UUIDs, as RFC 9562 shows one", () => {
        const ofDomains = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        assert.equal(uuidV5(ofDomains, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
        fc.assert(fc.property(anyText, (text) => UUID.test(uuidOf(ofDomains, text))));
        assert.notEqual(uuidOf(ofDomains, "ab", "c"), uuidOf(ofDomains, "a", "bc"));
    });

    it("are tokens and strings, whatever the text", () => {
        fc.assert(fc.property(anyText, (text) => TOKEN.test(tokenOf(text))));
        fc.assert(fc.property(anyText, (text) => STRING.test(stringOf(text))));
        fc.assert(fc.property(anyText, (text) => STRING.test(markupOf(text))));
    });

    it("show texts as they are where markup is read", () => {
        assert.equal(markupOf("a *b* <c> {{ d }}"), "a \\*b\\* \\<c\\> \\{\\{ d \\}\\}");
        assert.equal(markupOf("one\ntwo"), "one two");
    });

    const tokens: readonly [control: ControlPlan, token: string][] = [
        [{ framework: "NIST-800-53-r5", id: "AC-2(1)" }, "ac-2.1"],
        [{ framework: "FedRAMP-Moderate", id: "AC-2" }, "ac-2"],
        [{ framework: "PCI-DSS-4.0", id: "8.2.1" }, "pci-dss-4.0-8.2.1"],
        [{ framework: "HIPAA", id: "164.312(a)(1)" }, "hipaa-164.312.a.1"],
        [{ id: "8.2.1" }, "_8.2.1"],
    ];
    for (const [control, token] of tokens) {
        it(`of the control ${control.framework ?? ""} ${control.id} are ${token}`, () => {
            assert.deepEqual([...controlTokens([control])], [[controlKey(control), token]]);
        });
    }

    it("of controls that look alike differ, and of one control of NIST's under two frameworks do not", () => {
        const alike = controlTokens([
            { framework: "X", id: "1/2" },
            { framework: "X", id: "1 2" },
        ]);
        assert.deepEqual(
            [...alike.values()].map((token) => token.replace(/[0-9a-f]{8}$/, "<hash>")),
            ["x-1-2-<hash>", "x-1-2-<hash>"],
        );
        assert.equal(new Set(alike.values()).size, 2);
        const same = controlTokens([
            { framework: "NIST-800-53-r5", id: "AC-2" },
            { framework: "FedRAMP-Moderate", id: "AC-2" },
        ]);
        assert.deepEqual([...same.values()], ["ac-2"]);
    });
});
