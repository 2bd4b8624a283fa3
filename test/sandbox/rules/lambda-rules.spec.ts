import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { projectFolder } from "../../../lib/project-files.ts";
import { customRuleNames } from "../../../lib/rules/find.ts";
import { readCustomRule } from "../../../lib/rules/read-rule.ts";
import { findPython, PYTHON_INSTALL_COMMAND, prepareEmulator } from "../../../sandbox/emulator.ts";
import { documentedRule } from "../../lib/rules/documented-rule.ts";
import { skipWithout } from "../../requirements.ts";

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** Runs the command as a person does, in a folder. */
function packs(words: readonly string[], cwd: string): Promise<Ended> {
    return new Promise((done) => {
        const env = { ...process.env, FORCE_COLOR: undefined };
        execFile(process.execPath, [resolve("bin/packs.mjs"), ...words], { cwd, env }, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

const RULE = "packs/rules/instance-checked";
const DESCRIPTION = "description: x\nresourceTypes: [AWS::EC2::Instance]\n";
const CASE =
    "- name: one\n  item: { resourceType: AWS::EC2::Instance, configuration: { a: 1 } }\n  expect: COMPLIANT\n";

describe("packs test, with rules in TypeScript", function () {
    this.timeout(60_000);
    let folder = "";
    const write = (files: Readonly<Record<string, string>>): void => {
        for (const [file, text] of Object.entries(files)) {
            mkdirSync(join(folder, dirname(file)), { recursive: true });
            writeFileSync(join(folder, file), text);
        }
    };
    const writeRule = (source: string, description = DESCRIPTION, cases = CASE): void =>
        write({ [`${RULE}/rule.yaml`]: description, [`${RULE}/rule.ts`]: source, [`${RULE}/cases.yaml`]: cases });

    before("get the emulator", async function () {
        this.timeout(600_000);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python with venv", found, install: PYTHON_INSTALL_COMMAND });
        await prepareEmulator();
    });
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-test-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it("passes for every such rule of this project, in seconds", async () => {
        const files = projectFolder(".");
        const names = customRuleNames(files).filter((name) => readCustomRule(name, files).rule?.kind === "lambda");
        assert.ok(names.length >= 6);
        const { code, out, err } = await packs(["test", "--json", ...names], ".");
        assert.deepEqual([code, err], [0, ""], out);
        const run = JSON.parse(out) as { tools: string[]; rules: { cases: unknown[] }[]; milliseconds: number };
        assert.deepEqual(run.tools, [`Node.js ${process.versions.node}`]);
        assert.ok(run.rules.every(({ cases }) => cases.length >= 3));
        assert.ok(run.milliseconds < 30_000, `${run.milliseconds} ms`);
    });

    it("passes for a rule that packs new rule has just written, and for those that the documentation shows", async () => {
        assert.equal((await packs(["new", "rule", "role-has-owner", "--kind", "lambda"], folder)).code, 0);
        const documented = Object.entries(documentedRule()).filter(
            ([path]) => !/log-group-kept|volume-encrypted|\/logs\.yaml/.test(path),
        );
        assert.ok(documented.some(([path]) => path.endsWith("/rule.ts")));
        write(Object.fromEntries(documented));
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 0, out);
        assert.match(out, /ok {6}role-has-owner +Lambda {2}2 cases\n/);
        assert.equal((await packs(["check", "packs/rules"], folder)).code, 0);
    });

    it("fails with the case, what was expected, why it failed and what the rule printed", async () => {
        writeRule(
            'import { type ConfigurationItem, compliant, nonCompliant } from "#rule";\n\n' +
                "export function evaluate({ configuration }: ConfigurationItem) {\n" +
                "    const { a } = configuration;\n" +
                "    if (a === 2) {\n" +
                '        console.log("seen", a);\n' +
                "        return (a as unknown as { b: { c: never } }).b.c;\n" +
                "    }\n" +
                '    return a === 1 ? compliant("fine") : nonCompliant("not fine");\n' +
                "}\n",
            DESCRIPTION,
            CASE.replace("expect: COMPLIANT", "expect: COMPLIANT\n  annotation: good") +
                CASE.replace("one", "two").replace("a: 1", "a: 2") +
                CASE.replace("one", "three").replace("a: 1", "a: 3"),
        );
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 1);
        assert.equal(
            out.replace(/ with Node\.js .*\n$/, "\n"),
            `failed  instance-checked  Lambda  3 of 3 cases not as expected
        ${RULE}/cases.yaml:1:3: one
          expected the annotation "good", and got "fine"
        ${RULE}/cases.yaml:5:3: two
          TypeError: Cannot read properties of undefined (reading 'c') (${RULE}/rule.ts:7:56)
          seen 2
        ${RULE}/cases.yaml:8:3: three
          expected COMPLIANT, and got NON_COMPLIANT

1 of 1 rule tested: 3 of 3 cases not as expected
`,
        );
    });

    it("compares what a scheduled rule says resource by resource", async () => {
        writeRule(
            'import { compliant, nonCompliant } from "#rule";\n' +
                "export async function* evaluateAccount({ ids }: { ids: string[] }) {\n" +
                "    for (const resourceId of ids) {\n" +
                '        yield { resourceType: "AWS::EC2::Instance", resourceId, ...(resourceId === "a" ? nonCompliant("a is a") : compliant()) };\n' +
                "    }\n}\n",
            `${DESCRIPTION}frequency: One_Hour\nparameters:\n  ids: { description: x, type: list, default: [a, b] }\n`,
            "- name: right\n  expect: { a: NON_COMPLIANT, b: COMPLIANT }\n  annotation: { a: a is a }\n" +
                "- name: wrong\n  parameters: { ids: [a, c] }\n  expect: { a: COMPLIANT, b: COMPLIANT }\n" +
                "- name: otherwise\n  expect: { a: NON_COMPLIANT, b: COMPLIANT }\n  annotation: { b: b }\n",
        );
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 1);
        assert.equal(
            out.replace(/\n\n[^]*$/, "\n"),
            `failed  instance-checked  Lambda  2 of 3 cases not as expected
        ${RULE}/cases.yaml:4:3: wrong
          a: expected COMPLIANT, and got NON_COMPLIANT
          b: expected COMPLIANT, and got no answer
          c: expected nothing, and got COMPLIANT
        ${RULE}/cases.yaml:7:3: otherwise
          b: expected the annotation "b", and got undefined
`,
        );
    });

    it("fails a case whose rule asks for more than its permissions, or was answered what AWS does not answer", async () => {
        const source =
            'import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";\n' +
            'import { type ConfigurationItem, compliant, type Context, notApplicable } from "#rule";\n' +
            "export async function evaluate(_: ConfigurationItem, __: object, context: Context) {\n" +
            "    const { Users: users = [] } = await context.client(IAMClient).send(new ListUsersCommand({}));\n" +
            "    return users.length > 0 ? compliant() : notApplicable();\n}\n";
        const user = "{ Path: /, UserName: me, UserId: A, Arn: a, CreateDate: 2026-01-01T00:00:00Z }";
        const answered = `${CASE}  answers: { iam:ListUsers: { Users: [${user}], IsTruncated: false } }\n`;
        writeRule(source, DESCRIPTION, answered);
        const refused = await packs(["test"], folder);
        assert.equal(refused.code, 1);
        assert.match(refused.out, /needs iam:ListUsers, which permissions in rule\.yaml does not list/);

        writeRule(source, `${DESCRIPTION}permissions: [iam:ListUsers]\n`, answered);
        assert.equal((await packs(["test"], folder)).code, 0);
        // Without an answer, the emulator tells of its own, empty account.
        writeRule(
            source,
            `${DESCRIPTION}permissions: [iam:ListUsers]\n`,
            CASE.replace("expect: COMPLIANT", "expect: NOT_APPLICABLE"),
        );
        assert.equal((await packs(["test"], folder)).code, 0);

        writeRule(source, `${DESCRIPTION}permissions: [iam:ListUsers]\n`, answered.replace("{ Users:", "{ Userz:"));
        const wrong = await packs(["test"], folder);
        assert.match(wrong.out, /in answers, iam:ListUsers has no Userz, but IsTruncated, Marker, Users/);
    });

    it("gives the rule the time of the case, and its own account", async () => {
        writeRule(
            'import { type ConfigurationItem, type Context, compliant } from "#rule";\n' +
                "export function evaluate(_: ConfigurationItem, __: object, context: Context) {\n" +
                "    return compliant([context.time.toISOString(), context.accountId, context.region, context.partition].join());\n}\n",
            DESCRIPTION,
            "- name: one\n  time: 2026-09-01T08:00:00Z\n  item: { resourceType: AWS::EC2::Instance, accountId: '999999999999', awsRegion: us-east-1 }\n" +
                "  expect: COMPLIANT\n  annotation: 2026-09-01T08:00:00.000Z,999999999999,us-east-1,aws\n",
        );
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 0, out);
    });

    it("ends a rule that does not end, and goes on with the next case", async () => {
        writeRule(
            'import { type ConfigurationItem, compliant } from "#rule";\n' +
                "export async function evaluate({ configuration: { a } }: ConfigurationItem) {\n" +
                "    if (a === 2) {\n        await new Promise((resolve) => setTimeout(resolve, 1e6));\n    }\n" +
                "    return compliant();\n}\n",
            `${DESCRIPTION}timeout: 1\n`,
            CASE + CASE.replace("one", "two").replace("a: 1", "a: 2") + CASE.replace("one", "three"),
        );
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 1);
        assert.match(out, /1 of 3 cases not as expected\n.*: two\n +the rule did not end within 1 s/);
    });

    it("says what is wrong with a source as packs check does, with its line", async () => {
        writeRule("export function evaluat() {\n    return 1;\n}\n");
        for (const command of ["test", "check"]) {
            const { code, out } = await packs([command], folder);
            assert.equal(code, 1);
            assert.match(
                out,
                /instance-checked\/rule\.ts:1:17: error missing-evaluator: .* does not export evaluate, but evaluat\n/,
            );
        }
        writeRule("export function evaluate() {\n    return [;\n}\n");
        assert.match((await packs(["check"], folder)).out, /rule\.ts:2:13: error rule-compile-error: /);
    });

    it("names a package of the SDK that is not there", async () => {
        writeRule(
            'import { CloudFrontClient } from "@aws-sdk/client-nothing";\n' +
                'import { compliant } from "#rule";\n' +
                "export function evaluate() {\n    return compliant(String(CloudFrontClient));\n}\n",
        );
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 1);
        assert.match(out, /@aws-sdk\/client-nothing is not installed: npm install --save-dev --save-exact/);
    });

    it("runs again after a change while it watches, with the same emulator", async () => {
        await packs(["new", "rule", "watched", "--kind", "lambda"], folder);
        const child: ChildProcess = spawn(process.execPath, [resolve("bin/packs.mjs"), "test", "--watch"], {
            cwd: folder,
        });
        let out = "";
        child.stdout?.on("data", (text: Buffer) => (out += text.toString()));
        let notes = "";
        child.stderr?.on("data", (text: Buffer) => (notes += text.toString()));
        const until = async (holds: () => boolean): Promise<void> => {
            for (let waited = 0; !holds() && waited < 20_000; waited += 50) {
                await delay(50);
            }
            assert.ok(holds(), `${out}\n${notes}`);
        };
        try {
            await until(() => notes.includes("Watching packs/rules/"));
            assert.match(out, /^ok {6}watched/);
            write({
                "packs/rules/watched/rule.ts":
                    'import { notApplicable } from "#rule";\nexport const evaluate = () => notApplicable();\n',
            });
            await until(() => /failed {2}watched {2}Lambda {2}2 of 2 cases/.test(out));
            const seconds = [...out.matchAll(/(\d+\.\d) s/g)].map(([, text]) => Number(text));
            assert.ok((seconds[1] ?? 9) <= (seconds[0] ?? 0), out);
            child.kill("SIGINT");
            await until(() => child.exitCode !== null);
            assert.equal(child.exitCode, 0, notes);
        } finally {
            child.kill("SIGKILL");
        }
    });
});
