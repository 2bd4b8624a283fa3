/** The one file of a bundle of opa's that is wanted: a gzipped tar archive, small enough to be read at once. */
import { gunzipSync } from "node:zlib";

const BLOCK = 512;

/**
 * @param name as the archive has it, such as `/policy.wasm`
 * @returns undefined where the archive has no such file
 */
export function fileOfBundle(archive: Uint8Array, name: string): Uint8Array<ArrayBuffer> | undefined {
    const bytes = gunzipSync(archive);
    // https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
    const text = (start: number, length: number): string =>
        bytes.toString("latin1", start, start + length).replace(/\0.*$/s, "");
    for (let header = 0; header + BLOCK <= bytes.length && bytes[header] !== 0;) {
        const size = Number.parseInt(text(header + 124, 12), 8);
        const start = header + BLOCK;
        if (text(header, 100) === name) {
            return new Uint8Array(bytes.subarray(start, start + size));
        }
        header = start + Math.ceil(size / BLOCK) * BLOCK;
    }
    return undefined;
}
