import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import {
    ENDPOINT_VARIABLE,
    readStackConfiguration,
    sandboxEnvironment,
    writeWorkspace,
} from "../../../sandbox/workspace.ts";

describe("workspace of the sandbox", () => {
    let folder: string;
    let projectFile: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "workspace-"));
        projectFile = join(folder, "Pulumi.yaml");
        writeFileSync(projectFile, "name: some-project\nruntime: nodejs\nconfig:\n  some:key:\n    type: string\n");
    });

    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    const read = (name: string): unknown => parse(readFileSync(join(folder, "work", name), "utf8"));

    function write(configuration: Record<string, unknown>): void {
        writeWorkspace({
            workDir: join(folder, "work"),
            stackName: "dev",
            configuration,
            endpoint: "http://127.0.0.1:1",
            projectFile,
            provider: "/a/provider",
        });
    }

    it("names the provider in its own copy of the project settings, and changes nothing else", () => {
        const before = readFileSync(projectFile, "utf8");
        write({});
        assert.deepEqual(read("Pulumi.yaml"), {
            name: "some-project",
            runtime: "nodejs",
            config: { "some:key": { type: "string" } },
            main: folder,
            plugins: { providers: [{ name: "aws", path: "/a/provider" }] },
        });
        assert.equal(readFileSync(projectFile, "utf8"), before);
    });

    it("keeps the salt that Pulumi added, whatever the configuration becomes", () => {
        write({ "aws:region": "eu-west-1" });
        writeFileSync(join(folder, "work", "Pulumi.dev.yaml"), "encryptionsalt: v1:abc\nconfig:\n  old: value\n");
        write({ "aws:region": "eu-central-1", "conformance-packs:packs": [{ file: "a.yaml" }] });
        assert.deepEqual(read("Pulumi.dev.yaml"), {
            encryptionsalt: "v1:abc",
            config: {
                "aws:region": "eu-central-1",
                "conformance-packs:packs": [{ file: "a.yaml" }],
                "aws:accessKey": "sandbox",
                "aws:secretKey": "sandbox",
                "aws:endpoints": [
                    {
                        cloudformation: "http://127.0.0.1:1",
                        configservice: "http://127.0.0.1:1",
                        lambda: "http://127.0.0.1:1",
                        scheduler: "http://127.0.0.1:1",
                    },
                ],
            },
        });
    });

    it("refuses a secret, and says where it stands", () => {
        assert.throws(() => write({ "some:key": { secure: "v1:xyz" } }), {
            name: "UserError",
            message: /config\.some:key is a secret/,
        });
    });

    it("reads a stack's configuration, and says what is wrong with a file that has none", () => {
        const file = join(folder, "Pulumi.dev.yaml");
        writeFileSync(file, "config:\n  aws:region: eu-west-1\n");
        assert.deepEqual(readStackConfiguration(file), { "aws:region": "eu-west-1" });
        writeFileSync(file, "config: 3\n");
        assert.throws(() => readStackConfiguration(file), { name: "UserError", message: /must be a mapping/ });
        rmSync(file);
        assert.throws(() => readStackConfiguration(file), { name: "UserError", message: /cannot be read/ });
    });

    it("keeps the user's accounts out of reach", () => {
        const environment = sandboxEnvironment({
            backend: join(folder, "state with space"),
            endpoint: "http://127.0.0.1:1",
            environment: { AWS_ACCESS_KEY_ID: "other" },
        });
        assert.equal(environment["AWS_ACCESS_KEY_ID"], "other");
        assert.equal(environment["AWS_PROFILE"], "");
        assert.equal(environment["AWS_CONFIG_FILE"], "/dev/null");
        assert.match(environment["PULUMI_BACKEND_URL"] ?? "", /^file:\/\/\/.*state%20with%20space\?metadata=skip$/);
        assert.equal(environment[ENDPOINT_VARIABLE], "http://127.0.0.1:1");
    });
});
