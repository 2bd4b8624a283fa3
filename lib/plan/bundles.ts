/** The part of the plan that joins several packs into one, and splits what is too large. */
import { bundleParts } from "../bundle/bundle.ts";
import { mergeRules } from "../bundle/merge.ts";
import { resolvePack } from "../bundle/resolve.ts";
import { catalogue } from "../catalogue/catalogue.ts";
import { CheckContext } from "../check/context.ts";
import { checkFrequencies } from "../check/frequency.ts";
import { checkInputParameters } from "../check/input-parameters.ts";
import type { Pack } from "../pack/parse.ts";
import type { BundleSettings } from "../settings/schema-packs.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Findings, PlanInput } from "./context.ts";
import type { PackReader } from "./pack-reader.ts";
import { planTemplate, type RegionalPack } from "./packs.ts";
import { partitionOf } from "./partition.ts";
import type { ConformancePackPlan } from "./plan.ts";

/** @returns one plan for every part of every bundle */
export function planBundles(
    input: PlanInput,
    reader: PackReader,
    findings: Findings,
    regional: RegionalPack,
): ConformancePackPlan[] {
    return Object.entries(input.settings.bundles).flatMap(([name, settings]) =>
        planBundle(name, settings, input, reader, findings, regional),
    );
}

function planBundle(
    name: string,
    settings: BundleSettings,
    input: PlanInput,
    reader: PackReader,
    findings: Findings,
    regional: RegionalPack,
): ConformancePackPlan[] {
    const root = ["bundles", name];
    const packs = settings.packs.flatMap((written, index) => {
        const path = [...root, "packs", index];
        if (settings.packs.indexOf(written) !== index) {
            findings.error(path, "repeated-pack", `${written} is in the bundle already`, "remove one of the two");
            return [];
        }
        const pack = reader.read(written, path);
        return pack === undefined ? [] : [{ name: written, pack, path }];
    });
    if (packs.length < settings.packs.length) {
        return [];
    }
    checkParameters(name, settings, packs, findings);
    const pseudo = { "AWS::Region": input.region, "AWS::Partition": partitionOf(input.region) };
    const resolved = packs.map((one) => resolvePack(one.name, one.pack, { ...settings.parameters, ...pseudo }));
    for (const { location, what } of resolved.flatMap(({ undecided }) => undecided)) {
        findings.add("error", location, {
            code: "undecided-in-bundle",
            message: `${what} depends on what only AWS knows: it cannot be in the bundle ${name}`,
            hint: "deploy this pack by itself, under packs:",
        });
    }
    const merged = mergeRules(
        resolved.flatMap(({ rules }) => rules),
        settings.overrides,
        (rule) => input.locate([...root, "overrides", rule]),
    );
    findings.all.push(...merged.diagnostics);
    const parts = bundleParts(name, merged.rules, input.locate(root));
    parts.forEach(({ pack }) => checkPart(pack, findings));
    // Left out after the split: a part has the same name in every region.
    return parts.flatMap((part) => {
        const pack = regional(part.name, part.pack);
        return pack === undefined
            ? []
            : [
                  {
                      ...planTemplate(part.name, { ...settings, parameters: {} }, pack, root, input, findings),
                      bundle: name,
                      rules: pack.rules,
                  },
              ];
    });
}

/** Packs were checked with their own defaults; here, with the values and overrides of the bundle. */
function checkPart(pack: Pack, findings: Findings): void {
    const context = new CheckContext(pack, catalogue());
    checkInputParameters(context);
    checkFrequencies(context);
    // A fault that the pack has by itself stands at the same rule, if not in the same line.
    const known = new Set(findings.all.map(({ code, file, message }) => `${code} ${file} ${message}`));
    findings.all.push(
        ...context.findings.filter(({ code, file, message }) => !known.has(`${code} ${file} ${message}`)),
    );
}

/** A value goes to every pack of the bundle that has the parameter. */
function checkParameters(
    name: string,
    settings: BundleSettings,
    packs: readonly { readonly pack: Pack; readonly path: readonly (string | number)[] }[],
    findings: Findings,
): void {
    const declared = packs.flatMap(({ pack }) => pack.parameters.map((parameter) => parameter.name));
    for (const given of Object.keys(settings.parameters).filter((parameter) => !declared.includes(parameter))) {
        findings.error(
            ["bundles", name, "parameters", given],
            "unknown-parameter",
            `no pack of the bundle ${name} has a parameter ${given}`,
            suggestionHint(given, [...new Set(declared)]),
        );
    }
    for (const { pack, path } of packs) {
        for (const parameter of pack.parameters) {
            if (!parameter.hasDefault && !(parameter.name in settings.parameters)) {
                findings.error(
                    path,
                    "missing-parameter",
                    `${pack.file} needs a value for its parameter ${parameter.name}: it has no default`,
                    `write parameters: { ${parameter.name}: … } in the bundle`,
                );
            }
        }
    }
}
