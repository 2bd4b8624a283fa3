/** AWS's managed rules by identifier and by name: generated data beside this file, read when first asked for. */
import { readFileSync } from "node:fs";
import { suggest } from "../suggestion.ts";
import type { ManagedRule, ManagedRuleData } from "./managed-rule.ts";

export class Catalogue {
    readonly #data: Readonly<Record<string, ManagedRuleData>>;
    readonly #byIdentifier = new Map<string, ManagedRule>();
    #byName: Map<string, ManagedRule> | undefined;

    constructor(data: Readonly<Record<string, ManagedRuleData>>) {
        this.#data = data;
    }

    /** By identifier, such as `INCOMING_SSH_DISABLED`; case-sensitive, as AWS Config is. */
    byIdentifier(identifier: string): ManagedRule | undefined {
        const known = this.#byIdentifier.get(identifier);
        const data = known === undefined && Object.hasOwn(this.#data, identifier) ? this.#data[identifier] : undefined;
        if (data === undefined) {
            return known;
        }
        const rule = { ...data, identifier, name: data.rule ?? nameOfIdentifier(identifier) };
        this.#byIdentifier.set(identifier, rule);
        return rule;
    }

    /** By the name of the rule's page, such as `restricted-ssh`. */
    byName(name: string): ManagedRule | undefined {
        this.#byName ??= new Map(this.all().map((rule) => [rule.name, rule]));
        return this.#byName.get(name);
    }

    /**
     * The rule that was meant by a spelling that is neither its name nor its identifier, though made of one of them:
     * `RESTRICTED_SSH` or `incoming-ssh-disabled` for `restricted-ssh`.
     */
    byOtherSpelling(word: string): ManagedRule | undefined {
        const name = nameOfIdentifier(word);
        return this.byName(name) ?? this.byIdentifier(identifierOfName(name));
    }

    all(): ManagedRule[] {
        return Object.keys(this.#data).flatMap((identifier) => this.byIdentifier(identifier) ?? []);
    }

    /** The known identifier nearest to a word, where one is near enough to be what was meant. */
    suggestIdentifier(word: string): string | undefined {
        return suggest(word, Object.keys(this.#data));
    }

    /** The known name nearest to a word. */
    suggestName(word: string): string | undefined {
        return suggest(
            word,
            this.all().map((rule) => rule.name),
        );
    }
}

/** `root-account-mfa-enabled` for `ROOT_ACCOUNT_MFA_ENABLED`. */
export function nameOfIdentifier(identifier: string): string {
    return identifier.toLowerCase().replaceAll("_", "-");
}

/** `ROOT_ACCOUNT_MFA_ENABLED` for `root-account-mfa-enabled`: true of nearly all rules, hence the catalogue. */
export function identifierOfName(name: string): string {
    return name.toUpperCase().replaceAll("-", "_");
}

let loaded: Catalogue | undefined;

/** The catalogue of this version of the project. */
export function catalogue(): Catalogue {
    loaded ??= new Catalogue(
        JSON.parse(readFileSync(new URL("managed-rules.json", import.meta.url), "utf8")) as Record<
            string,
            ManagedRuleData
        >,
    );
    return loaded;
}
