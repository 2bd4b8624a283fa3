/** The options that say which rules are asked about, for every command that asks for compliance. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { VERDICTS } from "../lib/compliance/entry.ts";
import type { StatusFilter } from "../lib/compliance/filter.ts";
import { SEVERITIES } from "../lib/compliance/severity.ts";
import { suggestionHint } from "../lib/suggestion.ts";

/** As commander has them: each filter under its own name. */
export interface GivenFilters {
    readonly pack?: readonly string[];
    readonly rule?: readonly string[];
    readonly inAccount?: readonly string[];
    readonly inRegion?: readonly string[];
    readonly severity?: readonly (typeof SEVERITIES)[number][];
    readonly control?: readonly string[];
    readonly only?: readonly (typeof VERDICTS)[number][];
}

/** @param verdictsOf what `--only` is about */
export function filterOptions(command: Command, verdictsOf: "rules" | "resources" = "rules"): Command {
    return command
        .option("--pack <pack>", "only rules of this pack; * stands for any characters, commas separate several", list)
        .option("--rule <rule>", "only this rule: its name, or a managed rule's identifier", list)
        .option("--in-account <id>", "only this account", list)
        .option("--in-region <region>", "only this region", list)
        .addOption(oneOf("--severity <severity>", "only rules of this severity", SEVERITIES))
        .option("--control <control>", "only rules for this control: its ID, its framework, or both", list)
        .addOption(oneOf("--only <verdict>", `only ${verdictsOf} that are this`, VERDICTS));
}

/** @returns the filters, and the options that are none */
export function withFilter<Given extends GivenFilters>(
    given: Given,
): Omit<Given, keyof GivenFilters> & { readonly filter: StatusFilter } {
    const { pack, rule, inAccount, inRegion, severity, control, only, ...options } = given;
    return {
        ...options,
        filter: {
            ...(pack && { packs: pack }),
            ...(rule && { rules: rule }),
            ...(inAccount && { accounts: inAccount }),
            ...(inRegion && { regions: inRegion }),
            ...(severity && { severities: severity }),
            ...(control && { controls: control }),
            ...(only && { verdicts: only }),
        },
    };
}

/** An option may be given several times, and each time name several values. */
function list(text: string, before: readonly string[] = []): string[] {
    const values = text.split(",").map((value) => value.trim());
    if (values.includes("")) {
        throw new InvalidArgumentError("Write values with commas between them, and none empty.");
    }
    return [...before, ...values];
}

function oneOf(flags: string, description: string, known: readonly string[]): Option {
    const option = new Option(flags, description).choices(known);
    // The choices stay known to help and completion; commander's own check would take one value only.
    return option.argParser((text: string, before: readonly string[] | undefined) => {
        const values = list(text, before);
        const unknown = values.find((value) => !known.includes(value));
        if (unknown !== undefined) {
            throw new InvalidArgumentError(
                `There is no ${unknown}; ${suggestionHint(unknown, known) ?? known.join(", ")}`,
            );
        }
        return values;
    });
}
