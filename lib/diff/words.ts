/** A change of a value in words: old -> new, and of a list what came and what went. */
import { formatPath } from "../schema-faults.ts";
import type { Words } from "./message.ts";
import type { Line, Sign } from "./outline.ts";
import { lineChanges } from "./line-changes.ts";
import { isMap, type Value, type ValueChange } from "./value-change.ts";

const LONGEST_VALUE = 120;

/** What the fields of a rule are called where packs are written. */
const FIELDS: Readonly<Record<string, string>> = {
    inputParameters: "parameter",
    sourceIdentifier: "managed rule",
    frequency: "frequency",
    name: "name",
};

/** What the texts are called that rules are written in. */
const SOURCES: Readonly<Record<string, string>> = { "policy.text": "Guard policy", "program.source": "source" };

/** `path: old -> new`. */
export function changeWords({ path, old, new: now }: ValueChange): Words {
    const at = { code: formatPath(path) };
    if (Array.isArray(old) && Array.isArray(now)) {
        const [before, after] = [old, now].map((list) => (list as readonly Value[]).map(valueText));
        const gone = before?.filter((item) => !after?.includes(item)) ?? [];
        const came = after?.filter((item) => !before?.includes(item)) ?? [];
        if (gone.length + came.length > 0) {
            return [
                at,
                ...(gone.length > 0 ? [" without ", { code: short(gone.join(", ")) }] : []),
                ...(gone.length > 0 && came.length > 0 ? [","] : []),
                ...(came.length > 0 ? [" with ", { code: short(came.join(", ")) }] : []),
            ];
        }
    }
    return old === undefined
        ? [at, ": ", value(now)]
        : now === undefined
          ? [at, ": ", value(old), " removed"]
          : [at, ": ", value(old), " -> ", value(now)];
}

/** The lines below a changed rule. Parameters that are maps as a whole are told key by key. */
export function ruleChangeLines(changes: readonly ValueChange[]): Line[] {
    return changes.flatMap(spread).flatMap((change): Line[] => {
        const [field = "", ...rest] = change.path;
        const source = SOURCES[change.path.join(".")];
        if (source !== undefined && change.old !== undefined && change.new !== undefined) {
            return sourceLines(source, String(change.old), String(change.new));
        }
        const sign: Sign = change.old === undefined ? "+" : change.new === undefined ? "-" : "~";
        const title = FIELDS[field];
        const path = title === undefined ? change.path : rest.length > 0 ? rest : [field];
        const prefix = title !== undefined && rest.length > 0 ? [`${title} `] : [];
        return [{ sign, level: 1, words: [...prefix, ...changeWords({ ...change, path })] }];
    });
}

/** A source is read line by line, not as one value. */
function sourceLines(title: string, old: string, now: string): Line[] {
    return [
        { sign: "~", level: 1, words: [`${title}:`] },
        ...lineChanges(old, now).map(({ sign, text }): Line => ({ sign, level: 2, words: [{ code: text }] })),
    ];
}

function spread(change: ValueChange): ValueChange[] {
    const [whole, ...others] = [change.old, change.new].filter((side) => side !== undefined);
    return change.path.length === 1 && change.path[0] === "inputParameters" && others.length === 0 && isMap(whole)
        ? Object.entries(whole).map(([key, inner]) => ({
              path: [...change.path, key],
              ...(change.old === undefined ? { new: inner } : { old: inner }),
          }))
        : [change];
}

function value(one: Value | undefined): { code: string } {
    return { code: short(valueText(one ?? null)) };
}

function valueText(one: Value): string {
    return typeof one === "string" && one !== "" ? one : JSON.stringify(one);
}

function short(text: string): string {
    const line = text.replaceAll(/\s+/g, " ");
    return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE)}…` : line;
}
