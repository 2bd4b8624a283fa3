import assert from "node:assert/strict";
import { type DeclaredParameter, typedParameters } from "../../../functions/runtime/parameters.ts";
import { matches } from "../../../functions/rule.ts";

describe("parameters of a rule, as its function gets them", () => {
    const of = (parameter: DeclaredParameter, given?: string): unknown =>
        typedParameters({ x: parameter }, given === undefined ? {} : { x: given })["x"];

    it("are values of their types", () => {
        const rows = [
            ["string", "007", "007"],
            ["integer", " 90 ", 90],
            ["number", "1.5", 1.5],
            ["boolean", "True", true],
            ["boolean", "false", false],
            ["list", "a, b,,c ", ["a", "b", "c"]],
            ["patterns", "m7g.*", ["m7g.*"]],
        ] as const;
        for (const [type, given, value] of rows) {
            assert.deepEqual(of({ type }, given), value, type);
        }
    });

    it("are their defaults where nothing or an empty text is given", () => {
        assert.equal(of({ type: "integer", default: "90" }), 90);
        assert.equal(of({ type: "integer", default: "90" }, ""), 90);
        assert.deepEqual(of({ type: "list", default: ["a,b", "c"] }), ["a,b", "c"]);
        assert.deepEqual(typedParameters({ x: { type: "string", optional: true } }, {}), {});
    });

    it("are refused where they do not fit", () => {
        for (const [type, given] of [
            ["integer", "1.5"],
            ["integer", "many"],
            ["number", "Infinity"],
            ["boolean", "yes"],
        ] as const) {
            assert.throws(() => of({ type }, given), /parameter x is/, given);
        }
        assert.throws(() => of({ type: "string" }), /needs the parameter x/);
    });

    it("match texts by patterns, in which only * is special", () => {
        assert.ok(matches("m7g.large", ["t4g.*", "m7g.*"]));
        assert.ok(matches("a\nb", ["a*b"]));
        assert.ok(!matches("m7gxlarge", ["m7g.*"]));
        assert.ok(!matches("xm7g.large", ["m7g.*"]));
        assert.ok(!matches("anything", []));
    });
});
