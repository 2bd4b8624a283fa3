/** Identifiers that follow from what they identify: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5 */
import { createHash } from "node:crypto";

/** Under which everything of this project's is identified; it was drawn once, and must never change. */
export const NAMESPACE = "83c3478c-1063-4b62-b674-2291418945a8";

/** A version 5 UUID: the same parts give the same one, wherever and whenever. */
export function uuidOf(namespace: string, ...parts: readonly unknown[]): string {
    const bytes = createHash("sha1")
        .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
        .update(JSON.stringify(parts))
        .digest()
        .subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
