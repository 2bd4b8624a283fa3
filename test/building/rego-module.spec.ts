import assert from "node:assert/strict";
import { resolve } from "node:path";
import { hostBuiltinsOf } from "../../building/host-builtins.ts";
import type { OpaCommand } from "../../building/opa-command.ts";
import { bundleRegoRule } from "../../building/rego-bundle.ts";
import { compileRego } from "../../building/rego-module.ts";
import { HOST_BUILTINS } from "../../functions/rego/builtins.ts";
import { regoEvaluator } from "../../functions/rego/policy.ts";
import { itemOfEvent } from "../../functions/runtime/configuration-item.ts";
import type { Evaluation, Parameters } from "../../functions/rule.ts";
import type { CustomRule, JsonObject } from "../../lib/rules/custom-rule.ts";
import { ruleFiles, ruleOf } from "../lib/rules/rule-files.ts";
import { OPA_TIMEOUT_MS, requireOpa } from "./require-opa.ts";

function regoRule(policy: string, parameters = ""): CustomRule {
    return ruleOf(
        ruleFiles({
            "rule.guard": undefined,
            "rule.rego": `package rule\n\n${policy}\n`,
            "rule.yaml": `description: x\nresourceTypes: [AWS::S3::Bucket]\n${parameters}`,
        }),
    );
}

describe("a policy in Rego", function () {
    this.timeout(60_000);
    let opa: OpaCommand;

    before(async function () {
        this.timeout(OPA_TIMEOUT_MS);
        opa = await requireOpa(this);
    });

    function moduleOf(rule: CustomRule): Uint8Array<ArrayBuffer> {
        const { module, diagnostics } = compileRego(rule, opa);
        assert.deepEqual(diagnostics, []);
        assert.ok(module !== undefined);
        return module;
    }

    /** Each as `line:column code: message`. */
    function faults(policy: string, parameters = ""): string[] {
        const { module, diagnostics } = compileRego(regoRule(policy, parameters), opa);
        assert.equal(module, undefined);
        return diagnostics.map(({ file, line, column, code, message }) => {
            assert.equal(file, "packs/rules/bucket-owned/rule.rego");
            return `${line}:${column} ${code}: ${message}`;
        });
    }

    const TIME = new Date("2026-09-01T00:00:00.000Z");

    async function evaluate(policy: string, item: JsonObject = {}, parameters: Parameters = {}): Promise<Evaluation> {
        const described = Object.entries(parameters).map(([name, value]) => {
            const type = Array.isArray(value) ? "list" : typeof value === "number" ? "number" : "string";
            return `  ${name}: { description: x, type: ${type}, optional: true }\n`;
        });
        const rule = regoRule(policy, described.length === 0 ? "" : `parameters:\n${described.join("")}`);
        const whole = itemOfEvent({ resourceType: "AWS::S3::Bucket", resourceId: "b", ...item });
        return regoEvaluator(moduleOf(rule))(whole, parameters, { time: TIME });
    }

    it("answers what compliant is, and NOT_APPLICABLE where that is undefined", async () => {
        const policy = "compliant := input.configuration.ok";
        assert.deepEqual(await evaluate(policy, { configuration: { ok: true } }), { compliance: "COMPLIANT" });
        assert.deepEqual(await evaluate(policy, { configuration: { ok: false } }), { compliance: "NON_COMPLIANT" });
        assert.deepEqual(await evaluate(policy), { compliance: "NOT_APPLICABLE" });
    });

    it("annotates with a text, or with all texts of a set", async () => {
        const bad = { compliance: "NON_COMPLIANT" };
        const one = 'default compliant := false\n\nannotation := sprintf("%s has %d", ["it", 3]) if not compliant';
        assert.deepEqual(await evaluate(one), { ...bad, annotation: "it has 3" });
        const several = 'default compliant := false\n\nannotation contains "Two." \n\nannotation contains "One."';
        assert.deepEqual(await evaluate(several), { ...bad, annotation: "One. Two." });
        assert.deepEqual(await evaluate("default compliant := false\n\nannotation contains 1 if compliant"), bad);
    });

    it("reads the item and its parameters, which have types", async () => {
        const policy =
            "compliant if {\n\tinput.resourceType == input.parameters.type\n\tcount(input.configuration.list) > input.parameters.n\n" +
            "\tsome pattern in input.parameters.patterns\n\tglob.match(pattern, null, input.tags.kind)\n}";
        const item = { configuration: { list: [1, 2, 3] }, tags: { kind: "m7g.large.x" } };
        const parameters = { type: "AWS::S3::Bucket", n: 2, patterns: ["a*", "m7g.*"] };
        assert.deepEqual(await evaluate(policy, item, parameters), { compliance: "COMPLIANT" });
        assert.deepEqual(await evaluate(policy, item, { ...parameters, n: 3 }), { compliance: "NOT_APPLICABLE" });
    });

    it("knows when it is asked", async () => {
        const policy =
            "compliant := time.now_ns() - time.parse_rfc3339_ns(input.configuration.made) > 180 * 24 * 3600 * 1000000000";
        const at = (made: string): Promise<Evaluation> => evaluate(policy, { configuration: { made } });
        assert.deepEqual(await at("2026-03-04T23:59:59.000Z"), { compliance: "COMPLIANT" });
        assert.deepEqual(await at("2026-03-05T00:00:01.000Z"), { compliance: "NON_COMPLIANT" });
        assert.deepEqual(await at("yesterday"), { compliance: "NOT_APPLICABLE" });
    });

    it("finds every function that its host is said to have", async () => {
        const calls: Readonly<Record<string, string>> = {
            sprintf: 'sprintf("%d", [1]) == "1"',
            "regex.split": 'regex.split("-", "a-b") == ["a", "b"]',
            "yaml.is_valid": 'yaml.is_valid("a: 1")',
            "yaml.marshal": 'yaml.marshal({"a": 1}) == "a: 1\\n"',
            "yaml.unmarshal": 'yaml.unmarshal("a: 1") == {"a": 1}',
            "time.now_ns": "time.now_ns() == 1788220800000000000",
            "time.parse_rfc3339_ns": 'time.parse_rfc3339_ns("1970-01-01T00:00:01Z") == 1000000000',
        };
        assert.deepEqual(Object.keys(calls).sort(), [...HOST_BUILTINS].sort());
        for (const [name, call] of Object.entries(calls)) {
            const policy = `compliant if ${call}`;
            assert.deepEqual(hostBuiltinsOf(moduleOf(regoRule(policy))), [name]);
            assert.deepEqual(await evaluate(policy), { compliance: "COMPLIANT" }, name);
        }
    });

    it("cannot say two things, or anything but true and false, and is asked again afterwards", async () => {
        const rule = regoRule("compliant if input.tags.a\n\ncompliant := false if input.tags.b");
        const evaluator = regoEvaluator(moduleOf(rule));
        const ask = (tags: JsonObject): Promise<Evaluation> =>
            evaluator(itemOfEvent({ resourceType: "x", resourceId: "y", tags }), {}, { time: TIME });
        const twice = ask({ a: "1", b: "1" });
        await assert.rejects(twice, /^Error: packs\/rules\/bucket-owned\/rule\.rego:5:1: one name has two values$/);
        assert.deepEqual(await ask({ b: "1" }), { compliance: "NON_COMPLIANT" });
        await assert.rejects(evaluate('compliant := "yes"'), /compliant is "yes"; it has to be true, false/);
        await assert.rejects(evaluate("compliant := true\n\nannotation := 3"), /annotation is 3; it has to be a text/);
    });

    it("has no fault that opa would not tell, with its place", () => {
        assert.deepEqual(faults("compliant if input.tags.a if"), ["3:27 rego-parse: unexpected if keyword"]);
        assert.deepEqual(faults('compliant if "é" == nobody'), ["3:14 rego-unsafe-var: var nobody is unsafe"]);
        assert.deepEqual(faults("compliant if input.resourceType == 3"), ["3:14 rego-type: match error"]);
        assert.deepEqual(
            faults(
                'compliant if input.parameters.n == "3"',
                "parameters: { n: { description: x, type: integer, default: 1 } }\n",
            ),
            ["3:14 rego-type: match error"],
        );
        assert.deepEqual(faults("import input.tags\n\ncompliant := true"), [
            "3:1 rego-compile: import input.tags unused",
        ]);
        const { diagnostics } = compileRego(regoRule("compliant if input.relationships[_].resourceTyp"), opa);
        assert.deepEqual(
            diagnostics.map(({ message, hint }) => [message, hint]),
            [["undefined ref: input.relationships[_].resourceTyp", "did you mean resourceType?"]],
        );
    });

    it("calls no function that is missing where it runs, wherever its answer depends on it", () => {
        const code = "rego-builtin: the function";
        const where = "is not there where WebAssembly evaluates the policy";
        assert.deepEqual(
            faults(
                'compliant if f(input.tags.x)\n\nf(x) if http.send({"url": x}).status == 200\n\n' +
                    'annotation := crypto.sha256("x") if not compliant\n\nunused := io.jwt.decode("x")',
            ).sort(),
            [`5:9 ${code} http.send ${where}`, `7:15 ${code} crypto.sha256 ${where}`],
        );
        // Columns are those of UTF-16, in which some characters are two.
        assert.deepEqual(faults('compliant if {"é𝒳" == input.tags.x; http.send({}).status == 200}'), [
            `3:38 ${code} http.send ${where}`,
        ]);
    });

    it("compiles to the same bytes for the same source", () => {
        const rule = regoRule('compliant if regex.match("a+", input.tags.x)');
        const first = bundleRegoRule(rule, resolve("."), opa);
        // Another content in between, and the same policy with a blank before it is: nothing is taken from memory.
        const second = bundleRegoRule({ ...rule, name: "other" }, resolve("."), { ...opa, version: `${opa.version} ` });
        assert.deepEqual([...first.files.keys()], ["index.mjs", "policy.wasm"]);
        assert.deepEqual(second.files.get("policy.wasm"), first.files.get("policy.wasm"));
        const code = String(first.files.get("index.mjs"));
        assert.ok(!code.includes(resolve(".")), "a path of this machine is in the bundle");
        assert.ok(first.bytes > code.length && first.bytes < 1_000_000, String(first.bytes));
    });
});
