import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRequiredPackages } from "../../../sandbox/required-packages.ts";

describe("plugins that installed packages ask for", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "required-packages-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    function install(path: string, content: object): void {
        mkdirSync(join(folder, path), { recursive: true });
        writeFileSync(join(folder, path, "package.json"), JSON.stringify(content));
    }

    it("are found at any depth, used or not, each with its name, version and server", () => {
        install("node_modules/@pulumi/aws", { name: "@pulumi/aws", version: "7.0.0", pulumi: { resource: true } });
        install("node_modules/plain", { name: "plain", version: "1.0.0" });
        install("node_modules/plain/node_modules/@pulumi/docker", {
            name: "@pulumi/docker",
            version: "4.0.0",
            pulumi: { resource: true, version: "v4.0.1", server: "https://plugins.example.com" },
        });
        install("node_modules/other", { name: "other", version: "2.0.0", pulumi: { resource: true, name: "third" } });
        // A link back to a parent must not be followed for ever.
        symlinkSync(join(folder, "node_modules"), join(folder, "node_modules", "plain", "node_modules", "@loop"));
        assert.deepEqual(
            findRequiredPackages(folder).sort((a, b) => a.name.localeCompare(b.name)),
            [
                { name: "aws", version: "v7.0.0", server: "" },
                { name: "docker", version: "v4.0.1", server: "https://plugins.example.com" },
                { name: "third", version: "v2.0.0", server: "" },
            ],
        );
    });

    it("are none where nothing is installed", () => {
        assert.deepEqual(findRequiredPackages(folder), []);
    });
});
