import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

/** As much as is looked at: https://cyclonedx.org/docs/1.6/json/ */
interface Component {
    readonly name: string;
    /** `pkg:npm/<name>@<version>` */
    readonly purl: string;
    readonly licenses?: readonly { expression?: string; license?: { id?: string; name?: string } }[];
    readonly components?: readonly Component[];
}

interface Allowed {
    readonly permissive: readonly string[];
    readonly exceptions: Readonly<Record<string, { readonly licence: string; readonly reason: string }>>;
}

interface LockFile {
    readonly packages: Readonly<Record<string, { readonly version: string; readonly name?: string }>>;
}

const ALLOWED = parse(readFileSync("test/ci/licences.yaml", "utf8")) as Allowed;

/** Whether an SPDX expression can be met by permissive licences: one side of an OR, every side of an AND. */
function isPermissive(expression: string): boolean {
    const words = expression.replaceAll(/[()]/g, " ").trim();
    return words
        .split(/\s+OR\s+/)
        .some((choice) => choice.split(/\s+AND\s+/).every((one) => ALLOWED.permissive.includes(one.trim())));
}

function licencesOf({ licenses = [] }: Component): string[] {
    return licenses.map(({ expression, license }) => expression ?? license?.id ?? license?.name ?? "");
}

function flat(components: readonly Component[]): Component[] {
    return components.flatMap((one) => [one, ...flat(one.components ?? [])]);
}

describe("the bill of materials", function () {
    this.timeout(120_000);
    let folder = "";
    let components: readonly Component[] = [];

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "sbom-"));
        const file = join(folder, "sbom.json");
        const { status, stderr } = spawnSync("npm", ["run", "--silent", "sbom", "--", "--output-file", file], {
            encoding: "utf8",
        });
        // Which it also judges by CycloneDX's own schema.
        assert.equal(status, 0, stderr);
        const bill = JSON.parse(readFileSync(file, "utf8")) as { specVersion: string; components: Component[] };
        assert.equal(bill.specVersion, "1.6");
        components = flat(bill.components);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("names every package that is installed by the lock file, in its version", () => {
        const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as LockFile;
        const installed = Object.entries(packages)
            // Those of other platforms are not there.
            .filter(([path]) => path !== "" && existsSync(join(path, "package.json")))
            .map(
                ([path, { name, version }]) =>
                    `${name ?? path.slice(path.lastIndexOf("node_modules/") + 13)}@${version}`,
            );
        const billed = new Set(components.map(({ purl }) => decodeURIComponent(purl.replace("pkg:npm/", ""))));
        assert.ok(installed.length > 300, String(installed.length));
        assert.deepEqual(
            installed.filter((one) => !billed.has(one)),
            [],
        );
    });

    it("has licences that are allowed, and no exception that nothing needs", () => {
        const refused = components
            .map((one) => ({ name: one.name, licences: licencesOf(one) }))
            .filter(({ licences }) => licences.length === 0 || !licences.every(isPermissive));
        const excepted = new Set<string>();
        const faults = refused.filter(({ name, licences }) => {
            const exception = ALLOWED.exceptions[name];
            if (exception !== undefined && licences.every((one) => one === exception.licence)) {
                excepted.add(name);
                return false;
            }
            return true;
        });
        assert.deepEqual(faults, []);
        assert.deepEqual([...excepted].sort(), Object.keys(ALLOWED.exceptions).sort());
    });

    it("tells a licence that leaves a choice from one that leaves none", () => {
        assert.ok(isPermissive("(MIT OR GPL-3.0-only)"));
        assert.ok(isPermissive("(BSD-3-Clause AND Apache-2.0)"));
        assert.ok(!isPermissive("(MIT AND GPL-3.0-only)"));
        assert.ok(!isPermissive("SSPL-1.0"));
    });
});
