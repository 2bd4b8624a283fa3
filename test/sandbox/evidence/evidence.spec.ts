import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import {
    appendFileSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { AssessmentResultsDocument } from "../../../lib/oscal/document.ts";
import { openOscalValidator, validatorPython } from "../../oscal-validator/oscal-validator.ts";
import { skipWithout } from "../../requirements.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";
import { type Ended, injectFault, packsCommand } from "../packs-command.ts";
import { AGGREGATOR, createAccounts, deployPacks, evaluate, PACKS, writeProject } from "../status/evaluated-packs.ts";

const STACK = `config:
  aws:region: ${REGION}
  conformance-packs:aggregators:
    ${AGGREGATOR}: { accounts: [self] }
  conformance-packs:packs:
    storage: {}
    audit: {}
`;

/** A bucket that a spreadsheet would compute. */
const FORMULA = "=1+1";

describe("packs export and packs evidence", function () {
    this.timeout(240_000);

    const fixture = useEmulator();
    let folder = "";
    let member = "";

    before("bring two accounts their packs and evaluations", async () => {
        folder = mkdtempSync(join(tmpdir(), "evidence-"));
        const templates = writeProject(folder, STACK);
        writeFileSync(
            join(folder, "waivers.yaml"),
            "- rule: s3-bucket-public-read-prohibited\n  account: all\n  resource: site\n  reason: a website\n" +
                "  owner: web-team\n  expiry: 2999-12-31\n",
        );
        git("init", "--quiet");
        git("add", ".");
        git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", "packs");
        const accounts = await createAccounts(fixture.settings());
        member = accounts.member;
        const own = new ConfigServiceClient(fixture.settings());
        for (const config of [own, accounts.memberConfig]) {
            await deployPacks(config, templates);
        }
        await evaluate(own, "s3-bucket-public-read-prohibited", {
            site: "NON_COMPLIANT",
            [FORMULA]: "NON_COMPLIANT",
            plain: "COMPLIANT",
        });
        await evaluate(own, "s3-bucket-logging-enabled", { site: "COMPLIANT" });
        await evaluate(accounts.memberConfig, "s3-bucket-logging-enabled", { data: "NON_COMPLIANT" });
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    function git(...words: readonly string[]): string {
        return execFileSync("git", words, { cwd: folder, encoding: "utf8" }).trim();
    }

    const packs = (...words: readonly string[]): Promise<Ended> => packsCommand(fixture, folder, ...words);

    /** What `sha256sum -c` says. */
    function sha256sum(where: string): Promise<{ code: number; out: string }> {
        return new Promise((done) => {
            execFile("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: where }, (failure, out, err) => {
                done({ code: failure === null ? 0 : Number(failure.code), out: out + err });
            });
        });
    }

    async function written(name: string, ...words: readonly string[]): Promise<{ where: string; hash: string }> {
        const where = join(folder, name);
        rmSync(where, { recursive: true, force: true });
        const { code, out, err } = await packs("evidence", "--framework", "CIS", "-o", where, ...words);
        assert.equal(code, 0, err);
        return { where, hash: /^Top hash: ([0-9a-f]{64})$/m.exec(out)?.[1] ?? "" };
    }

    it("exports each rule on each resource of all accounts as CSV, with waivers and nothing that computes", async () => {
        const { code, out, err } = await packs("export", "--stack", "dev");
        assert.deepEqual([code, err], [0, ""]);
        const lines = out.split("\r\n");
        assert.equal(lines.pop(), "");
        assert.equal(lines[0]?.split(",").length, 17);
        const rows = lines.slice(1).map((line) => line.split(","));
        const told = rows.map(([pack, rule, , , , , account, , , resource, verdict, , , waived, owner]) =>
            [pack, rule, account === ACCOUNT ? "own" : "member", resource, verdict, waived, owner].join(" "),
        );
        assert.deepEqual(told.sort(), [
            "audit s3-bucket-logging-enabled member data NON_COMPLIANT no ",
            "audit s3-bucket-logging-enabled own site COMPLIANT no ",
            "storage s3-bucket-logging-enabled member data NON_COMPLIANT no ",
            "storage s3-bucket-logging-enabled own site COMPLIANT no ",
            "storage s3-bucket-public-read-prohibited member  INSUFFICIENT_DATA no ",
            "storage s3-bucket-public-read-prohibited own '=1+1 NON_COMPLIANT no ",
            "storage s3-bucket-public-read-prohibited own plain COMPLIANT no ",
            "storage s3-bucket-public-read-prohibited own site WAIVED yes web-team",
            "storage s3-bucket-versioning-enabled member  INSUFFICIENT_DATA no ",
            "storage s3-bucket-versioning-enabled own  INSUFFICIENT_DATA no ",
        ]);
    });

    it("exports what is asked for into a file, for the owner's eyes alone, or as lines of JSON", async () => {
        const file = join(folder, "failing.csv");
        writeFileSync(file, "what was there before");
        const { code, out } = await packs("export", "--only", "WAIVED", "--in-account", ACCOUNT, "-o", file);
        assert.deepEqual([code, out], [0, ""]);
        assert.match(readFileSync(file, "utf8"), /^pack,rule,[^\r]*\r\nstorage,[^\r]*WAIVED[^\r]*\r\n$/);
        assert.equal(statSync(file).mode & 0o777, 0o600);
        const lines = (await packs("export", "-f", "jsonl", "--account", "--rule", "*public*")).out.trimEnd();
        const ids = lines.split("\n").map((line) => (JSON.parse(line) as { resourceId: string }).resourceId);
        assert.deepEqual(ids.sort(), [FORMULA, "plain", "site"]);
        assert.deepEqual(
            readdirSync(folder).filter((name) => name.includes("partial")),
            [],
        );
        rmSync(file);
    });

    it("exports assessment results that NIST's schema and compliance-trestle take", async function () {
        skipWithout(this, await validatorPython());
        const { code, out, err } = await packs("export", "-f", "oscal", "--framework", "CIS");
        assert.deepEqual([code, err], [0, ""]);
        const document = JSON.parse(out) as AssessmentResultsDocument;
        const validator = await openOscalValidator();
        assert.deepEqual(validator.schemaErrors(document), []);
        assert.equal(await validator.readErrors(document), "");
        const [{ findings = [], risks = [] }] = document["assessment-results"].results;
        assert.deepEqual(
            findings.map(({ title, target }) => `${title} ${target["target-id"]} ${target.status.state}`),
            [
                "CIS 2.1 cis-2.1_smt not-satisfied",
                "CIS 2.6 cis-2.6_smt not-satisfied",
                "CIS 3.6 cis-3.6_smt not-satisfied",
            ],
        );
        assert.deepEqual(risks.map(({ status }) => status).sort(), ["deviation-approved", "open", "open"]);
    });

    it("writes a folder that sha256sum verifies, and that says what changed", async () => {
        const { where, hash } = await written("evidence");
        assert.equal(execFileSync("sha256sum", ["SHA256SUMS"], { cwd: where, encoding: "utf8" }).slice(0, 64), hash);
        assert.deepEqual(await sha256sum(where), { code: 0, out: "" });
        const asWritten = await packs("evidence", "--verify", where, "--expect", hash);
        assert.deepEqual([asWritten.code, asWritten.err], [0, ""]);
        assert.match(asWritten.out, new RegExp(`files as listed\nTop hash: ${hash}\n$`));

        appendFileSync(join(where, "compliance", "evaluations.csv"), "storage,a rule that nobody has\r\n");
        rmSync(join(where, "plan.json"));
        writeFileSync(join(where, "compliance", "notes.txt"), "all is well");
        const tampered = await packs("evidence", "--verify", where);
        assert.deepEqual(
            [tampered.code, tampered.out.split("\n")],
            [1, ["changed: compliance/evaluations.csv", "added: compliance/notes.txt", "missing: plan.json", ""]],
        );
        assert.notEqual((await sha256sum(where)).code, 0);
    });

    it("finds out who changed a file and its hashes as well, by the top hash alone", async () => {
        const { where, hash } = await written("evidence");
        const sha = (file: string): string =>
            execFileSync("sha256sum", [file], { cwd: where, encoding: "utf8" }).slice(0, 64);
        const replace = (file: string, from: string, to: string): void =>
            writeFileSync(join(where, file), readFileSync(join(where, file), "utf8").replaceAll(from, to));
        const [csv, manifest] = [sha("compliance/evaluations.csv"), sha("manifest.json")];
        replace("compliance/evaluations.csv", "NON_COMPLIANT", "COMPLIANT");
        replace("manifest.json", csv, sha("compliance/evaluations.csv"));
        replace("SHA256SUMS", csv, sha("compliance/evaluations.csv"));
        const half = await packs("evidence", "--verify", where);
        assert.deepEqual([half.code, half.out], [1, "changed: manifest.json\n"]);
        replace("SHA256SUMS", manifest, sha("manifest.json"));
        assert.deepEqual(await sha256sum(where), { code: 0, out: "" });
        assert.equal((await packs("evidence", "--verify", where)).code, 0);
        const expected = await packs("evidence", "--verify", where, "--expect", hash);
        assert.deepEqual([expected.code, expected.out], [1, "changed: SHA256SUMS (the top hash is another one)\n"]);
    });

    it("has packs, plan, coverage, evaluations, waivers, the state of AWS Config and OSCAL in it", async () => {
        const { where } = await written("evidence");
        const read = (file: string): string => readFileSync(join(where, file), "utf8");
        const manifest = JSON.parse(read("manifest.json")) as {
            commit: object;
            files: readonly { path: string }[];
            remarks?: readonly string[];
        };
        assert.deepEqual(
            manifest.files.map(({ path }) => path),
            [
                "README.md",
                "assessment-results.json",
                "aws/state.json",
                "compliance/evaluations.csv",
                "compliance/evaluations.jsonl",
                "coverage.json",
                "packs.json",
                "plan.json",
                "sources/packs/audit.yaml",
                "sources/packs/storage.yaml",
                "sources/waivers.yaml",
                `templates/${REGION}/audit.yaml`,
                `templates/${REGION}/storage.yaml`,
                "waivers.json",
            ],
        );
        assert.deepEqual(manifest.commit, { hash: git("rev-parse", "HEAD"), packsUnchanged: true });
        assert.equal(manifest.remarks, undefined);
        assert.equal(read("sources/packs/storage.yaml"), PACKS.storage);
        assert.equal(read("compliance/evaluations.csv").split("\r\n").length - 1, 9);
        assert.equal(read("compliance/evaluations.jsonl").split("\n").length - 1, 8);
        const state = JSON.parse(read("aws/state.json")) as {
            regions: readonly Record<string, { known: boolean; value: readonly Record<string, unknown>[] }>[];
            aggregatorSources: { value: readonly { SourceId: string }[] };
        };
        const [region] = state.regions;
        assert.equal(region?.["recorderStatus"]?.value[0]?.["recording"], true);
        assert.deepEqual(
            region["conformancePackStatus"]?.value.map((one) => one["ConformancePackState"]),
            ["CREATE_COMPLETE", "CREATE_COMPLETE"],
        );
        for (const [name, told] of Object.entries(region)) {
            assert.ok(typeof told === "string" || told.known, `${name}: ${JSON.stringify(told)}`);
        }
        assert.ok(state.aggregatorSources.value.some(({ SourceId }) => SourceId === member));
        assert.equal(statSync(join(where, "plan.json")).mode & 0o777, 0o600);
        assert.equal(statSync(where).mode & 0o777, 0o700);
    });

    it("writes the same again, but for when it was", async () => {
        const one = (await written("evidence")).where;
        const other = (await written("evidence-again")).where;
        const differing = readdirSync(one, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name).slice(one.length + 1))
            .filter((file) => !readFileSync(join(one, file)).equals(readFileSync(join(other, file))));
        // Whatever has a moment in it; in AWS's own words, when the aggregator looked last.
        assert.deepEqual(differing.sort(), [
            "README.md",
            "SHA256SUMS",
            "assessment-results.json",
            "aws/state.json",
            "manifest.json",
        ]);
    });

    it("says which packs are not as their commit has them", async () => {
        const file = join(folder, "packs", "audit.yaml");
        appendFileSync(file, "# changed since\n");
        const { where } = await written("evidence");
        writeFileSync(file, PACKS.audit);
        const versions = JSON.parse(readFileSync(join(where, "packs.json"), "utf8")) as {
            pack: string;
            sources: readonly { unchanged: boolean }[];
        }[];
        assert.deepEqual(
            versions.map(({ pack, sources }) => [pack, sources.map(({ unchanged }) => unchanged)]),
            [
                ["storage", [true]],
                ["audit", [false]],
            ],
        );
    });

    it("overwrites nothing, and leaves nothing half-done where AWS refuses", async () => {
        const full = join(folder, "full");
        mkdirSync(full);
        writeFileSync(join(full, "mine.txt"), "mine");
        const refused = await packs("evidence", "--framework", "CIS", "-o", full);
        assert.deepEqual([refused.code, refused.out], [1, ""]);
        assert.match(refused.err, /there is something in it already/);
        assert.deepEqual(readdirSync(full), ["mine.txt"]);
        await injectFault(fixture, {
            operation: "GetAggregateComplianceDetailsByConfigRule",
            code: "AccessDeniedException",
            message: "not authorized to perform: y",
        });
        const denied = await packs("evidence", "--framework", "CIS", "-o", join(folder, "denied"));
        assert.deepEqual([denied.code, denied.out], [1, ""]);
        assert.match(denied.err, /may not ask AWS Config: not authorized to perform: y/);
        assert.deepEqual(
            readdirSync(folder).filter((name) => name.includes("denied") || name.includes("partial")),
            [],
        );
    });

    it("tells what AWS Config does not say of itself, and goes on", async () => {
        await injectFault(fixture, {
            operation: "DescribeRetentionConfigurations",
            code: "AccessDeniedException",
            message: "not authorized to perform: z",
            count: 1,
        });
        const { where } = await written("evidence");
        assert.match(
            readFileSync(join(where, "aws", "state.json"), "utf8"),
            /"retention": \{\s+"known": false,\s+"reason": "AccessDeniedException: not authorized to perform: z"/,
        );
    });

    it("explains command lines that make no sense", async () => {
        const lines: readonly [words: readonly string[], words: RegExp][] = [
            [["evidence"], /name a --framework, or a folder by --verify/],
            [
                ["evidence", "--framework", "CSI"],
                /no pack of the stack dev names a framework CSI \(did you mean CIS\?\)/,
            ],
            [["evidence", "--framework", "CIS", "--verify", "x"], /either --framework or --verify, not both/],
            [["evidence", "--verify", "x", "--expect", "y"], /--expect takes the 64 hexadecimal digits/],
            [["export", "--framework", "CIS", "--control", "2.1"], /either --framework or --control, not both/],
        ];
        for (const [words, expected] of lines) {
            const { code, out, err } = await packs(...words);
            assert.deepEqual([code, out], [2, ""], err);
            assert.match(err, expected);
        }
        const nowhere = await packs("evidence", "--verify", join(folder, "nowhere"));
        assert.deepEqual([nowhere.code, /cannot read .*nowhere/.test(nowhere.err)], [1, true]);
        const noEvidence = await packs("evidence", "--verify", join(folder, "packs"));
        assert.match(noEvidence.out, /^missing: SHA256SUMS \(without it this is no evidence folder\)$/m);
    });
});
