/** Projects of 1 to 200 packs of 40 rules, each with a stack that AWS Config would take. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackConfiguration } from "../../sandbox/workspace.ts";
import { packText } from "../speed/packs.ts";

export const PACKS = [1, 10, 50, 200] as const;
const RULES = 40;

/** AWS Config takes 1,000 rules in an account and region, and so 25 packs of 40: more of them take more regions. */
const PACKS_PER_REGION = 25;

/** The stack's own, and what it grows into. */
const REGIONS = [
    "eu-west-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-2",
    "eu-west-3",
    "us-east-1",
    "us-east-2",
    "us-west-2",
] as const;

export interface GrowthProject {
    /** Of all regions together. */
    readonly packs: number;
    /** With the program, and what it reads. */
    readonly folder: string;
    readonly configuration: StackConfiguration;
}

/** @param tool the clone whose program is measured */
export function makeGrowthProject(folder: string, packs: number, tool: string): GrowthProject {
    const files = Math.min(packs, PACKS_PER_REGION);
    mkdirSync(join(folder, "packs"), { recursive: true });
    const names = Array.from({ length: files }, (_, index) => `pack-${String(index + 1).padStart(3, "0")}`);
    names.forEach((name, index) =>
        writeFileSync(join(folder, "packs", `${name}.yaml`), packText(RULES, 2_000 + index)),
    );
    // The program reads the folder it is started in; Pulumi's host looks for the SDK there.
    const entry = JSON.stringify(join(tool, "bin", "program.mjs"));
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module", "main": "program.mjs" }\n');
    writeFileSync(join(folder, "program.mjs"), `export { default } from ${entry};\n`);
    symlinkSync(join(tool, "node_modules"), join(folder, "node_modules"));
    const [own, ...others] = REGIONS.slice(0, Math.ceil(packs / PACKS_PER_REGION));
    return {
        packs,
        folder,
        configuration: {
            "aws:region": own,
            "conformance-packs:regions": Object.fromEntries(others.map((region) => [region, {}])),
            "conformance-packs:packs": Object.fromEntries(names.map((name) => [name, {}])),
        },
    };
}
