/** For machines: the comparison as it is. Templates are told by hash and size, since a change names what is in them. */
import { createHash } from "node:crypto";
import type { ValueChange } from "../../lib/diff/value-change.ts";
import { textOf } from "../../lib/diff/message.ts";
import type { DiffReport } from "./format.ts";

/** Rises when a field is renamed or removed. */
const VERSION = 1;

export function formatJson({ base, stacks, uncompared, violations }: DiffReport): string {
    const report = {
        version: VERSION,
        base,
        violations,
        uncompared,
        stacks: stacks.map(({ diff: { changes, packs, settings }, lostCoverage, resources, ...rest }) => ({
            ...rest,
            lostCoverage: lostCoverage.map(({ code, words }) => ({ code, message: textOf(words) })),
            resources: { ...resources, replaced: resources.replaced.map(textOf) },
            changes: changes.map(withoutTemplates),
            packs: {
                added: packs.added.map(({ name }) => name),
                removed: packs.removed.map(({ name }) => name),
                changed: packs.changed.map(({ name, moved, rules, remediations, settings: own, templateOnly }) => ({
                    name,
                    moved,
                    settings: own,
                    rules,
                    remediations,
                    templateOnly,
                })),
            },
            settings,
        })),
    };
    return JSON.stringify(report, (key, value: unknown) => (key === "template" ? digest(value) : value), 2);
}

/** A change of a template stands under the key old or new. */
function withoutTemplates(change: ValueChange): ValueChange {
    if (change.path.length !== 3 || change.path[0] !== "packs" || change.path[2] !== "template") {
        return change;
    }
    return {
        path: change.path,
        ...(change.old !== undefined && { old: digest(change.old) }),
        ...(change.new !== undefined && { new: digest(change.new) }),
    };
}

function digest(text: unknown): string {
    return `sha256:${createHash("sha256").update(String(text)).digest("hex")}`;
}
