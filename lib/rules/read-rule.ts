/** Reads `packs/rules/<name>/`: which kind of rule it is, its description and its source. */
import { type Catalogue, catalogue as currentCatalogue } from "../catalogue/catalogue.ts";
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import { RULE_NAME_LENGTH_IN_PACK } from "../pack/limits.ts";
import { isObject } from "../pack/template-value.ts";
import type { ProjectFiles } from "../project-files.ts";
import { schemaFaults } from "../schema-faults.ts";
import { suggest } from "../suggestion.ts";
import { readYaml, type YamlSource } from "../yaml-source.ts";
import type { CustomRule } from "./custom-rule.ts";
import { CASES_FILE, DESCRIPTION_FILE, RULE_NAME, RULES_FOLDER } from "./find.ts";
import { RULE_KINDS, type RuleKind, SOURCE_FILES } from "./kinds.ts";
import { commaFault, itemWithComma, misfitOf } from "./parameters.ts";
import { descriptionSchema, type RuleDescription } from "./schema.ts";
import { FUNCTION_DEFAULTS, FUNCTION_KEYS } from "./schema-function.ts";

const checked = { schema: descriptionSchema, whole: "the rule", key: "key" };

/**
 * Reads one rule, without its cases.
 *
 * @param name of its folder
 * @returns the rule where it has no error, and all findings; never throws
 */
export function readCustomRule(
    name: string,
    files: ProjectFiles,
    catalogue: Catalogue = currentCatalogue(),
): { rule?: CustomRule; diagnostics: Diagnostic[] } {
    const folder = `${RULES_FOLDER}/${name}`;
    const found = new Set(files.list(folder));
    const diagnostics = [...nameFaults(name, folder, catalogue), ...strangeFiles(folder, found)];
    const kind = kindOf(name, folder, found, diagnostics);
    const { description, source: yaml, diagnostics: faults } = readDescription(folder, files);
    diagnostics.push(...faults);
    if (kind === undefined) {
        return { diagnostics };
    }
    const sourceFile = `${folder}/${kind.sourceFile}`;
    const source = (files.read(sourceFile) ?? "").replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n");
    if (source.trim() === "") {
        const start: Location = { file: sourceFile, line: 1, column: 1 };
        diagnostics.push(error(start, { code: "empty-rule", message: `${sourceFile} is empty` }));
    } else {
        diagnostics.push(...kind.checkSource({ sourceFile, source }));
    }
    if (description === undefined || yaml === undefined) {
        return { diagnostics };
    }
    const rule: CustomRule = {
        name,
        kind: kind.name,
        folder,
        sourceFile,
        source,
        modules: modulesOf(folder, kind, found, files),
        description: description.description.trim(),
        scope: description.scope,
        parameters: description.parameters ?? {},
        ...(description.severity && { severity: description.severity }),
        ...(description.controls && { controls: description.controls }),
        ...(description.frequency && { frequency: description.frequency }),
        debugLog: description.debugLog ?? false,
        permissions: description.permissions ?? [],
        memory: description.memory ?? FUNCTION_DEFAULTS.memory,
        timeout: description.timeout ?? FUNCTION_DEFAULTS.timeout,
        locate: (path) => yaml.locate(path),
    };
    diagnostics.push(...functionFaults(rule, kind, description), ...parameterFaults(rule, kind), ...kind.check(rule));
    return diagnostics.length > 0 ? { diagnostics } : { rule, diagnostics };
}

/** Of a kind whose sources import others. */
function modulesOf(
    folder: string,
    { sourceFile, importsModules }: RuleKind,
    found: ReadonlySet<string>,
    files: ProjectFiles,
): Record<string, string> {
    const ending = sourceFile.slice(sourceFile.lastIndexOf("."));
    const names = importsModules ? [...found].filter((name) => name !== sourceFile && name.endsWith(ending)) : [];
    return Object.fromEntries(names.map((name) => [`${folder}/${name}`, files.read(`${folder}/${name}`) ?? ""]));
}

function nameFaults(name: string, folder: string, catalogue: Catalogue): Diagnostic[] {
    const location: Location = { file: `${folder}/${DESCRIPTION_FILE}`, line: 1, column: 1 };
    if (!RULE_NAME.test(name) || name.length > RULE_NAME_LENGTH_IN_PACK) {
        return [
            error(location, {
                code: "invalid-rule-name",
                message: `${name} is no name of a rule: small letters, digits and hyphens, at most ${RULE_NAME_LENGTH_IN_PACK}`,
                hint: "rename the folder",
            }),
        ];
    }
    const managed = catalogue.byOtherSpelling(name);
    return managed === undefined
        ? []
        : [
              error(location, {
                  code: "name-of-managed-rule",
                  message: `${name} is the name of AWS's managed rule ${managed.identifier}`,
                  hint: "rename the folder: a pack could not tell the two apart",
              }),
          ];
}

/** A misnamed file is not read, and nobody would see it. */
function strangeFiles(folder: string, found: ReadonlySet<string>): Diagnostic[] {
    const known = [...SOURCE_FILES, DESCRIPTION_FILE, CASES_FILE];
    return [...found].flatMap((name) => {
        const meant = known.includes(name) ? undefined : suggest(name, known);
        return meant === undefined || found.has(meant) || !/^(rule|cases?)\b/.test(name)
            ? []
            : [
                  error(
                      { file: `${folder}/${name}`, line: 1, column: 1 },
                      { code: "misnamed-file", message: `nothing reads ${folder}/${name}`, hint: `rename it ${meant}` },
                  ),
              ];
    });
}

function kindOf(
    name: string,
    folder: string,
    found: ReadonlySet<string>,
    diagnostics: Diagnostic[],
): RuleKind | undefined {
    const kinds = Object.values(RULE_KINDS).filter(({ sourceFile }) => found.has(sourceFile));
    const [kind, second] = kinds;
    if (kind === undefined) {
        diagnostics.push(
            error(
                { file: `${folder}/${DESCRIPTION_FILE}`, line: 1, column: 1 },
                {
                    code: "missing-rule-source",
                    message: `${folder} has no source`,
                    hint: `write ${SOURCE_FILES.map((file) => `${folder}/${file}`).join(" or ")}`,
                },
            ),
        );
    } else if (second !== undefined) {
        diagnostics.push(
            error(
                { file: `${folder}/${second.sourceFile}`, line: 1, column: 1 },
                {
                    code: "several-rule-sources",
                    message: `${name} has ${kinds.map(({ sourceFile }) => sourceFile).join(" and ")}; a rule has one source`,
                    hint: "remove one, or move it to a folder of its own",
                },
            ),
        );
    }
    return second === undefined ? kind : undefined;
}

function readDescription(
    folder: string,
    files: ProjectFiles,
): { description?: RuleDescription; source?: YamlSource; diagnostics: Diagnostic[] } {
    const file = `${folder}/${DESCRIPTION_FILE}`;
    const text = files.read(file);
    const start: Location = { file, line: 1, column: 1 };
    if (text === undefined) {
        return {
            diagnostics: [
                error(start, {
                    code: "missing-rule-description",
                    message: `there is no file ${file}`,
                    hint: "packs new rule writes one",
                }),
            ],
        };
    }
    const { source, diagnostics } = readYaml(file, text);
    if (source === undefined) {
        return { diagnostics };
    }
    const value = source.value;
    const result = descriptionSchema.safeParse(isObject(value) ? value : {}, { reportInput: true });
    if (!result.success) {
        return { diagnostics: schemaFaults(checked, result.error.issues, (path) => source.locate(path)) };
    }
    const { resourceTypes, tag, ...rest } = result.data;
    if (resourceTypes !== undefined && tag !== undefined) {
        const message = "a rule looks at resource types or at resources with a tag, not at both";
        return { diagnostics: [error(source.locate(["tag"]), { code: "two-scopes", message, hint: "remove one" })] };
    }
    if (resourceTypes === undefined && tag === undefined) {
        return {
            diagnostics: [
                error(start, {
                    code: "rule-without-scope",
                    message: "the rule does not say what it looks at",
                    hint: "write resourceTypes: [AWS::EC2::Instance], or tag: { key: … }",
                }),
            ],
        };
    }
    const scope = tag === undefined ? { types: resourceTypes ?? [] } : { tag };
    return { description: { ...rest, scope }, source, diagnostics };
}

function functionFaults({ name, locate }: CustomRule, kind: RuleKind, description: RuleDescription): Diagnostic[] {
    return FUNCTION_KEYS.filter((key) => !kind.runsInLambda && description[key] !== undefined).map((key) =>
        error(locate([key]), {
            code: "function-of-rule",
            message: `${name} is a ${kind.title} rule: it has no function in AWS Lambda that ${key} would be of`,
            hint: `remove ${key}`,
        }),
    );
}

function parameterFaults({ parameters, locate }: CustomRule, { runsInLambda }: RuleKind): Diagnostic[] {
    return Object.entries(parameters).flatMap(([name, { type, default: value }]) => {
        const misfit = value === undefined ? undefined : misfitOf(type, value);
        const split = value !== undefined && runsInLambda ? itemWithComma(type, value) : undefined;
        if (split !== undefined) {
            return [error(locate(["parameters", name, "default"]), commaFault(name, split))];
        }
        return misfit === undefined
            ? []
            : [
                  error(locate(["parameters", name, "default"]), {
                      code: "invalid-parameter-default",
                      message: `the default of ${name} is not ${misfit}`,
                      hint: value === "" ? "write optional: true instead" : `write ${misfit}, or another type`,
                  }),
              ];
    });
}
