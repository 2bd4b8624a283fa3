import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { explainCredentials } from "../../cli/credentials.ts";
import { RULE } from "../lib/project.ts";

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

const KEYS = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };

function failure(name: string, message: string): Error {
    return Object.assign(new Error(message), { name });
}

describe("an error for want of credentials", () => {
    it("is told from others", () => {
        const first = (name: string, message = "No."): string | undefined =>
            explainCredentials(failure(name, message), {})?.split("\n")[0];
        assert.equal(first("CredentialsProviderError"), "AWS cannot be asked: there are no credentials");
        const session = "The SSO session associated with this profile has expired or is otherwise invalid.";
        for (const [name, message] of [
            ["CredentialsProviderError", session],
            ["TokenProviderError", "Token is expired. To refresh this SSO session run 'aws sso login'."],
            ["ExpiredToken", "The security token included in the request is expired"],
            ["ExpiredTokenException", "The security token included in the request is expired"],
        ] as const) {
            assert.equal(first(name, message), "AWS cannot be asked: the credentials have expired", name);
        }
        for (const name of ["InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch"]) {
            assert.equal(first(name), "AWS cannot be asked: AWS does not accept the credentials", name);
        }
        assert.equal(first("AccessDeniedException", "The offer has expired"), undefined);
        assert.equal(explainCredentials("CredentialsProviderError", {}), undefined);
    });

    it("names what was tried, and what to write", () => {
        const lines = (env: NodeJS.ProcessEnv): string[] =>
            explainCredentials(failure("ExpiredToken", "It is over.\nReally."), env)?.split("\n") ?? [];
        assert.deepEqual(lines({ ...KEYS, AWS_PROFILE: "audit" }), [
            "AWS cannot be asked: the credentials have expired",
            "    tried: the profile audit, which AWS_PROFILE names",
            "    why: ExpiredToken: It is over.",
            "    hint: sign in (aws sso login --profile audit), renew the profile's keys, or name another: " +
                "AWS_PROFILE=<profile> packs …",
        ]);
        assert.match(String(lines(KEYS)[1]), /tried: the keys in the environment: AWS_ACCESS_KEY_ID,/);
        assert.match(String(lines({ AWS_PROFILE: "" })[1]), /tried: keys in the environment, the profile default, /);
    });
});

describe("commands that ask AWS", function () {
    // A process for each command line.
    this.timeout(60_000);
    const commands = [
        ["verify"],
        ["doctor"],
        ["query", "--sql", "SELECT arn"],
        ["query", "--sql", "SELECT arn", "--account"],
    ];
    let folder = "";
    let server: Server;
    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), "packs-credentials-"));
        mkdirSync(join(folder, "packs"));
        writeFileSync(join(folder, "packs", "root.yaml"), RULE);
        stack("");
        // As STS and AWS Config refuse a session that is over.
        server = createServer((request, response) => {
            const isStatements = request.headers["content-type"]?.startsWith("application/x-amz-json") !== true;
            const message = "The security token included in the request is expired";
            response
                .writeHead(isStatements ? 403 : 400)
                .end(
                    isStatements
                        ? `<ErrorResponse><Error><Code>ExpiredToken</Code><Message>${message}</Message></Error></ErrorResponse>`
                        : JSON.stringify({ __type: "ExpiredTokenException", message }),
                );
        });
        await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    });
    afterEach(async () => {
        await new Promise((done) => server.close(done));
        rmSync(folder, { recursive: true });
    });

    function stack(lines: string): void {
        const text = `config:\n  aws:region: eu-west-1\n  conformance-packs:packs: { root: {} }\n${lines}`;
        writeFileSync(join(folder, "Pulumi.dev.yaml"), text);
    }

    /** Nothing of this machine's own credentials. */
    function packs(words: readonly string[], own: NodeJS.ProcessEnv): Promise<Ended> {
        const foreign = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
        const env = {
            ...process.env,
            ...Object.fromEntries(foreign.map((name) => [name, undefined])),
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_CONFIG_FILE: join(folder, "config"),
            AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
            AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
            PULUMI_HOME: folder,
            ...own,
        };
        return new Promise((done) => {
            const all = [resolve("bin/packs.mjs"), ...words];
            execFile(process.execPath, all, { cwd: folder, env }, (reason, out, err) => {
                done({ code: typeof reason?.code === "number" ? reason.code : reason === null ? 0 : -1, out, err });
            });
        });
    }

    it("say where none were found, without a stack trace", async () => {
        for (const words of commands) {
            const { code, out, err } = await packs(words, {});
            assert.deepEqual([code, out], [1, ""], words.join(" "));
            assert.equal(
                err,
                "AWS cannot be asked: there are no credentials\n" +
                    "    tried: keys in the environment, the profile default, a web identity, the role of a container or an " +
                    "instance\n    why: Could not load credentials from any providers\n" +
                    "    hint: sign in (aws sso login, or aws configure), or name a profile: AWS_PROFILE=<profile> packs …\n",
                words.join(" "),
            );
        }
        const { err } = await packs(["verify"], { AWS_PROFILE: "audit" });
        assert.match(err, /\n {4}tried: the profile audit, which AWS_PROFILE names\n/);
    });

    it("say that they have expired", async () => {
        for (const words of commands) {
            const { code, out, err } = await packs(words, { ...KEYS, AWS_SESSION_TOKEN: "over" });
            assert.deepEqual([code, out], [1, ""], words.join(" "));
            assert.match(
                err,
                /^AWS cannot be asked: the credentials have expired\n {4}tried: the keys in the environment/,
            );
            assert.match(
                err,
                /\n {4}why: ExpiredToken(?:Exception)?: The security token included in the request is expired\n/,
            );
        }
    });

    it("are asked by the doctor even where a baseline refuses the stack", async () => {
        mkdirSync(join(folder, "baseline"));
        const baseline = "regions: [eu-west-1]\npacks: { gone: { target: account, rules: [IAM_USER_MFA_ENABLED] } }\n";
        writeFileSync(join(folder, "baseline", "dev.yaml"), baseline);
        assert.match((await packs(["verify"], {})).err, /error lost-rule: /);
        assert.match((await packs(["doctor"], {})).err, /^AWS cannot be asked: there are no credentials\n/);
    });
});
