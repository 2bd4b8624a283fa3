/** Identifiers that follow from what they identify: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5 */
import { createHash } from "node:crypto";

/** Under which everything of this project's is identified; it was drawn once, and must never change. */
export const NAMESPACE = "83c3478c-1063-4b62-b674-2291418945a8";

/** The identifier of something that its parts tell from everything else: the same parts give the same one. */
export function uuidOf(namespace: string, ...parts: readonly unknown[]): string {
    return uuidV5(namespace, JSON.stringify(parts));
}

/** @param namespace a UUID */
export function uuidV5(namespace: string, name: string): string {
    const bytes = createHash("sha1")
        .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
        .update(name)
        .digest()
        .subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
