/** Templates that go through a bucket, as files of this machine. */
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import { contentFile } from "./content-file.ts";

/** Writes every template that goes through a bucket: what cannot be written is found before anything is registered. */
export function storeTemplates(plan: DeploymentPlan): void {
    const packs = regionsOf(plan).flatMap((region) => region.packs);
    packs.filter(({ delivery }) => delivery.kind === "s3").forEach(({ template }) => templateFile(template));
}

export function templateFile(template: string): string {
    return contentFile(template, "templates", ".yaml");
}
