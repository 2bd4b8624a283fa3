import assert from "node:assert/strict";
import {
    type EvidenceFile,
    formatManifest,
    formatSums,
    type Manifest,
    MANIFEST_FILE,
    parseSums,
    SUMS_FILE,
} from "../../../lib/evidence/manifest.ts";
import { type FolderContents, type FolderFault, verifyFolder } from "../../../lib/evidence/verify-folder.ts";

const [A, B, M, S] = ["a", "b", "c", "d"].map((digit) => digit.repeat(64)) as [string, string, string, string];
const OTHER = "0".repeat(64);

const FILES: readonly EvidenceFile[] = [
    { path: "plan.json", title: "the plan", bytes: 3, sha256: B },
    { path: "compliance/evaluations.csv", title: "rows", bytes: 5, sha256: A },
];

const MANIFEST: Manifest = {
    format: "conformance-packs evidence 1",
    framework: "CIS",
    stack: "dev",
    scope: { kind: "account", account: "111122223333", regions: ["eu-west-1"] },
    collected: "2026-11-23T08:00:00.000Z",
    tool: { name: "conformance-packs", version: "0.1.0", node: "v24.0.0" },
    files: FILES,
};

const SUMS = formatSums([...FILES, { path: MANIFEST_FILE, sha256: M }]);

function folder(changes: Partial<FolderContents> = {}): FolderContents {
    const found = new Map<string, string | undefined>([
        ["compliance/evaluations.csv", A],
        ["plan.json", B],
        [MANIFEST_FILE, M],
        [SUMS_FILE, S],
    ]);
    return { found, sums: SUMS, manifest: formatManifest(MANIFEST), ...changes };
}

function found(
    changes: Readonly<Record<string, string | undefined>>,
    ...gone: readonly string[]
): FolderContents["found"] {
    const all = new Map([...folder().found, ...Object.entries(changes)]);
    gone.forEach((path) => all.delete(path));
    return all;
}

describe("an evidence folder", () => {
    it("is listed in alphabetical order, as sha256sum has it", () => {
        assert.equal(SUMS, `${A}  compliance/evaluations.csv\n${M}  manifest.json\n${B}  plan.json\n`);
        const { files } = JSON.parse(formatManifest(MANIFEST)) as Manifest;
        assert.deepEqual(
            files.map(({ path }) => path),
            ["compliance/evaluations.csv", "plan.json"],
        );
    });

    const cases: readonly [name: string, contents: FolderContents, faults: FolderFault[]][] = [
        ["as it was", folder(), []],
        ["as it was, by its top hash", folder({ expected: S.toUpperCase() }), []],
        [
            "with another top hash",
            folder({ expected: OTHER }),
            [{ kind: "changed", path: SUMS_FILE, detail: "the top hash is another one" }],
        ],
        [
            "with a changed, a missing and an added file",
            folder({ found: found({ "compliance/evaluations.csv": OTHER, "a.txt": A }, "plan.json") }),
            [
                { kind: "added", path: "a.txt" },
                { kind: "changed", path: "compliance/evaluations.csv" },
                { kind: "missing", path: "plan.json" },
            ],
        ],
        [
            "with a link in place of a file, and one besides",
            folder({ found: found({ "plan.json": undefined, link: undefined }) }),
            [
                { kind: "added", path: "link" },
                { kind: "changed", path: "plan.json", detail: "it is no file" },
            ],
        ],
        [
            "without sums",
            folder({ sums: undefined }),
            [{ kind: "missing", path: SUMS_FILE, detail: "without it this is no evidence folder" }],
        ],
        [
            "without a manifest, which the sums know of",
            folder({ manifest: undefined, found: found({}, MANIFEST_FILE) }),
            [{ kind: "missing", path: MANIFEST_FILE }],
        ],
        [
            "without a manifest, of which the sums know nothing",
            folder({ manifest: undefined, found: found({}, MANIFEST_FILE), sums: formatSums(FILES) }),
            [{ kind: "missing", path: MANIFEST_FILE }],
        ],
        [
            "with a manifest that is none",
            folder({ manifest: "{" }),
            [{ kind: "unreadable", path: MANIFEST_FILE, detail: "it is no manifest of evidence" }],
        ],
        [
            "with a manifest of something else",
            folder({ manifest: '{"files": 7}' }),
            [{ kind: "unreadable", path: MANIFEST_FILE, detail: "it is no manifest of evidence" }],
        ],
        [
            "with a file and its sum changed",
            folder({ sums: SUMS.replace(B, OTHER), found: found({ "plan.json": OTHER }) }),
            [
                {
                    kind: "changed",
                    path: MANIFEST_FILE,
                    detail: "it says something else than SHA256SUMS of plan.json",
                },
            ],
        ],
        [
            "with a file and a sum added",
            folder({ sums: `${SUMS}${OTHER}  zero.txt\n`, found: found({ "zero.txt": OTHER }) }),
            [
                {
                    kind: "changed",
                    path: MANIFEST_FILE,
                    detail: "it says something else than SHA256SUMS of zero.txt",
                },
            ],
        ],
    ];
    for (const [name, contents, faults] of cases) {
        it(`is seen ${name}`, () => {
            assert.deepEqual(verifyFolder(contents), faults);
        });
    }

    const hostile = ["../outside", "/etc/passwd", "a/../../b", "./a", "a//b", "a\\..\\b", "a\u0000b", "a\rb", "C:\\x"];
    for (const path of hostile) {
        it(`reads no sum of ${JSON.stringify(path)}`, () => {
            assert.deepEqual(parseSums(`${A}  ${path}\n`), { sums: new Map(), unreadable: [1] });
        });
    }

    it("reads a sum once, and says which lines are none", () => {
        const { sums, unreadable } = parseSums(`${A}  one\n\nhello\n${B} *two\n${OTHER}  one\n`);
        assert.deepEqual(
            [...sums],
            [
                ["one", A],
                ["two", B],
            ],
        );
        assert.deepEqual(unreadable, [2, 3, 5]);
    });
});
