/** The author's comments in a native template, by what they stand above. */
import { isMap, isNode, isScalar, type Node } from "yaml";
import type { YamlSource } from "../yaml-source.ts";

export interface Comments {
    /** Lines at the head of the file, without `#`. */
    readonly head: readonly string[];
    /** By section and key: `Parameters` and `Resources`. */
    above(section: "Parameters" | "Resources", key: string): readonly string[];
}

export function commentsOf({ document }: YamlSource): Comments {
    const found = new Map<string, readonly string[]>();
    for (const pair of isMap(document.contents) ? document.contents.items : []) {
        if (isScalar(pair.key) && isMap(pair.value)) {
            const section = String(pair.key.value);
            pair.value.items.forEach((item, index) => {
                // A comment above the first key belongs to the map, in the parser's eyes.
                const first = index === 0 ? lines((pair.value as Node).commentBefore) : [];
                const own = isNode(item.key) ? lines(item.key.commentBefore) : [];
                found.set(`${section} ${isScalar(item.key) ? String(item.key.value) : ""}`, [...first, ...own]);
            });
        }
    }
    const root = document.contents as Node | null;
    return {
        head: [...lines(document.commentBefore), ...lines(root?.commentBefore)],
        above: (section, key) => found.get(`${section} ${key}`) ?? [],
    };
}

function lines(comment: string | null | undefined): string[] {
    return (comment ?? "") === "" ? [] : String(comment).split("\n");
}
