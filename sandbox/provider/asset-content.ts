import { readFile } from "node:fs/promises";
import { group, text } from "./inputs.ts";
import type { Value, Values } from "./property.ts";
import { zipArchive } from "./zip-archive.ts";

/**
 * What an asset or an archive holds: an asset of text or of a file, an archive of such assets, or a zip file.
 * https://www.pulumi.com/docs/iac/concepts/assets-archives/
 *
 * @returns undefined where the value is neither
 */
export async function contentOf(value: Value): Promise<Uint8Array | undefined> {
    const given = group(value);
    if (given === undefined) {
        return undefined;
    }
    const assets = group(given["assets"]);
    if (assets !== undefined) {
        return zipArchive(await filesOf(assets));
    }
    const path = text(given["path"]);
    if (path !== undefined) {
        return readFile(path);
    }
    if (typeof given["text"] === "string") {
        return Buffer.from(given["text"]);
    }
    throw new Error("the sandbox's AWS provider takes assets and archives of texts and files only, no remote ones");
}

/** Two values of the same content, wherever it lies. */
export function sameContent(old: Value, next: Value): boolean {
    const hash = group(old)?.["hash"];
    return hash !== undefined && hash === group(next)?.["hash"];
}

async function filesOf(assets: Values): Promise<Map<string, Uint8Array>> {
    const files = new Map<string, Uint8Array>();
    for (const [name, asset] of Object.entries(assets)) {
        const content = await contentOf(asset);
        if (content === undefined || group(asset)?.["assets"] !== undefined) {
            throw new Error(`the sandbox's AWS provider takes archives without further archives in them: ${name}`);
        }
        files.set(name, content);
    }
    return files;
}
