import assert from "node:assert/strict";
import { compareWithExceptions } from "../judges/exceptions.ts";

const TEXT = `
judge:
  - { check: A1, things: ["dev *", "prod bucket"], reason: because of a good and long reason }
  - { check: B2, things: ["*"], message: "* of the first kind", reason: because of a good and long reason }
`;

const finding = (check: string, thing: string, message = "it is") => ({ judge: "judge", check, thing, message });

describe("the exceptions of judges", () => {
    it("let findings pass that they name, by check, thing and message", () => {
        const findings = [
            finding("A1", "dev bucket"),
            finding("A1", "prod bucket"),
            finding("B2", "dev key", "one of the first kind"),
        ];
        assert.deepEqual(compareWithExceptions("judge", findings, TEXT), { unexpected: [], stale: [], excepted: 3 });
    });

    it("name every other finding, and every exception without one", () => {
        const findings = [
            finding("A1", "prod queue"),
            finding("A1", "dev bucket"),
            finding("B2", "dev key", "one of the second kind"),
        ];
        assert.deepEqual(compareWithExceptions("judge", findings, TEXT), {
            unexpected: ["A1 of prod queue: it is", "B2 of dev key: one of the second kind"],
            stale: ["A1 of prod bucket", "B2 of *"],
            excepted: 1,
        });
    });

    it("belong to one judge", () => {
        assert.equal(compareWithExceptions("another", [finding("A1", "dev bucket")], TEXT).unexpected.length, 1);
    });

    it("have reasons", () => {
        assert.throws(() => compareWithExceptions("judge", [], 'judge: [{ check: A1, things: ["*"], reason: none }]'));
    });
});
