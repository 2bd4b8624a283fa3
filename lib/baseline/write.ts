/** The text of a baseline: one line for each thing that is covered, so that a loss is a removed line. */
import { stringify } from "yaml";
import { withoutParameters } from "./coverage.ts";
import type { Coverage, CoveredRule } from "./schema.ts";

/** The same coverage always gives the same text. */
export function baselineText(stack: string, coverage: Coverage): string {
    const { regions, recorder, packs } = withoutParameters(coverage);
    const lines = [
        "# yaml-language-server: $schema=../schema/baseline.json",
        `# What the stack ${stack} has to go on covering: a plan that covers less is refused.`,
        `# Written by: packs baseline --write --stack ${stack}`,
        "# A line less is coverage given up; so is one more below excludedAccounts, excludedUnits, except or daily.",
    ];
    const content = {
        regions,
        ...(recorder !== undefined && { recorder }),
        packs: Object.fromEntries(
            Object.entries(packs).map(([name, pack]) => [name, { ...pack, rules: pack.rules.map(shortest) }]),
        ),
    };
    return `${lines.join("\n")}\n${stringify(content, { lineWidth: 0 })}`;
}

function shortest(rule: CoveredRule): CoveredRule | string {
    return Object.keys(rule).length === 1 ? rule.rule : rule;
}
