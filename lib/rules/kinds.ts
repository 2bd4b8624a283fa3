/** What a rule's source may be written in. A kind is added here, under `lib/rules/<kind>/`, and in `sandbox/rules/`. */
import type { Diagnostic } from "../diagnostic.ts";
import { type CustomRule, type RuleKindName, type RuleSource } from "./custom-rule.ts";
import { checkGuardRule, checkGuardSource } from "./guard/check.ts";
import { checkLambdaRule } from "./lambda/check.ts";
import { checkRegoRule, checkRegoSource } from "./rego/check.ts";

export interface RuleKind {
    readonly name: RuleKindName;
    /** In words, for people. */
    readonly title: string;
    /** The one file in a rule's folder that says which kind it is. */
    readonly sourceFile: string;
    /** Whether an evaluation gives a reason, which AWS Config shows as its annotation. */
    readonly annotates: boolean;
    /** Whether it runs in a function of AWS Lambda, and `permissions`, `memory` and `timeout` say something. */
    readonly runsInLambda: boolean;
    /** Whether its source may import further files of the folder. */
    readonly importsModules: boolean;
    /** What is wrong with a source, as far as it can be seen without running it, whatever the description says. */
    readonly checkSource: (source: RuleSource) => Diagnostic[];
    /** What is wrong with a rule of this kind besides. */
    readonly check: (rule: CustomRule) => Diagnostic[];
}

export const RULE_KINDS: Readonly<Record<RuleKindName, RuleKind>> = {
    guard: {
        name: "guard",
        title: "Guard",
        sourceFile: "rule.guard",
        annotates: false,
        runsInLambda: false,
        importsModules: false,
        checkSource: checkGuardSource,
        check: checkGuardRule,
    },
    rego: {
        name: "rego",
        title: "Rego",
        sourceFile: "rule.rego",
        annotates: true,
        runsInLambda: true,
        importsModules: false,
        checkSource: checkRegoSource,
        check: checkRegoRule,
    },
    lambda: {
        name: "lambda",
        title: "Lambda",
        sourceFile: "rule.ts",
        annotates: true,
        runsInLambda: true,
        importsModules: true,
        checkSource: () => [],
        check: checkLambdaRule,
    },
};

/** The files of which a rule has exactly one. */
export const SOURCE_FILES: readonly string[] = Object.values(RULE_KINDS).map(({ sourceFile }) => sourceFile);
