/** `--fail-on`: which kinds of change refuse a pull request. */
import { formatCount, formatDelta } from "../cost/format.ts";
import { suggestionHint } from "../suggestion.ts";
import type { StackComparison } from "./comparison.ts";

/** Each class says what it found, or nothing. */
const CLASSES: Readonly<Record<string, (comparison: StackComparison) => string | undefined>> = {
    // In however many regions.
    "removed-rules": ({ rules }) =>
        some(
            new Set(rules.lost.map(({ pack, logicalId }) => `${pack} ${logicalId}`)).size,
            "rule",
            "no longer checked",
        ),
    "removed-packs": ({ diff }) => some(removedPacks(diff).size, "pack", "removed"),
    "lost-coverage": ({ lostCoverage }) => some(lostCoverage.length, "loss", "of coverage"),
    baseline: ({ baseline }) =>
        baseline?.state === "gone"
            ? `${baseline.file} is gone`
            : some(baseline?.refused.length ?? 0, "error", `in ${baseline?.file}`),
    "automatic-remediation": ({ automaticRemediations }) =>
        some(automaticRemediations.length, "remediation", "automatic now"),
    "destructive-remediation": ({ automaticRemediations }) =>
        some(
            automaticRemediations.filter(({ destructive }) => destructive !== undefined).length,
            "destructive remediation",
            "automatic now",
        ),
    replacement: ({ resources }) => some(resources.replaced.length, "resource", "replaced"),
    duplicates: ({ newDuplicates }) => some(newDuplicates.length, "rule", "deployed more than once"),
};

const COST = /^cost>(\d+(?:\.\d+)?)$/;

/** The names that `--fail-on` takes, for help. */
export const FAIL_ON_CLASSES = [...Object.keys(CLASSES), "cost>N"] as const;

export interface FailOn {
    readonly name: string;
    readonly violation: (comparison: StackComparison) => string | undefined;
}

/**
 * Parses the classes of a command line.
 *
 * @param text separated by commas
 * @returns the classes, or why one of them makes no sense
 */
export function parseFailOn(text: string): { classes: FailOn[] } | { fault: string } {
    const classes: FailOn[] = [];
    for (const name of text.split(",").map((word) => word.trim())) {
        const limit = COST.exec(name)?.[1];
        const known = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
        if (limit !== undefined) {
            classes.push({ name, violation: (comparison) => dearer(comparison, Number(limit)) });
        } else if (known !== undefined) {
            classes.push({ name, violation: known });
        } else {
            const hint = suggestionHint(name, FAIL_ON_CLASSES) ?? "";
            return { fault: `--fail-on knows no ${name === "" ? "empty class" : name}; ${hint}` };
        }
    }
    return { classes };
}

/** What would fail, one line for each class and stack. */
export function violations(comparisons: readonly StackComparison[], classes: readonly FailOn[]): string[] {
    return comparisons.flatMap((comparison) =>
        classes.flatMap(({ name, violation }) => {
            const found = violation(comparison);
            return found === undefined ? [] : [`${comparison.stack}: ${name}: ${found}`];
        }),
    );
}

function removedPacks({ packs, regions = [] }: StackComparison["diff"]): ReadonlySet<string> {
    return new Set(
        [packs, ...regions.map((one) => one.packs)].flatMap(({ removed }) => removed.map(({ name }) => name)),
    );
}

/** The upper end decides: a threshold is there to be safe. */
function dearer({ cost }: StackComparison, limit: number): string | undefined {
    return cost.delta.high > limit ? `${formatDelta(cost.delta)} a month, more than USD ${limit}` : undefined;
}

function some(count: number, noun: string, what: string): string | undefined {
    const plural = noun === "loss" && count > 1 ? `${count} losses` : formatCount(count, noun);
    return count === 0 ? undefined : `${plural} ${what}`;
}
