/** What is wrong with a Guard rule, as far as it can be seen without Guard: what AWS Config's version lacks among it. */
import { type Diagnostic, error, type Location } from "../../diagnostic.ts";
import { GUARD_POLICY_LENGTH } from "../../pack/limits.ts";
import { suggestionHint } from "../../suggestion.ts";
import type { CustomRule, RuleSource } from "../custom-rule.ts";
import { isInPolicy, PARAMETERS_KEY, policyOf } from "./policy.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Guard 3 has these, Guard 2 has none: https://github.com/aws-cloudformation/cloudformation-guard/blob/main/docs/FUNCTIONS.md */
const FUNCTIONS = new Set(
    (
        "count json_parse join now parse_boolean parse_char parse_epoch parse_float parse_int parse_string " +
        "regex_replace substring to_lower to_upper url_decode"
    ).split(" "),
);

/** Type checks that came with Guard 3. */
const TYPE_CHECKS = new Set(["is_null", "IS_NULL", "is_float", "IS_FLOAT"]);

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };

/** @returns faults of syntax and of what Guard 2 lacks, with their places */
export function checkGuardSource(source: RuleSource): Diagnostic[] {
    const tokens = tokensOf(source.source);
    const findings = [...checkEnclosing(source, tokens), ...checkLevel(source, tokens)];
    return tokens.some(({ kind, text }) => kind === "word" && text === "rule")
        ? findings
        : [
              ...findings,
              error(at(source), {
                  code: "guard-without-rule",
                  message: `${source.sourceFile} has no rule`,
                  hint: 'write rule <name> when resourceType == "…" { … }',
              }),
          ];
}

/** @returns faults between the policy and its description, each where it has to be put right */
export function checkGuardRule(rule: CustomRule): Diagnostic[] {
    const tokens = tokensOf(rule.source);
    const findings = [...checkTrigger(rule), ...checkParameters(rule, tokens), ...checkVariables(rule, tokens)];
    const { text } = policyOf(rule, {});
    return text.length > GUARD_POLICY_LENGTH
        ? [...findings, policyTooLong(at(rule), rule.name, text.length)]
        : findings;
}

/** Comments count too, since they are sent with the rest. */
export function policyTooLong(location: Location, rule: string, length: number): Diagnostic {
    return error(location, {
        code: "guard-policy-too-long",
        message: `the Guard policy of ${rule} has ${length} characters; AWS Config accepts ${GUARD_POLICY_LENGTH}`,
        hint: "split it into two rules",
    });
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_Source.html */
function checkTrigger(rule: CustomRule): Diagnostic[] {
    return rule.frequency === undefined
        ? []
        : [
              error(rule.locate(["frequency"]), {
                  code: "schedule-of-guard-rule",
                  message: `${rule.name} is a Guard rule: it runs when a resource changes, and never on a schedule`,
                  hint: "remove frequency",
              }),
          ];
}

function checkEnclosing(source: RuleSource, tokens: readonly Token[]): Diagnostic[] {
    const fault = (token: Token, message: string): Diagnostic =>
        error(at(source, token), { code: "guard-syntax", message });
    const names = { string: "text", regex: "pattern", message: "message" };
    const endless = tokens.find(({ closed }) => !closed);
    if (endless !== undefined) {
        return [fault(endless, `this ${names[endless.kind as keyof typeof names]} does not end`)];
    }
    const open: Token[] = [];
    for (const token of tokens.filter(({ kind, text }) => kind === "symbol" && /^[{}()[\]]$/.test(text))) {
        if (token.text in CLOSING) {
            open.push(token);
            continue;
        }
        const opened = open.pop();
        if (opened === undefined || CLOSING[opened.text] !== token.text) {
            const place = opened === undefined ? "nothing opens it" : `${opened.text} in line ${opened.line} is open`;
            return [fault(token, `${token.text} closes nothing here: ${place}`)];
        }
    }
    return open.slice(0, 1).map((token) => fault(token, `${token.text} is never closed`));
}

function checkLevel(source: RuleSource, tokens: readonly Token[]): Diagnostic[] {
    const isWord = (token: Token | undefined, text: string): boolean => token?.kind === "word" && token.text === text;
    const declared = new Set(tokens.flatMap((token, index) => (isWord(tokens[index - 1], "rule") ? [token.text] : [])));
    return tokens.flatMap((token, index): Diagnostic[] => {
        if (token.kind !== "word") {
            return [];
        }
        const next = tokens[index + 1];
        if (FUNCTIONS.has(token.text) && !declared.has(token.text) && next?.text === "(") {
            return [beyond(source, token, `the function ${token.text}`)];
        }
        if (TYPE_CHECKS.has(token.text)) {
            return [beyond(source, token, token.text)];
        }
        if (/^[A-Za-z0-9]+(::[A-Za-z0-9]+)+$/.test(token.text)) {
            return [
                error(at(source, token), {
                    code: "guard-template-block",
                    message: `a block for ${token.text} looks into the Resources of a CloudFormation template; a configuration item has none`,
                    hint: `write rule <name> when resourceType == "${token.text}" { configuration.… }`,
                }),
            ];
        }
        return [];
    });
}

function beyond(source: RuleSource, token: Token, what: string): Diagnostic {
    return error(at(source, token), {
        code: "guard-3-syntax",
        message: `${what} came with Guard 3; AWS Config runs Guard 2`,
        hint: "write it with comparisons and filters, or the rule in another kind",
    });
}

/** Every parameter that the policy reads is described, and read in the way that it is handed over. */
function checkParameters(rule: CustomRule, tokens: readonly Token[]): Diagnostic[] {
    const names = Object.keys(rule.parameters);
    const used = new Set<string>();
    const findings = tokens.flatMap((token, index): Diagnostic[] => {
        if (token.kind !== "word") {
            return [];
        }
        const [first, name] = token.text.split(".");
        const variable = /^%([A-Za-z][A-Za-z0-9_]*)/.exec(token.text)?.[1];
        const inputs = first === PARAMETERS_KEY ? name : undefined;
        const parameter = inputs === undefined ? undefined : own(rule.parameters, inputs);
        used.add(inputs ?? variable ?? "");
        if (inputs !== undefined && parameter === undefined) {
            const hint = suggestionHint(inputs, names) ?? `describe it in rule.yaml: parameters: { ${inputs}: … }`;
            const message = `${rule.name} has no parameter ${inputs}`;
            return [error(at(rule, token), { code: "unknown-rule-parameter", message, hint })];
        }
        if (inputs !== undefined && parameter !== undefined && isInPolicy(parameter)) {
            const message = `the parameter ${inputs} is no text, and stands in the policy as a variable`;
            return [error(at(rule, token), { code: "parameter-as-text", message, hint: `write %${inputs}` })];
        }
        const declared = own(rule.parameters, variable ?? "");
        const assigned = names.filter((one) => tokens[index - 1]?.text === "let" && one === token.text);
        if (declared !== undefined && !isInPolicy(declared) && !isAssigned(tokens, variable ?? "")) {
            const message = `the parameter ${variable} is a text, which AWS Config hands over as an input parameter`;
            const hint = `write ${PARAMETERS_KEY}.${variable}`;
            return [error(at(rule, token), { code: "parameter-as-variable", message, hint })];
        }
        return assigned
            .filter((one) => isInPolicy(rule.parameters[one] as CustomRule["parameters"][string]))
            .map((one) =>
                error(at(rule, token), {
                    code: "parameter-assigned",
                    message: `${one} is a parameter of the rule: it has its value already`,
                    hint: "give the variable another name",
                }),
            );
    });
    const unused = names.filter((name) => !used.has(name) && !tokens.some(({ text }) => text === name));
    return [
        ...findings,
        ...unused.map((name) =>
            error(rule.locate(["parameters", name]), {
                code: "unused-rule-parameter",
                message: `${rule.sourceFile} does not read the parameter ${name}`,
                hint: isInPolicy(rule.parameters[name] as CustomRule["parameters"][string])
                    ? `read it as %${name}, or remove it`
                    : `read it as ${PARAMETERS_KEY}.${name}, or remove it`,
            }),
        ),
    ];
}

/** A variable that nothing assigns ends every evaluation with an error. */
function checkVariables(rule: CustomRule, tokens: readonly Token[]): Diagnostic[] {
    const known = new Set([
        ...Object.keys(rule.parameters),
        ...tokens.flatMap(({ text }, index) => {
            const isLet = tokens[index - 1]?.text === "let";
            // rule name(a, b), and [ each | … ].
            const isNamed = tokens[index + 1]?.text === "|" || isRuleParameter(tokens, index);
            return isLet || isNamed ? [text] : [];
        }),
    ]);
    return tokens.flatMap((token) => {
        const name = token.kind === "word" ? /^%([A-Za-z][A-Za-z0-9_]*)/.exec(token.text)?.[1] : undefined;
        if (name === undefined || known.has(name)) {
            return [];
        }
        const hint =
            suggestionHint(name, [...known]) ?? "assign it with let, or describe it in rule.yaml as a parameter";
        const message = `nothing says what %${name} is`;
        return [error(at(rule, token), { code: "unknown-guard-variable", message, hint })];
    });
}

function isRuleParameter(tokens: readonly Token[], index: number): boolean {
    let opening = index - 1;
    while (tokens[opening]?.kind === "word" || tokens[opening]?.text === ",") {
        opening--;
    }
    return tokens[opening]?.text === "(" && tokens[opening - 2]?.text === "rule";
}

function isAssigned(tokens: readonly Token[], name: string): boolean {
    return tokens.some(({ text }, index) => text === name && tokens[index - 1]?.text === "let");
}

function at(
    { sourceFile }: RuleSource,
    { line, column }: { line: number; column: number } = { line: 1, column: 1 },
): Location {
    return { file: sourceFile, line, column };
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
    return Object.hasOwn(record, key) ? record[key] : undefined;
}
