import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";

/** A resource plugin that a package in node_modules asks for. */
export interface RequiredPackage {
    name: string;
    /** With a leading "v". */
    version: string;
    /** Where to download it; empty for the default. */
    server: string;
}

interface PackageFile {
    name?: string;
    version?: string;
    pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
}

/**
 * Finds the resource plugins of a program as Pulumi's Node language host does (`getPackagesFromDir` in
 * sdk/nodejs/cmd/pulumi-language-nodejs/main.go): every installed package that says `pulumi.resource: true`, used or
 * not, at any depth.
 */
export function findRequiredPackages(programDirectory: string): RequiredPackage[] {
    const found: RequiredPackage[] = [];
    // Links may lead to the same package twice, or back to a parent.
    const visited = new Set<string>();
    const visitModules = (modules: string): void => {
        for (const name of existsSync(modules) ? readdirSync(modules) : []) {
            const folder = join(modules, name);
            if (name.startsWith("@")) {
                readdirSync(folder).forEach((inner) => visitPackage(join(folder, inner)));
            } else {
                visitPackage(folder);
            }
        }
    };
    const visitPackage = (folder: string): void => {
        const file = join(folder, "package.json");
        if (!existsSync(file) || visited.has(realpathSync(folder))) {
            return;
        }
        visited.add(realpathSync(folder));
        const required = requiredPackage(JSON.parse(readFileSync(file, "utf8")) as PackageFile);
        found.push(...(required === undefined ? [] : [required]));
        visitModules(join(folder, "node_modules"));
    };
    visitModules(join(programDirectory, "node_modules"));
    return found;
}

function requiredPackage(file: PackageFile): RequiredPackage | undefined {
    const { name, version, pulumi } = file;
    if (pulumi?.resource !== true || name === undefined) {
        return undefined;
    }
    const number = pulumi.version ?? version ?? "";
    return {
        name: pulumi.name ?? name.replace(/^@pulumi\//, ""),
        version: number === "" || number.startsWith("v") ? number : `v${number}`,
        server: pulumi.server ?? "",
    };
}
