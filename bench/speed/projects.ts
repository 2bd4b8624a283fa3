/** The projects that are measured, made anew for every run in a temporary folder. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packText, rulesOf } from "./packs.ts";

/** AWS's samples are 122 packs with a median of 62 rules and 24 KB. */
export const PACKS = 120;

/** A stack may have 50 packs, and an account and region 1,000 rules. */
const STACK_PACKS = 50;
const STACK_RULES = 20;

export const GROWTH = [1, 10, 50, 200] as const;
const GROWTH_RULES = 40;

export interface Projects {
    /** Of 120 packs. */
    readonly packs: string;
    /** With the stack `dev` of 50 packs, one of which differs from the commit before. */
    readonly stack: string;
    /** By how many packs they have. */
    readonly growth: ReadonlyMap<number, string>;
}

export function makeProjects(folder: string): Projects {
    const packs = makePacks(join(folder, "packs-120"), PACKS, rulesOf, 1);
    const stack = makePacks(join(folder, "stack-50"), STACK_PACKS, () => STACK_RULES, 1_000);
    const entries = Array.from({ length: STACK_PACKS }, (_, index) => `    ${nameOf(index)}:\n`);
    writeFileSync(
        join(stack, "Pulumi.dev.yaml"),
        `config:\n  aws:region: eu-west-1\n  conformance-packs:packs:\n${entries.join("")}`,
    );
    commit(stack);
    writeFileSync(join(stack, "packs", `${nameOf(0)}.yaml`), packText(STACK_RULES, 9_999));
    const growth = new Map(
        GROWTH.map((count) => [
            count,
            makePacks(join(folder, `packs-${count}-of-40`), count, () => GROWTH_RULES, 2_000),
        ]),
    );
    return { packs, stack, growth };
}

function makePacks(project: string, count: number, rules: (index: number) => number, seed: number): string {
    mkdirSync(join(project, "packs"), { recursive: true });
    for (let index = 0; index < count; index++) {
        writeFileSync(join(project, "packs", `${nameOf(index)}.yaml`), packText(rules(index), seed + index));
    }
    return project;
}

function nameOf(index: number): string {
    return `pack-${String(index + 1).padStart(3, "0")}`;
}

function commit(project: string): void {
    const git = (...words: string[]): unknown => execFileSync("git", words, { cwd: project, stdio: "ignore" });
    git("init", "--initial-branch", "main");
    git("add", ".");
    git("-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--message", "packs");
}
