import { createHash, randomBytes } from "node:crypto";
import type { AutoName } from "./handler.ts";
import type { Values } from "./property.ts";

const randomLength = 7;

/**
 * The name a resource gets where its program gives none: the name in the program, a hyphen and seven hexadecimal
 * digits. The digits come from the engine's seed, so preview and update agree.
 * https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming; pulumi-terraform-bridge, pkg/tfbridge/info/autonaming.go
 * @throws where the name would be longer than the service allows
 */
export function autoName(rule: AutoName, resourceName: string, seed: Uint8Array, inputs: Values): string {
    const base = rule.lowerCase === true ? resourceName.toLowerCase() : resourceName;
    const suffix = rule.suffix?.(inputs) ?? "";
    const prefix = `${rule.prefix ?? ""}${base}-`;
    const maxLength = rule.maxLength ?? 255;
    if (prefix.length + randomLength + suffix.length > maxLength) {
        throw new Error(
            `could not make a name: '${prefix}' plus ${randomLength} random chars is longer than maximum length ${maxLength}`,
        );
    }
    const source = seed.length === 0 ? randomBytes(32) : createHash("sha256").update(seed).digest();
    return `${prefix}${source.toString("hex").slice(0, randomLength)}${suffix}`;
}
