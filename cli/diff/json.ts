/** For machines: the comparison as it is. Templates are told by hash and size, since a change names what is in them. */
import { createHash } from "node:crypto";
import type { PacksDiff } from "../../lib/diff/diff-plans.ts";
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
        stacks: stacks.map(({ diff: { changes, packs, settings, regions }, lostCoverage, resources, ...rest }) => ({
            ...rest,
            lostCoverage: lostCoverage.map(({ code, words, regions: where }) => ({
                code,
                message: textOf(words),
                regions: where,
            })),
            resources: { ...resources, replaced: resources.replaced.map(textOf), regionOf: undefined },
            changes: changes.map(withoutTemplates),
            packs: packsDiff(packs),
            settings,
            regions: regions?.map((one) => ({ ...one, packs: packsDiff(one.packs) })),
        })),
    };
    return JSON.stringify(report, (key, value: unknown) => (key === "template" ? digest(value) : value), 2);
}

function packsDiff({ added, removed, changed }: PacksDiff) {
    return {
        added: added.map(({ name }) => name),
        removed: removed.map(({ name }) => name),
        changed: changed.map(({ name, moved, rules, remediations, settings, templateOnly }) => ({
            name,
            moved,
            settings,
            rules,
            remediations,
            templateOnly,
        })),
    };
}

/** A change of a template stands under the key old or new. */
function withoutTemplates(change: ValueChange): ValueChange {
    const [section] = change.path;
    const [packs, , field, ...rest] = section === "regions" ? change.path.slice(2) : change.path;
    if (packs !== "packs" || field !== "template" || rest.length > 0) {
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
