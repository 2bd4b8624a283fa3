/** What is wrong with a Rego policy, as far as it can be seen without opa. */
import { type Diagnostic, error, type Location } from "../../diagnostic.ts";
import { suggestionHint } from "../../suggestion.ts";
import type { CustomRule, RuleSource } from "../custom-rule.ts";
import { INPUT_KEYS } from "./input.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Where a policy stands: `data.rule` is what it says. */
const PACKAGE = "rule";

/** @returns faults of the policy alone */
export function checkRegoSource(source: RuleSource): Diagnostic[] {
    const tokens = tokensOf(source.source);
    const inPackage = checkPackage(source, tokens);
    return inPackage.length > 0 ? inPackage : [...checkAnswer(source, tokens), ...checkRoots(source, tokens)];
}

/** @returns faults between the policy and its description, each where it has to be put right */
export function checkRegoRule(rule: CustomRule): Diagnostic[] {
    return [...checkTrigger(rule), ...checkPermissions(rule), ...checkParameters(rule, tokensOf(rule.source))];
}

function checkPackage(source: RuleSource, tokens: readonly Token[]): Diagnostic[] {
    const [keyword, name, next] = tokens;
    const isRight =
        keyword?.text === "package" && name?.text === PACKAGE && next?.text !== "." && !isOpening(next, name);
    return isRight
        ? []
        : [
              error(at(source, keyword?.text === "package" ? (name ?? keyword) : keyword), {
                  code: "rego-package",
                  message: `the policy is not in the package ${PACKAGE}`,
                  hint: `begin it with package ${PACKAGE}`,
              }),
          ];
}

/** `package rule["more"]` has its bracket at once. */
function isOpening(next: Token | undefined, name: Token): boolean {
    return next?.text === "[" && next.line === name.line && next.column === name.column + name.text.length;
}

function checkAnswer(source: RuleSource, tokens: readonly Token[]): Diagnostic[] {
    const isAnswered = tokens.some((token, index) => {
        const before = tokens[index - 1];
        const begins = before === undefined || before.line < token.line || before.text === "default";
        return token.text === "compliant" && token.depth === 0 && begins && tokens[index + 1]?.text !== "(";
    });
    return isAnswered
        ? []
        : [
              error(at(source), {
                  code: "rego-without-answer",
                  message: `${source.sourceFile} does not say what compliant is`,
                  hint: "write compliant if { … }, and default compliant := false",
              }),
          ];
}

/** What is not there is undefined in Rego, and with it all that asks for it: no evaluation would tell. */
function checkRoots(source: RuleSource, tokens: readonly Token[]): Diagnostic[] {
    return tokens.flatMap((token, index): Diagnostic[] => {
        const key = isRoot(tokens, index) ? memberOf(tokens, index) : undefined;
        if (key === undefined) {
            return [];
        }
        if (token.text === "input" && !INPUT_KEYS.includes(key.text)) {
            const hint =
                suggestionHint(key.text, [...INPUT_KEYS]) ?? "a policy reads input.configuration, input.tags, …";
            const message = `a configuration item has no ${key.text}`;
            return [error(at(source, key), { code: "unknown-rego-input", message, hint })];
        }
        return token.text === "data" && key.text !== PACKAGE
            ? [
                  error(at(source, key), {
                      code: "unknown-rego-data",
                      message: `there is no data.${key.text}: a rule has its own file and its parameters, and nothing else`,
                      hint: "write what it needs into the policy, or make it a parameter",
                  }),
              ]
            : [];
    });
}

/** AWS Config hands over an item where one changed; a policy has no way to ask for one. */
function checkTrigger(rule: CustomRule): Diagnostic[] {
    return rule.frequency === undefined
        ? []
        : [
              error(rule.locate(["frequency"]), {
                  code: "schedule-of-rego-rule",
                  message: `${rule.name} is a Rego rule: it runs when a resource changes, and never on a schedule`,
                  hint: "remove frequency, or write the rule in TypeScript",
              }),
          ];
}

function checkPermissions(rule: CustomRule): Diagnostic[] {
    return rule.permissions.length === 0
        ? []
        : [
              error(rule.locate(["permissions"]), {
                  code: "permissions-of-rego-rule",
                  message: `${rule.name} is a Rego rule: a policy cannot ask AWS for anything`,
                  hint: "remove permissions, or write the rule in TypeScript",
              }),
          ];
}

/** Every parameter that the policy reads is described, and the other way round. */
function checkParameters(rule: CustomRule, tokens: readonly Token[]): Diagnostic[] {
    const names = Object.keys(rule.parameters);
    const unknown = tokens.flatMap((token, index): Diagnostic[] => {
        const key = token.text === "input" && isRoot(tokens, index) ? memberOf(tokens, index) : undefined;
        const name = key?.text === "parameters" ? memberOf(tokens, tokens.indexOf(key)) : undefined;
        if (name === undefined || names.includes(name.text)) {
            return [];
        }
        const hint = suggestionHint(name.text, names) ?? `describe it in rule.yaml: parameters: { ${name.text}: … }`;
        const message = `${rule.name} has no parameter ${name.text}`;
        return [error(at(rule, name), { code: "unknown-rule-parameter", message, hint })];
    });
    // A policy may give the parameters another name, or look one up by a text: what nowhere shows is not read.
    const unused = names.filter((name) => !tokens.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text)));
    return [
        ...unknown,
        ...unused.map((name) =>
            error(rule.locate(["parameters", name]), {
                code: "unused-rule-parameter",
                message: `${rule.sourceFile} does not read the parameter ${name}`,
                hint: `read it as input.parameters.${name}, or remove it`,
            }),
        ),
    ];
}

/** Whether a word is the document of that name, and no key of another. */
function isRoot(tokens: readonly Token[], index: number): boolean {
    return tokens[index]?.kind === "word" && tokens[index - 1]?.text !== ".";
}

/** `.key`, or `["key"]`; undefined where the key is computed. */
function memberOf(tokens: readonly Token[], index: number): Token | undefined {
    const [first, second, third] = tokens.slice(index + 1, index + 4);
    if (first?.text === "." && first.kind === "symbol" && second?.kind === "word") {
        return second;
    }
    return first?.text === "[" && second?.kind === "string" && third?.text === "]" ? second : undefined;
}

function at({ sourceFile }: RuleSource, { line, column }: { line: number; column: number } = START): Location {
    return { file: sourceFile, line, column };
}

const START = { line: 1, column: 1 };
