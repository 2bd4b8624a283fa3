/** Reads `cases.yaml`, and the configuration items in files of their own. */
import { posix } from "node:path";
import { isMap, isSeq } from "yaml";
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import type { ProjectFiles } from "../project-files.ts";
import { schemaFaults } from "../schema-faults.ts";
import { suggestionHint } from "../suggestion.ts";
import { type Path, readYaml, type YamlSource } from "../yaml-source.ts";
import { z } from "zod";
import { casesSchema } from "./cases-schema.ts";
import type { CustomRule, JsonObject, RuleCase } from "./custom-rule.ts";
import { CASES_FILE } from "./find.ts";
import { asHandedToRules, isJsonObject, jsonValue } from "./item.ts";
import { RULE_KINDS } from "./kinds.ts";
import { commaFault, isRequired, itemWithComma, misfitOf } from "./parameters.ts";

/** Under a name, so that faults read `cases[0].expect`. */
const checked = { schema: z.strictObject({ cases: casesSchema }), whole: CASES_FILE, key: "key" };

type WrittenCase = z.output<typeof casesSchema>[number];

/** @returns the cases where none has a fault, else every fault at once; never throws */
export function readCases(rule: CustomRule, files: ProjectFiles): { cases: RuleCase[]; diagnostics: Diagnostic[] } {
    const file = `${rule.folder}/${CASES_FILE}`;
    const text = files.read(file);
    if (text === undefined || /^\s*(#.*\s*)*$/.test(text)) {
        return {
            cases: [],
            diagnostics: [
                error(
                    { file, line: 1, column: 1 },
                    {
                        code: "rule-without-cases",
                        message: `${rule.name} has no test cases${text === undefined ? `: there is no file ${file}` : ""}`,
                        hint: "write one that complies and one that does not: docs/custom-rules.md",
                    },
                ),
            ],
        };
    }
    const { source, diagnostics } = readYaml(file, text);
    if (source === undefined) {
        return { cases: [], diagnostics: diagnostics.map(withoutAws) };
    }
    const locate = ([, ...path]: Path): Location => source.locate(path);
    const result = checked.schema.safeParse({ cases: source.value }, { reportInput: true });
    if (!result.success) {
        return { cases: [], diagnostics: schemaFaults(checked, result.error.issues, locate) };
    }
    const faults: Diagnostic[] = [];
    const seen = new Set<string>();
    const cases = result.data.cases.flatMap((written, index): RuleCase[] => {
        const at = (...path: Path): Location => source.locate([index, ...path]);
        faults.push(...caseFaults(rule, written, at));
        if (seen.has(written.name)) {
            const message = `two cases are called ${JSON.stringify(written.name)}`;
            faults.push(error(at("name"), { code: "repeated-case", message, hint: "say what each of them shows" }));
        }
        seen.add(written.name);
        const item = readData(rule, written.item, "item", source, index, files, faults);
        const answers = readData(rule, written.answers, "answers", source, index, files, faults);
        faults.push(...scheduleFaults(rule, written, at));
        if (item !== undefined) {
            faults.push(...itemFaults(rule, written, item, at));
        }
        const { name, parameters = {}, expect, annotation, time } = written;
        return [
            {
                name,
                item: asHandedToRules(item ?? {}),
                parameters,
                expect,
                ...(annotation !== undefined && { annotation }),
                ...(time !== undefined && { time }),
                answers: answers ?? {},
                location: at(),
            },
        ];
    });
    return faults.length > 0 ? { cases: [], diagnostics: faults } : { cases, diagnostics: [] };
}

function caseFaults(rule: CustomRule, written: WrittenCase, at: (...path: Path) => Location): Diagnostic[] {
    const faults: Diagnostic[] = [];
    const kind = RULE_KINDS[rule.kind];
    if (written.annotation !== undefined && !kind.annotates) {
        const message = `a ${kind.title} rule gives no annotation`;
        faults.push(error(at("annotation"), { code: "annotation-of-rule", message, hint: "remove annotation" }));
    }
    const given = written.parameters ?? {};
    for (const [name, value] of Object.entries(given)) {
        const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
        const misfit = parameter && misfitOf(parameter.type, value);
        const split = parameter && kind.runsInLambda ? itemWithComma(parameter.type, value) : undefined;
        if (split !== undefined) {
            faults.push(error(at("parameters", name), commaFault(name, split)));
        }
        if (parameter === undefined) {
            const hint = suggestionHint(name, Object.keys(rule.parameters));
            const message = `${rule.name} has no parameter ${name}`;
            const finding = { code: "unknown-rule-parameter", message, ...(hint !== undefined && { hint }) };
            faults.push(error(at("parameters", name), finding));
        } else if (misfit !== undefined) {
            const message = `${name} of ${rule.name} takes ${misfit}, not ${JSON.stringify(value)}`;
            faults.push(error(at("parameters", name), { code: "invalid-rule-parameter", message }));
        }
    }
    const missing = Object.entries(rule.parameters).filter(([name, one]) => isRequired(one) && !(name in given));
    for (const [name] of missing) {
        const message = `${rule.name} needs the parameter ${name}`;
        const hint = `write parameters: { ${name}: … }`;
        faults.push(error(at("parameters"), { code: "missing-rule-parameter", message, hint }));
    }
    return faults;
}

/** A part of a case that is written there, or in a file of its own. */
function readData(
    rule: CustomRule,
    written: string | Readonly<Record<string, unknown>> | undefined,
    key: "item" | "answers",
    source: YamlSource,
    index: number,
    files: ProjectFiles,
    faults: Diagnostic[],
): JsonObject | undefined {
    if (typeof written !== "string") {
        const list = source.document.contents;
        const node = isSeq(list) ? list.items[index] : undefined;
        const value = jsonValue(isMap(node) ? node.get(key, true) : undefined);
        return isJsonObject(value) ? value : undefined;
    }
    const place = source.locate([index, key]);
    const path = posix.normalize(`${rule.folder}/${written}`);
    const text = path.startsWith(`${rule.folder}/`) ? files.read(path) : undefined;
    if (text === undefined) {
        const message = `there is no file ${path}`;
        const hint = `a path is relative to ${rule.folder}/, and stays in it`;
        faults.push(error(place, { code: `no-such-${key}`, message, hint }));
        return undefined;
    }
    const read = readYaml(path, text);
    faults.push(...read.diagnostics.map(withoutAws));
    const value = read.source && jsonValue(read.source.document.contents);
    if (value !== undefined && !isJsonObject(value)) {
        const message =
            key === "item"
                ? "a configuration item is a map with resourceType and configuration"
                : "answers are a map of operations, such as ec2:DescribeImages";
        faults.push(error({ file: path, line: 1, column: 1 }, { code: `invalid-${key}`, message }));
    }
    return isJsonObject(value) ? value : undefined;
}

/** A scheduled rule finds its resources itself, and says something of each; any other gets an item. */
function scheduleFaults(rule: CustomRule, written: WrittenCase, at: (...path: Path) => Location): Diagnostic[] {
    const { name, kind, frequency } = rule;
    const faults: Diagnostic[] = [];
    const fault = (path: Path, message: string, hint: string): void => {
        faults.push(error(at(...path), { code: "case-of-other-trigger", message, hint }));
    };
    const { title, runsInLambda } = RULE_KINDS[kind];
    if (written.answers !== undefined && !runsInLambda) {
        fault(["answers"], `a ${title} rule asks AWS nothing`, "remove answers");
    }
    const byResource = "expect: { <resource ID>: NON_COMPLIANT }";
    if (frequency === undefined) {
        if (written.item === undefined) {
            fault(
                [],
                `the case has no item: ${name} is asked about one`,
                "write item: <file>.json, or the item itself",
            );
        }
        for (const key of ["expect", "annotation"] as const) {
            if (typeof written[key] === "object") {
                fault([key], `${name} says something of one resource, not of several`, `write ${key}: <one value>`);
            }
        }
        return faults;
    }
    if (written.item !== undefined) {
        fault(["item"], `${name} runs on a schedule, and gets no item`, "remove item; answers say what AWS tells it");
    }
    if (typeof written.expect !== "object") {
        fault(["expect"], `${name} runs on a schedule, and says something of each resource`, `write ${byResource}`);
    }
    if (typeof written.annotation === "string") {
        fault(["annotation"], `${name} gives a reason for each resource`, "write annotation: { <resource ID>: … }");
    }
    return faults;
}

/** An item that AWS Config would never hand to the rule proves nothing about it. */
function itemFaults(
    { name, scope }: CustomRule,
    { expect }: WrittenCase,
    { resourceType }: JsonObject,
    at: (...path: Path) => Location,
): Diagnostic[] {
    if (typeof resourceType !== "string") {
        const message = "the configuration item has no resourceType";
        return [error(at("item"), { code: "invalid-item", message, hint: "write resourceType: AWS::EC2::Instance" })];
    }
    return "types" in scope && !scope.types.includes(resourceType) && expect !== "NOT_APPLICABLE"
        ? [
              error(at("item"), {
                  code: "item-out-of-scope",
                  message: `${name} does not look at ${resourceType}: AWS Config would not ask it`,
                  hint: `take an item of ${scope.types.join(" or ")}, or expect NOT_APPLICABLE`,
              }),
          ]
        : [];
}

/** The reader's words are about packs, which AWS reads after us. */
function withoutAws(diagnostic: Diagnostic): Diagnostic {
    return diagnostic.code === "yaml-alias"
        ? {
              ...diagnostic,
              message: "test cases take no YAML aliases: each says all of itself",
              hint: "put what several cases share into a file, and name it: item: <file>.json",
          }
        : diagnostic;
}
