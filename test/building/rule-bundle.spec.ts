import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { bundleRule, type RuleBundle } from "../../building/rule-bundle.ts";
import type { Diagnostic } from "../../lib/diagnostic.ts";
import { projectFolder } from "../../lib/project-files.ts";
import { customRuleNames } from "../../lib/rules/find.ts";
import { readCustomRule } from "../../lib/rules/read-rule.ts";
import { scaffoldRule } from "../../lib/rules/scaffold.ts";

const NAME = "bucket-owned";
const FOLDER = `packs/rules/${NAME}`;
const SCHEDULE = "description: x\nresourceTypes: [AWS::S3::Bucket]\nfrequency: TwentyFour_Hours\n";

describe("the bundle of a rule in TypeScript", () => {
    let folders: string[] = [];

    afterEach(() => {
        folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
        folders = [];
    });

    /** In a new folder each time, so that nothing of a path can be in the result. */
    async function bundle(changes: Readonly<Record<string, string>> = {}): Promise<RuleBundle> {
        const root = mkdtempSync(join(tmpdir(), "bundle-"));
        folders.push(root);
        const files = { ...scaffoldRule(NAME, "lambda", "AWS::S3::Bucket"), ...inFolder(changes) };
        for (const [path, text] of Object.entries(files)) {
            mkdirSync(dirname(join(root, path)), { recursive: true });
            writeFileSync(join(root, path), text);
        }
        const { rule, diagnostics } = readCustomRule(NAME, projectFolder(root));
        assert.deepEqual(diagnostics, []);
        assert.ok(rule);
        return bundleRule(rule, root);
    }

    const inFolder = (files: Readonly<Record<string, string>>): Record<string, string> =>
        Object.fromEntries(Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text]));
    const shown = ({ file = "", line, column, code }: Diagnostic): string =>
        `${file.replace(`${FOLDER}/`, "")}:${line}:${column} ${code}`;
    const faults = async (changes: Readonly<Record<string, string>>): Promise<string[]> =>
        (await bundle(changes)).diagnostics.map(shown);
    const text = ({ files }: RuleBundle): string => String(files.get("index.mjs"));

    it("is one small module with a handler, which leaves the AWS SDK to Lambda", async () => {
        const made = await bundle();
        assert.deepEqual([...made.files.keys()], ["index.mjs"]);
        assert.match(text(made), /export\{\w+ as handler\};\s*$/);
        assert.match(text(made), /from"@aws-sdk\/client-config-service"/);
        assert.ok(made.bytes === Buffer.byteLength(text(made)) && made.bytes < 15_000, `${made.bytes} bytes`);
    });

    it("is the same bytes wherever the project is, and has no path in it", async () => {
        const source =
            'import { owner } from "./owner.ts";\nexport { evaluate } from "./evaluate.ts";\nexport { owner };\n';
        const files = {
            "rule.ts": source,
            "owner.ts": 'export const owner = "owner";\n',
            "evaluate.ts": 'import { compliant } from "#rule";\nexport const evaluate = () => compliant();\n',
        };
        const [one, two] = [await bundle(files), await bundle(files)];
        assert.equal(text(one), text(two));
        for (const word of [tmpdir(), process.cwd(), "node_modules", "owner.ts"]) {
            assert.ok(!text(one).includes(word), word);
        }
    });

    it("knows the parameters and the resource types of the description", async () => {
        const made = await bundle({
            "rule.yaml":
                "description: x\nresourceTypes: [AWS::S3::Bucket]\n" +
                "parameters:\n  days: { description: y, type: integer, default: 90 }\n  owner: { description: z, optional: true }\n",
        });
        assert.ok(
            text(made).includes('parameters:{days:{type:"integer",default:"90"},owner:{type:"string",optional:!0}}'),
        );
        assert.ok(text(made).includes('resourceTypes:["AWS::S3::Bucket"]'));
        const byTag = await bundle({ "rule.yaml": "description: x\ntag: { key: owner }\n" });
        assert.ok(!text(byTag).includes("resourceTypes:["));
    });

    it("does not depend on a tsconfig of the user's", async () => {
        const plain = await bundle();
        const other = await bundle({ "tsconfig.json": '{ "compilerOptions": { "target": "es5", "strict": false } }' });
        assert.equal(text(other), text(plain));
    });

    it("says where a source cannot be compiled, and is empty then", async () => {
        const made = await bundle({ "rule.ts": "export function evaluate() {\n    return {;\n}\n" });
        assert.deepEqual(made.diagnostics.map(shown), ["rule.ts:2:13 rule-compile-error"]);
        assert.deepEqual([made.files.size, made.bytes], [0, 0]);
    });

    it("says which import is wrong, in whichever file", async () => {
        assert.deepEqual(
            await faults({ "rule.ts": 'import { compliantt } from "#rule";\nexport const evaluate = compliantt;\n' }),
            ["rule.ts:1:10 rule-compile-error"],
        );
        assert.deepEqual(
            await faults({
                "rule.ts": 'export { evaluate } from "./other.ts";\n',
                "other.ts": 'import "./none.ts";\nexport const evaluate = () => undefined;\n',
            }),
            ["other.ts:1:8 rule-compile-error"],
        );
    });

    it("counts columns in characters", async () => {
        assert.deepEqual(await faults({ "rule.ts": "export const evaluate = ['ü', 'ü' 1];\n" }), [
            "rule.ts:1:35 rule-compile-error",
        ]);
    });

    for (const [what, source, description, expected, message] of [
        ["nothing", "const x = 1;\n", undefined, "rule.ts:1:1 missing-evaluator", /it exports nothing/],
        [
            "a default",
            "export default function evaluate() {}\n",
            undefined,
            "rule.ts:1:1 missing-evaluator",
            /does not export evaluate, but default/,
        ],
        [
            "a misspelt function",
            "const x = 1;\nexport function evalute() {}\n",
            undefined,
            "rule.ts:2:17 missing-evaluator",
            /evalute/,
        ],
        [
            "evaluate with a schedule",
            "export function evaluate() {}\n",
            SCHEDULE,
            "rule.yaml:3:1 schedule-without-evaluate-account",
            /runs on a schedule/,
        ],
        [
            "evaluateAccount without one",
            "\nexport async function* evaluateAccount() {}\n",
            undefined,
            "rule.ts:2:24 evaluate-account-without-schedule",
            /how often/,
        ],
        [
            "both",
            "export const evaluate = 1;\nexport const evaluateAccount = 2;\n",
            SCHEDULE,
            "rule.ts:2:14 two-evaluators",
            /exports evaluate and evaluateAccount/,
        ],
    ] as const) {
        it(`refuses a source that exports ${what}`, async () => {
            const made = await bundle({ "rule.ts": source, ...(description && { "rule.yaml": description }) });
            assert.deepEqual(made.diagnostics.map(shown), [expected]);
            assert.match(made.diagnostics[0]?.message ?? "", message);
            assert.ok(made.diagnostics[0]?.hint);
            assert.equal(made.files.size, 0);
        });
    }

    it("of every rule of this project has no fault, and stays small", async () => {
        const files = projectFolder(".");
        const rules = customRuleNames(files).flatMap((name) => readCustomRule(name, files).rule ?? []);
        const own = rules.filter(({ kind }) => kind === "lambda");
        assert.ok(own.length >= 6);
        for (const rule of own) {
            const { diagnostics, bytes } = await bundleRule(rule, resolve("."));
            assert.deepEqual(diagnostics, [], rule.name);
            assert.ok(bytes < 20_000, `${rule.name}: ${bytes} bytes`);
        }
    });
});
