import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Operation } from "../../lib/operator/operation.ts";
import type { IdentityPolicy } from "../../lib/operator/identity-policy.ts";
import { operatorBoundary, operatorPolicy, operatorTrust, type PolicyOptions } from "../../cli/permissions.ts";
import type { Terminal } from "../../cli/terminal.ts";
import { isAllowed } from "../lib/operator/identity-policy-evaluation.ts";

interface Printed {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

function printed(work: (terminal: Terminal) => number): Printed {
    const [out, err]: [string[], string[]] = [[], []];
    const code = work({
        line: (text = "") => void out.push(text),
        note: (text) => void err.push(text),
        transient: () => undefined,
        style: (_, text) => text,
        isInteractive: false,
    });
    return { code, out: out.join("\n"), err: err.join("\n") };
}

function policyOf({ out }: Printed): IdentityPolicy {
    return JSON.parse(out) as IdentityPolicy;
}

describe("packs permissions", () => {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-permissions-"));
        cpSync(join(import.meta.dirname, "diff/fixtures/new"), folder, { recursive: true });
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    const policy = (options: Partial<PolicyOptions> = {}): Printed =>
        printed((terminal) => operatorPolicy(folder, { stack: "prod", operations: ["preview"], ...options }, terminal));
    const git = (...words: string[]): void => {
        const author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        execFileSync("git", [...author, ...words], { cwd: folder, stdio: "ignore" });
    };
    const deletion = (name: string) => ({
        action: "config:DeleteConformancePack",
        resource: `arn:aws:config:eu-west-1:111122223333:conformance-pack/${name}/1`,
    });

    it("prints the policy of a stack, with its account", () => {
        const result = policy();
        assert.equal(result.code, 0);
        assert.match(result.out, /arn:aws:sns:eu-west-1:111122223333:conformance-packs-prod-delivery/);
        assert.ok(policyOf(result).Statement.every(({ Effect: effect }) => effect === "Allow"));
    });

    it("tells where no account is named, and takes one", () => {
        writeFileSync(join(folder, "Pulumi.bare.yaml"), "config:\n  aws:region: eu-west-1\n");
        const bare = policy({ stack: "bare" });
        assert.match(bare.err, /Pulumi\.bare\.yaml names no account.*--account/);
        assert.match(bare.out, /config-history-bare-\*-eu-west-1/);
        const named = policy({ stack: "bare", account: "444455556666" });
        assert.equal(named.err, "");
        assert.match(named.out, /config-history-bare-444455556666-eu-west-1/);
    });

    it("counts the stack of a commit too", () => {
        git("init", "--quiet");
        git("add", ".");
        git("commit", "--quiet", "-m", "before");
        writeFileSync(
            join(folder, "Pulumi.prod.yaml"),
            'config:\n  aws:region: eu-west-1\n  conformance-packs:account: "111122223333"\n',
        );
        const operations: Operation[] = ["up"];
        const merged = (result: Printed): readonly IdentityPolicy[] =>
            [JSON.parse(result.out)].flat() as IdentityPolicy[];
        assert.ok(!isAllowed(merged(policy({ operations })), deletion("storage")));
        assert.ok(isAllowed(merged(policy({ operations, since: "HEAD" })), deletion("storage")));
        const unknown = policy({ operations, since: "nowhere" });
        assert.equal(unknown.code, 2);
        assert.match(unknown.err, /git knows no commit nowhere/);
    });

    it("writes a file for each policy", () => {
        const { code, out } = policy({ operations: ["preview", "status"], write: "policies" });
        assert.equal(code, 0);
        assert.match(out, /^wrote policies\/prod-preview-status\.json: \d+ statements$/);
        const [file = ""] = readdirSync(join(folder, "policies"));
        const written = JSON.parse(readFileSync(join(folder, "policies", file), "utf8")) as IdentityPolicy;
        assert.equal(written.Version, "2012-10-17");
    });

    it("prints a boundary", () => {
        const boundary = printed((terminal) => operatorBoundary(folder, { stack: "prod", destroys: false }, terminal));
        assert.equal(boundary.code, 0);
        const sids = policyOf(boundary).Statement.map(({ Sid: sid }) => sid);
        assert.ok(sids.includes("KeepHistory") && sids.includes("KeepRecording"));
        const destroys = printed((terminal) => operatorBoundary(folder, { stack: "prod", destroys: true }, terminal));
        assert.ok(!policyOf(destroys).Statement.some(({ Sid: sid }) => sid === "KeepRecording"));
    });

    it("prints a trust policy, and refuses one that lets in others", () => {
        const trust = (repository: string): Printed =>
            printed((terminal) =>
                operatorTrust(folder, { stack: "prod", repository, subject: { branch: "main" } }, terminal),
            );
        assert.match(trust("octo/config").out, /"repo:octo\/config:ref:refs\/heads\/main"/);
        const refused = trust("octo/*");
        assert.deepEqual([refused.code, refused.out], [2, ""]);
        assert.match(refused.err, /octo\/\* is no repository/);
    });

    it("ends with the faults of a stack that cannot be planned", () => {
        writeFileSync(join(folder, "Pulumi.bad.yaml"), "config: {}\n");
        const { code, out, err } = policy({ stack: "bad" });
        assert.deepEqual([code, out], [1, ""]);
        assert.match(err, /the stack names no region/);
    });

    it("takes options of one subject only, and whole account IDs", () => {
        const run = (...words: string[]): string => {
            try {
                return execFileSync(process.execPath, [resolve("bin/packs.mjs"), "permissions", ...words], {
                    cwd: folder,
                    encoding: "utf8",
                    stdio: "pipe",
                });
            } catch (failure) {
                return String((failure as { stderr?: string }).stderr);
            }
        };
        const trust = ["trust", "--stack", "prod", "--repository", "octo/config"];
        assert.match(run(...trust, "--branch", "main", "--pull-request"), /cannot be used with/);
        assert.match(run(...trust, "--pull-request"), /"repo:octo\/config:pull_request"/);
        assert.match(run("policy", "--stack", "prod", "--account", "1234"), /12 digits/);
        assert.match(
            run("policy", "--stack", "prod", "--for", "verify", "status"),
            /ManageWithoutResource|ReadWithoutResource/,
        );
    });
});
