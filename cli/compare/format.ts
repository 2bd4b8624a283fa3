/** What every output format of `packs compare` gets, and what all of them say alike. */
import type { RuleOfOneSide, TemplateComparison, ValueDifference } from "../../lib/compare/compare-template.ts";
import { formatCount } from "../../lib/cost/format.ts";
import type { Terminal } from "../terminal.ts";

export interface CompareReport extends TemplateComparison {
    /** The template's file as it was named. */
    readonly template: string;
    /** Names of the packs that it is compared with. */
    readonly packs: readonly string[];
    /** Rules that both have, of all that either has: 0 to 1. Absent where somebody named the packs. */
    readonly likeness?: number;
}

/** @returns the whole text, without a line feed at its end */
export type CompareFormat = (report: CompareReport, style: Terminal["style"]) => string;

/** `maxAccessKeyAge: 90, …` */
export function inputsText({ inputs }: RuleOfOneSide): string {
    return Object.entries(inputs)
        .map(([name, value]) => `${name}: ${value}`)
        .join(", ");
}

/** What there is to say of a rule that only the template has. */
export function remarkOf({ unknown, processCheck }: RuleOfOneSide): string {
    if (processCheck === true) {
        return "a process check: people say that it is done";
    }
    return unknown === true ? "not in the catalogue of this project, which may be older" : "";
}

/** A value of either side; what is not given is left to AWS. */
export function valueText(value: ValueDifference["pack"]): string {
    return value === undefined ? "not given" : value === "" ? "empty" : value;
}

/** `12 rules in common, 3 that only the template has, 4 that only the pack has; 2 values differ`. */
export function summaryText({ common, missing, extra, values, packs }: CompareReport): string {
    const ours = packs.length === 1 ? "the pack has" : "the packs have";
    return (
        `${formatCount(common, "rule")} in common, ${missing.length} that only the template has, ` +
        `${extra.length} that only ${ours}; ${formatCount(values.length, "value")} ` +
        `${values.length === 1 ? "differs" : "differ"}`
    );
}

/** `cis-aws-5-0, the most alike: 82 % of all rules are in both`. */
export function packsText({ packs, likeness }: CompareReport): string {
    const names = packs.join(", ");
    return likeness === undefined
        ? names
        : `${names}, the most alike: ${Math.round(likeness * 100)} % of all rules are in both`;
}
