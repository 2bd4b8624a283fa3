/** The code of functions as Pulumi uploads it. */
import { extname } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { contentFile } from "../building/content-file.ts";
import type { BundledRules } from "../building/rule-bundles.ts";

/** By the rule's name. */
export function codeOf(bundles: BundledRules): ReadonlyMap<string, pulumi.asset.Archive> {
    return new Map(
        [...bundles].map(([rule, files]) => [
            rule,
            archiveOf([...files].map(([name, content]) => [name, "text" in content ? content.text : content] as const)),
        ]),
    );
}

/** By the files' names in the function: texts, and what is a file of this machine already. */
export function archiveOf(
    files: readonly (readonly [name: string, content: string | { readonly file: string }])[],
): pulumi.asset.Archive {
    const assets = files.map(([name, content]) => {
        const file = typeof content === "string" ? contentFile(content, "functions", extname(name)) : content.file;
        return [name, new pulumi.asset.FileAsset(file)] as const;
    });
    return new pulumi.asset.AssetArchive(Object.fromEntries(assets));
}
