/** Templates as files of this machine: a text that Pulumi is given as such stands in the stack's state, a file's hash does. */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import { cacheDirectory } from "../sandbox/cache-directory.ts";

/** Writes every template that goes through a bucket: what cannot be written is found before anything is registered. */
export function storeTemplates(plan: DeploymentPlan): void {
    const packs = regionsOf(plan).flatMap((region) => region.packs);
    packs.filter(({ delivery }) => delivery.kind === "s3").forEach(({ template }) => templateFile(template));
}

/**
 * @returns the path of a file with this content, in the user's cache directory and named after its hash. Pulumi compares
 * contents, so that another machine's path is no change.
 */
export function templateFile(template: string): string {
    const folder = join(cacheDirectory(), "templates");
    const file = join(folder, `${createHash("sha256").update(template).digest("hex")}.yaml`);
    if (statSync(file, { throwIfNoEntry: false })?.size !== Buffer.byteLength(template)) {
        mkdirSync(folder, { recursive: true });
        // Renamed into place, so that another process never finds half of it.
        const draft = `${file}.${process.pid}`;
        writeFileSync(draft, template);
        renameSync(draft, file);
    }
    return file;
}
