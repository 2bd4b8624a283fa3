/** Packs as they were read and checked before: by two stacks, or on the two sides of a comparison, each is read once. */
import { checkPack } from "../check/check.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { holdsFor, type Observation, observe } from "../observed-files.ts";
import type { ProjectFiles } from "../project-files.ts";
import type { FunctionOwner } from "../rules/functions.ts";
import { type Pack, parsePack } from "./parse.ts";

export interface CheckedPack {
    /** Absent where it has errors of structure. */
    readonly pack?: Pack;
    /** Of its structure and of every check. */
    readonly findings: readonly Diagnostic[];
}

interface Remembered extends CheckedPack {
    /** What the pack includes, and the custom rules that it names. */
    readonly observations: readonly Observation[];
    /** Undefined where it makes no difference who has the functions. */
    readonly owner: string | undefined;
}

export class CheckedPacks {
    readonly #known = new Map<string, Remembered[]>();

    /**
     * Reads and checks a pack, unless one of the same text, with the same files behind it, was read before.
     *
     * @param file of the project
     * @param owner who has the functions of custom rules; absent: the template is looked at, and goes nowhere
     */
    read(file: string, files: ProjectFiles, owner?: FunctionOwner): CheckedPack {
        const { checked, key } = this.#look(file, files, owner);
        if (key !== undefined) {
            this.#known.set(key, [...(this.#known.get(key) ?? []), checked]);
        }
        return checked;
    }

    /** What `read` finds, of a pack that nobody asks for again: none of it is kept. */
    findings(file: string, files: ProjectFiles): readonly Diagnostic[] {
        return this.#look(file, files, undefined).checked.findings;
    }

    /** @returns the key too, where the pack was not known */
    #look(file: string, files: ProjectFiles, owner: FunctionOwner | undefined): { checked: Remembered; key?: string } {
        const text = files.read(file) ?? "";
        const key = `${file}\n${text}`;
        const ownerKey = JSON.stringify(owner ?? null);
        const before = this.#known.get(key) ?? [];
        const same = before.find(
            (one) => (one.owner === undefined || one.owner === ownerKey) && holdsFor(one.observations, files),
        );
        if (same !== undefined) {
            return { checked: same };
        }
        const observed = observe(files);
        const { pack, diagnostics } = parsePack(file, text, observed, owner);
        const read: Remembered = {
            ...(pack !== undefined && { pack }),
            findings: [...diagnostics, ...(pack === undefined ? [] : checkPack(pack))],
            observations: observed.observations,
            owner: pack?.form === "native" ? undefined : ownerKey,
        };
        return { checked: read, key };
    }
}
