import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OLDEST_GO, PINNED_VERSION } from "../../../sandbox/pulumi-build.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "sandbox", "pulumi-cli");

describe("Go module of the Pulumi CLI", () => {
    const module = readFileSync(join(FOLDER, "go.mod"), "utf8");
    const sums = readFileSync(join(FOLDER, "go.sum"), "utf8");

    it("requires the pinned version", () => {
        assert.match(module, new RegExp(`^require github\\.com/pulumi/pulumi/pkg/v3 v${PINNED_VERSION}$`, "m"));
    });

    it("asks for no newer minor version of Go than the sandbox does", () => {
        const [, major, minor] = /^go (\d+)\.(\d+)/m.exec(module) ?? [];
        assert.deepEqual({ major: Number(major), minor: Number(minor) }, OLDEST_GO);
    });

    it("holds the hash of every module that it requires", () => {
        const required = [...module.matchAll(/^\s*(?:require )?([\w.-]+\.[\w.-]+\/\S+|[\w-]+\.\w+) (v\S+)/gm)];
        assert.ok(required.length > 100, String(required.length));
        const replaced = new Set([...module.matchAll(/^replace (\S+) =>/gm)].map(([, path]) => path));
        for (const [, path, version] of required) {
            assert.ok(
                replaced.has(path) || sums.includes(`${path} ${version}/go.mod h1:`),
                `${path} ${version} has no hash`,
            );
        }
    });
});
