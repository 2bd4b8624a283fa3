/** The part of the plan that says which conformance packs are deployed, with which template and parameters. */
import { catalogue } from "../catalogue/catalogue.ts";
import { misfit } from "../check/input-parameters.ts";
import { valueFault } from "../check/pack-parameters.ts";
import { checkStack } from "../check/stack.ts";
import { defaultsOf, Evaluator } from "../pack/evaluate.ts";
import {
    ORGANIZATION_PACK_NAME_LENGTH,
    PACKS_PER_ACCOUNT,
    RULES_PER_ACCOUNT_AND_REGION,
    S3_TEMPLATE_BYTES,
} from "../pack/limits.ts";
import { leaveOut } from "../pack/leave-out.ts";
import type { Pack } from "../pack/parse.ts";
import { section } from "../pack/template.ts";
import { isObject } from "../pack/template-value.ts";
import type { PackSettings } from "../settings/schema-packs.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Path } from "../yaml-source.ts";
import { planBundles } from "./bundles.ts";
import type { Findings, PlanInput } from "./context.ts";
import { looksAtGlobalTypesOnly } from "./global-rules.ts";
import { planAutomations } from "./automations.ts";
import { planReach } from "./organization-reach.ts";
import type { PackReader } from "./pack-reader.ts";
import { partitionOf } from "./partition.ts";
import type { ConformancePackPlan, LeftOutRule, RulePlan } from "./plan.ts";
import { deliveryBySize } from "./template-delivery.ts";

/**
 * How long a roll-out to an organization may take, where the stack does not say it. The provider's own ten minutes end in
 * a failure before AWS Config is done with some seventy accounts.
 */
const ORGANIZATION_TIMEOUT = "60m";

/** The packs of one region. */
export interface PlannedPacks {
    readonly packs: readonly ConformancePackPlan[];
    /** Rules on global resource types, outside the home region. */
    readonly leftOut: readonly LeftOutRule[];
}

/** Reads and checks every pack that the stack names, each file once, by itself or in a bundle. */
export function planPacks(input: PlanInput, reader: PackReader, findings: Findings): PlannedPacks {
    const leftOut: LeftOutRule[] = [];
    const regional: RegionalPack = (name, pack) => {
        const result = isHome(input) ? { pack, leftOut: [] } : leaveOut(pack, looksAtGlobalTypesOnly);
        leftOut.push(...result.leftOut.map((rule) => ({ pack: name, rule: rule.name ?? rule.logicalId })));
        return result.pack;
    };
    const single = Object.entries(input.settings.packs).flatMap(([name, settings]) => {
        const path = ["packs", name, ...(settings.file === undefined ? [] : ["file"])];
        const read = reader.read(settings.file ?? name, path);
        if (read === undefined) {
            return [];
        }
        checkParameters(name, settings, read, findings);
        const pack = regional(name, read);
        return pack === undefined ? [] : [planPack(name, settings, pack, input, findings)];
    });
    const plans = [...single, ...planBundles(input, reader, findings, regional)];
    checkNames(plans, findings);
    checkQuotas(plans, findings);
    const byName = new Map(plans.map(({ name, bundle }) => [name, bundle]));
    const place = (name: string): Path => {
        const bundle = byName.get(name);
        return bundle === undefined ? ["packs", name] : ["bundles", bundle];
    };
    findings.all.push(...checkStack(plans, input.region, (name) => input.locate(place(name))));
    return { packs: plans, leftOut };
}

/** What of a pack or of a part of a bundle is deployed to a region; undefined where that is nothing. */
export type RegionalPack = (name: string, pack: Pack) => Pack | undefined;

/** With no home region named, a stack's own region is it. */
function isHome({ region, home }: PlanInput): boolean {
    return region === home;
}

function planPack(
    name: string,
    settings: PackSettings,
    pack: Pack,
    input: PlanInput,
    findings: Findings,
): ConformancePackPlan {
    const { region } = input;
    const pseudo = { "AWS::Region": region, "AWS::Partition": partitionOf(region) };
    return {
        ...planTemplate(name, settings, pack, ["packs", name], input, findings),
        rules: withValues(pack, { ...settings.parameters, ...pseudo }),
    };
}

/**
 * How a template is deployed.
 *
 * @param path where the configuration has the pack or the bundle
 */
export function planTemplate(
    name: string,
    settings: Omit<PackSettings, "file">,
    written: Pack,
    path: Path,
    input: PlanInput,
    findings: Findings,
): Omit<ConformancePackPlan, "rules"> {
    const values = { ...defaultsOf(written.template), ...settings.parameters };
    const { pack, remediations } = planAutomations(written, values, settings.target, path, input, findings);
    const bytes = Buffer.byteLength(pack.body);
    if (settings.target === "organization" && name.length > ORGANIZATION_PACK_NAME_LENGTH) {
        findings.error(
            path,
            "invalid-pack-name",
            `the name of an organization conformance pack has at most ${ORGANIZATION_PACK_NAME_LENGTH} characters`,
            "write a shorter name, and name the file by file:",
        );
    }
    if (bytes > S3_TEMPLATE_BYTES) {
        findings.error(
            path,
            "template-too-large",
            `the template of ${name} has ${bytes} bytes without its comments; AWS Config accepts ${S3_TEMPLATE_BYTES}`,
            "split it into several packs",
        );
    }
    const { timeouts } = settings;
    return {
        name,
        target: settings.target,
        file: pack.file,
        template: pack.body,
        bytes,
        delivery: deliveryBySize(name, pack.body),
        parameters: Object.entries(settings.parameters)
            .map(([parameter, value]) => ({ name: parameter, value }))
            .sort((a, b) => (a.name < b.name ? -1 : 1)),
        ...planReach(settings),
        ...(settings.target === "organization" && {
            timeouts: {
                create: timeouts?.create ?? ORGANIZATION_TIMEOUT,
                update: timeouts?.update ?? ORGANIZATION_TIMEOUT,
                delete: timeouts?.delete ?? ORGANIZATION_TIMEOUT,
            },
        }),
        ...(remediations.length > 0 && { remediations }),
        resources: pack.resources,
    };
}

/** The rules as they are with a stack's values, over the pack's defaults. */
export function withValues(pack: Pack, values: Readonly<Record<string, string>>): RulePlan[] {
    const evaluator = new Evaluator(pack.template, { ...defaultsOf(pack.template), ...values });
    return pack.rules.map(({ inputParameters, scope, ...rule }) => {
        const inputs = inputParameters === undefined ? undefined : evaluator.value(inputParameters);
        const scoped = scope === undefined ? undefined : evaluator.value(scope);
        return {
            ...rule,
            ...(inputs !== undefined && { inputParameters: inputs }),
            ...(isObject(scoped) && { scope: scoped }),
        };
    });
}

/** A part of a bundle has a name that nobody wrote. */
function checkNames(plans: readonly ConformancePackPlan[], findings: Findings): void {
    const seen = new Set<string>();
    for (const { name, bundle } of plans) {
        if (seen.has(name)) {
            findings.error(
                bundle === undefined ? ["packs", name] : ["bundles", bundle],
                "repeated-pack-name",
                `the name ${name} belongs to a pack or to a part of a bundle already`,
                "give the bundle another name",
            );
        }
        seen.add(name);
    }
}

function checkParameters(name: string, settings: PackSettings, pack: Pack, findings: Findings): void {
    const declared = pack.parameters.map((parameter) => parameter.name);
    for (const given of Object.keys(settings.parameters).filter((name) => !declared.includes(name))) {
        const hint =
            declared.length === 0
                ? `${pack.file} has no Parameters: remove the value`
                : suggestionHint(given, declared);
        findings.error(
            ["packs", name, "parameters", given],
            "unknown-parameter",
            `${pack.file} has no parameter ${given}`,
            hint ?? `its parameters are listed at the top of ${pack.file}`,
        );
    }
    for (const [parameter, value] of Object.entries(settings.parameters).filter(([name]) => declared.includes(name))) {
        const declaration = section(pack.template, "Parameters")[parameter];
        const fault = isObject(declaration) ? valueFault(declaration, value) : undefined;
        const unfit = misfit(pack, parameter, value, catalogue());
        if (fault !== undefined || unfit !== undefined) {
            findings.error(
                ["packs", name, "parameters", parameter],
                "invalid-parameter-value",
                fault === undefined
                    ? `${parameter} cannot be ${JSON.stringify(value)}: ${unfit}`
                    : `the value of ${parameter} ${fault.message}`,
                fault?.hint,
            );
        }
    }
    for (const parameter of pack.parameters) {
        if (!parameter.hasDefault && !(parameter.name in settings.parameters)) {
            const { file, line } = parameter.location;
            findings.error(
                ["packs", name],
                "missing-parameter",
                `${pack.file} needs a value for its parameter ${parameter.name}: it has no default`,
                `write parameters: { ${parameter.name}: … } here, or a Default at ${file}:${line}`,
            );
        }
    }
}

/** Organization packs count in the account too: it is a member of its own organization. */
function checkQuotas(plans: readonly ConformancePackPlan[], findings: Findings): void {
    for (const target of ["account", "organization"] as const) {
        const count = plans.filter((plan) => plan.target === target).length;
        if (count > PACKS_PER_ACCOUNT) {
            findings.error(
                ["packs"],
                "too-many-packs",
                `the stack has ${count} packs with target ${target}; AWS Config accepts ${PACKS_PER_ACCOUNT}`,
                "join packs, or move some to another account",
            );
        }
    }
    const rules = plans.reduce((sum, plan) => sum + plan.rules.length, 0);
    if (rules > RULES_PER_ACCOUNT_AND_REGION) {
        findings.error(
            ["packs"],
            "too-many-rules",
            `the stack's packs hold ${rules} rules; AWS Config accepts ${RULES_PER_ACCOUNT_AND_REGION} in an account and region`,
            "deploy fewer packs: a rule that stands in two packs counts twice",
        );
    }
}
