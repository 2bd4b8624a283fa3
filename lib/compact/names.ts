/** What a key of `rules:` stands for: a managed rule, a name in AWS Config, a logical ID. */
import { type Catalogue, identifierOfName } from "../catalogue/catalogue.ts";
import type { ManagedRule } from "../catalogue/managed-rule.ts";

export type RuleMeant =
    | { readonly kind: "known"; readonly identifier: string; readonly name: string }
    /** Newer than the catalogue, or misspelt. */
    | { readonly kind: "unknown"; readonly identifier: string; readonly name: string }
    /** A known rule in a spelling that AWS does not know. */
    | { readonly kind: "misspelt"; readonly rule: ManagedRule };

/** @param word a managed rule's name or its identifier */
export function ruleMeant(word: string, catalogue: Catalogue): RuleMeant {
    const rule = catalogue.byIdentifier(word) ?? catalogue.byName(word);
    if (rule !== undefined) {
        return { kind: "known", identifier: rule.identifier, name: rule.name };
    }
    const other = catalogue.byOtherSpelling(word);
    if (other !== undefined) {
        return { kind: "misspelt", rule: other };
    }
    const identifier = identifierOfName(word);
    return {
        kind: "unknown",
        identifier,
        name: /^[A-Z0-9_]+$/.test(word) ? word.toLowerCase().replaceAll("_", "-") : word,
    };
}

/** The name of a rule that is written by name or by identifier. */
export function nameOfRule(word: string, catalogue: Catalogue): string {
    const meant = ruleMeant(word, catalogue);
    return meant.kind === "misspelt" ? word : meant.name;
}

/** `S3BucketPublicReadProhibited` for `s3-bucket-public-read-prohibited`: logical IDs have letters and digits only. */
export function logicalIdOf(key: string): string {
    return key
        .split(/[^A-Za-z0-9]+/)
        .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
        .join("");
}
