/** Where the values come from that only this project knows: its stacks, packs, files and commits. */
import { readProjectPacks } from "../../lib/coverage/pack-rules.ts";
import { coverageNames } from "../../lib/coverage/report.ts";
import { FAIL_ON_CLASSES } from "../../lib/diff/fail-on.ts";
import { PACKS_FOLDER, packFiles, packNames } from "../../lib/pack/find.ts";
import { type ProjectFiles, projectFolder } from "../../lib/project-files.ts";
import { customRuleNames } from "../../lib/rules/find.ts";
import { queryFile, queryNames, WAIVERS_FILE } from "../../lib/project-layout.ts";
import { refNames } from "../git-files.ts";
import { stackNames } from "../stack-names.ts";
import { type Candidate, type Completion, starting, type ValueSource } from "./words.ts";

/** @param root folder of the project */
export function projectValues(root: string): ValueSource {
    const files = projectFolder(root);
    const sources: Readonly<Record<string, (word: string) => Completion>> = {
        stack: (word) => only(named(stackNames(files)), word),
        ref: (word) => only(named(refNames(root)), word),
        classes: (word) => only(classes(word), word),
        rules: (word) => only(named(customRuleNames(files)), word),
        packs: (word) => only(listed(packNames(files), word), word),
        framework: (word) => only(named(frameworks(files)), word),
        pack: (word) => orFiles(packs(files), word),
        files: (word) => orFiles(checkable(files), word),
        query: (word) => only(named(queryNames(files)), word),
        file: () => ({ candidates: [], files: true }),
    };
    return (name, word) => sources[name]?.(word) ?? { candidates: [], files: false };
}

function only(candidates: readonly Candidate[], word: string): Completion {
    return { candidates: starting(candidates, word), files: false };
}

/** What the project has comes first; any other file only where none of it fits. */
function orFiles(candidates: readonly Candidate[], word: string): Completion {
    const fitting = starting(candidates, word);
    return { candidates: fitting, files: fitting.length === 0 };
}

function named(names: readonly string[]): Candidate[] {
    return names.map((value) => ({ value, description: "" }));
}

function packs(files: ProjectFiles): Candidate[] {
    return packNames(files).map((value) => ({ value, description: `a pack in ${PACKS_FOLDER}/` }));
}

function checkable(files: ProjectFiles): Candidate[] {
    return [
        ...packFiles(files).map((value) => ({ value, description: "pack" })),
        ...queryNames(files).map((name) => ({ value: queryFile(name), description: "query" })),
        ...stackNames(files).map((stack) => ({ value: `Pulumi.${stack}.yaml`, description: "stack" })),
        ...(files.list(".").includes(WAIVERS_FILE) ? [{ value: WAIVERS_FILE, description: "waivers" }] : []),
    ];
}

/** Packs with errors have no coverage, and so no frameworks. */
function frameworks(files: ProjectFiles): string[] {
    return coverageNames(readProjectPacks(files).packs ?? []);
}

// Of cost>N the number is the user's.
function classes(word: string): Candidate[] {
    return listed(
        FAIL_ON_CLASSES.map((name) => name.replace(/N$/, "")),
        word,
    );
}

/** After a comma, those that are not in the list yet. */
function listed(names: readonly string[], word: string): Candidate[] {
    const list = word.slice(0, word.lastIndexOf(",") + 1);
    const given = new Set(list.split(","));
    return names.filter((name) => !given.has(name)).map((name) => ({ value: `${list}${name}`, description: "" }));
}
