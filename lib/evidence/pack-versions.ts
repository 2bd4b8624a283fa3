/** Which versions of which packs a stack deploys: the files that they come from, and what AWS gets. */
import { createHash } from "node:crypto";
import type { ConformancePackPlan, DeploymentPlan } from "../plan/plan.ts";
import { packsOfAllRegions } from "../plan/regions.ts";
import type { ProjectFiles } from "../project-files.ts";

export interface VersionedFile {
    /** Relative to the project. */
    readonly file: string;
    /** Hexadecimal. */
    readonly sha256: string;
    /** Relative to the evidence folder; absent for the stack's file, which is not copied. */
    readonly copy?: string;
}

export interface PackVersion {
    readonly pack: string;
    readonly region: string;
    readonly target: ConformancePackPlan["target"];
    /** Of a part of a bundle: the bundle's name. */
    readonly bundle?: string;
    /** The pack's own file first, then those that it includes or is bundled of. */
    readonly sources: readonly VersionedFile[];
    readonly template: VersionedFile & { readonly text: string };
    readonly parameters: ConformancePackPlan["parameters"];
}

/** What a stack sets beside its packs is not evidence for any of them, and its file may be of other programs as well. */
const STACK_FILE = /^Pulumi\.[^/]+\.yaml$/;

/** @returns one for each pack in each region */
export function packVersions(plan: DeploymentPlan, files: ProjectFiles): PackVersion[] {
    return packsOfAllRegions(plan).map(({ region, pack }) => ({
        pack: pack.name,
        region,
        target: pack.target,
        ...(pack.bundle !== undefined && { bundle: pack.bundle }),
        sources: sourceFiles(pack).flatMap((file) => sourceOf(file, files)),
        template: {
            file: pack.file,
            sha256: sha256(pack.template),
            copy: `templates/${region}/${pack.name}.yaml`,
            text: pack.template,
        },
        parameters: pack.parameters,
    }));
}

function sourceFiles({ file, rules }: ConformancePackPlan): string[] {
    const ofRules = rules.flatMap(({ location, origins = [] }) => [
        location.file,
        ...origins.map((origin) => origin.location.file),
    ]);
    return [file, ...[...new Set(ofRules)].filter((one) => one !== file).sort()];
}

function sourceOf(file: string, files: ProjectFiles): VersionedFile[] {
    const text = files.read(file);
    if (text === undefined) {
        return [];
    }
    const isCopied = !STACK_FILE.test(file) && !file.split("/").includes("..") && !file.startsWith("/");
    return [{ file, sha256: sha256(text), ...(isCopied && { copy: `sources/${file}` }) }];
}

function sha256(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}
