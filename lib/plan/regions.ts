/** The part of the plan that there is once in each region, in the stack's own and in the others that it names. */
import { isKnownRegion, isOptIn, KNOWN_REGIONS, regionsEnabledByDefault } from "../catalogue/regions.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { ALL_REGIONS, type RegionSettings } from "../settings/schema-regions.ts";
import type { Settings } from "../settings/schema.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Path } from "../yaml-source.ts";
import { planDocuments } from "./automations.ts";
import { Findings, type PlanInput } from "./context.ts";
import { planDeliveryTopic } from "./delivery.ts";
import type { PackReader } from "./pack-reader.ts";
import { planPacks } from "./packs.ts";
import { partitionOf } from "./partition.ts";
import type { DeploymentPlan, RegionPlan } from "./plan.ts";
import { functionsOf } from "./rule-functions.ts";
import { planDeliveryChannel, planRecorder } from "./recording.ts";

const NOTHING_DIFFERS: RegionSettings = { enabled: true, packs: {} };

/** The plans of all regions of a stack, its own first. */
export function regionsOf(plan: DeploymentPlan): readonly RegionPlan[] {
    return [plan, ...(plan.furtherRegions ?? [])];
}

/** The packs of all regions, those of the stack's own first: a pack is there once for each of its regions. */
export function packsOfAllRegions(
    plan: DeploymentPlan,
): readonly { readonly region: string; readonly pack: RegionPlan["packs"][number] }[] {
    return regionsOf(plan).flatMap(({ region, packs }) => packs.map((pack) => ({ region, pack })));
}

/** Where a stack's aggregators are: in the home region, where the stack covers it. */
export function aggregatorRegion(plan: DeploymentPlan): string {
    return regionsOf(plan).some(({ region }) => region === plan.homeRegion) ? plan.homeRegion : plan.region;
}

/** Whether the stack has a recorder of its own in any region: then it needs the recorder's role. */
export function hasOwnRecorder(plan: DeploymentPlan): boolean {
    return regionsOf(plan).some(({ recorder }) => recorder.mode !== "use");
}

/** What one region has. */
export function planRegion(input: PlanInput, reader: PackReader, findings: Findings): RegionPlan {
    const { stack, region, settings } = input;
    const deliveryTopic = planDeliveryTopic(input, findings);
    const { packs, leftOut } = planPacks(input, reader, findings);
    const functions = functionsOf(stack, packs);
    const documents = planDocuments(packs, input);
    return {
        region,
        ...(deliveryTopic !== undefined && { deliveryTopic }),
        recorder: planRecorder(input, findings),
        deliveryChannel: planDeliveryChannel(input, findings),
        retention: { mode: settings.retention.mode, days: settings.retention.days },
        packs,
        ...(leftOut.length > 0 && { leftOut }),
        ...(functions.length > 0 && { functions }),
        ...(documents.length > 0 && { documents }),
    };
}

/** What the regions besides the stack's own have, in alphabetical order. */
export function planFurtherRegions(input: PlanInput, reader: PackReader, findings: Findings): RegionPlan[] {
    const { regions } = input.settings;
    checkRegions(input, findings);
    const named = Object.keys(regions).filter((region) => region !== ALL_REGIONS);
    const all = ALL_REGIONS in regions ? regionsEnabledByDefault(partitionOf(input.region)) : [];
    return [...new Set([...named, ...all])]
        .filter((region) => region !== input.region && regions[region]?.enabled !== false)
        .sort()
        .map((region) => planFurtherRegion(region, regions[region] ?? NOTHING_DIFFERS, input, reader, findings));
}

function planFurtherRegion(
    region: string,
    differences: RegionSettings,
    input: PlanInput,
    reader: PackReader,
    findings: Findings,
): RegionPlan {
    const own = new Findings((path) => input.locate(placeOf(path, region, differences)));
    const plan = planRegion(
        { ...input, region, settings: settingsOf(input.settings, differences), locate: (path) => own.locate(path) },
        reader,
        own,
    );
    // What is wrong everywhere was said of the stack's own region.
    const known = new Set(findings.all.map(identityOf));
    findings.all.push(...own.all.filter((finding) => !known.has(identityOf(finding))));
    return { ...plan, ...(differences.optIn === "enable" && { enable: true }) };
}

function identityOf({ code, file, line, column, message }: Diagnostic): string {
    return JSON.stringify([code, file, line, column, message]);
}

/** The stack's settings with a region's own in their place. What belongs to one region only is not taken over. */
function settingsOf(settings: Settings, differences: RegionSettings): Settings {
    return {
        ...settings,
        recorder: { ...settings.recorder, ...defined(differences.recorder) },
        deliveryChannel: { ...settings.deliveryChannel, ...defined(differences.deliveryChannel) },
        retention: { ...settings.retention, ...defined(differences.retention) },
        deliveryTopic: { ...withoutKey(settings.deliveryTopic), ...defined(differences.deliveryTopic) },
        packs: entriesOf(settings.packs, differences),
        bundles: entriesOf(settings.bundles, differences),
    };
}

/** A key has one region, as the template bucket has. */
function withoutKey({ kmsKeyArn: _key, ...topic }: Settings["deliveryTopic"]): Settings["deliveryTopic"] {
    return topic;
}

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Without the fields that are not given, which would otherwise take the place of the stack's. */
export function defined<Value extends object>(value: Value | undefined): Partial<Defined<Value>> {
    return Object.fromEntries(Object.entries(value ?? {}).filter(([, field]) => field !== undefined)) as Partial<
        Defined<Value>
    >;
}

function entriesOf<Entry extends { readonly parameters: Readonly<Record<string, string>> }>(
    entries: Readonly<Record<string, Entry>>,
    { packs }: RegionSettings,
): Record<string, Entry> {
    return Object.fromEntries(
        Object.entries(entries)
            .filter(([name]) => packs[name]?.enabled !== false)
            .map(([name, entry]) => [
                name,
                { ...entry, parameters: { ...entry.parameters, ...packs[name]?.parameters } },
            ]),
    );
}

/** Where a setting of a region stands: with the region's own, where it gives it. */
function placeOf(path: Path, region: string, differences: RegionSettings): Path {
    const root = ["regions", region];
    const [key, name, part, parameter] = path;
    if (key === "packs" || key === "bundles") {
        const own = differences.packs[String(name)]?.parameters;
        return part === "parameters" && own !== undefined && String(parameter) in own
            ? [...root, "packs", ...path.slice(1)]
            : path;
    }
    const own = Object.entries(differences).find(([field]) => field === key)?.[1];
    return own === undefined ? path : [...root, ...path];
}

function checkRegions({ region: ownRegion, settings }: PlanInput, findings: Findings): void {
    const names = [...Object.keys(settings.packs), ...Object.keys(settings.bundles)];
    for (const [region, differences] of Object.entries(settings.regions)) {
        const path = ["regions", region];
        const given = Object.entries(differences).filter(([key, value]) => differs(key, value));
        if (region === ownRegion && given.length > 0) {
            findings.error(
                path,
                "settings-of-own-region",
                `${region} is the stack's own region, whose settings stand at the top of the configuration`,
                `leave it empty here, and write conformance-packs:${given[0]?.[0] ?? ""} instead`,
            );
        }
        if (region !== ALL_REGIONS && !isKnownRegion(region)) {
            // It may be newer than the table: AWS will say.
            findings.warning(
                path,
                "unknown-region",
                `no region ${region} is known here`,
                suggestionHint(region, KNOWN_REGIONS) ??
                    "check its spelling; a region newer than this version works all the same",
            );
        }
        if (region !== ALL_REGIONS && partitionOf(region) !== partitionOf(ownRegion)) {
            findings.error(
                path,
                "region-elsewhere",
                `${region} is in the partition ${partitionOf(region)}, and the stack in ${partitionOf(ownRegion)}`,
                "an account has one partition: use another stack, with credentials of that partition",
            );
        }
        if (region === ALL_REGIONS && given.length > 0) {
            findings.error(
                path,
                "settings-of-all-regions",
                "`all` names regions, and takes no settings: those at the top of the configuration hold everywhere",
                "leave it empty, and name the regions that differ beside it",
            );
        }
        checkOptIn(region, differences, findings);
        for (const name of Object.keys(differences.packs).filter((pack) => !names.includes(pack))) {
            findings.error(
                [...path, "packs", name],
                "unknown-pack",
                `the stack deploys no pack and no bundle ${name}`,
                suggestionHint(name, names) ?? "name one of packs or bundles",
            );
        }
    }
}

/** Given by the user, as opposed to filled in by the schema. */
function differs(key: string, value: unknown): boolean {
    return value !== undefined && !(key === "enabled" && value === true) && !(key === "packs" && isEmpty(value));
}

function isEmpty(value: unknown): boolean {
    return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function checkOptIn(region: string, { optIn, enabled }: RegionSettings, findings: Findings): void {
    const path = ["regions", region];
    if (region === ALL_REGIONS || !enabled) {
        return;
    }
    if (isOptIn(region) && optIn === undefined) {
        findings.warning(
            path,
            "opt-in-region",
            `accounts do not have ${region} unless they enable it: where it is not, the deployment fails there`,
            "write optIn: enabled where the account has it, or optIn: enable to have it enabled by the stack",
        );
    }
    if (optIn === "enable" && KNOWN_REGIONS.includes(region) && !isOptIn(region)) {
        findings.error(
            [...path, "optIn"],
            "not-an-opt-in-region",
            `every account has ${region}: there is nothing to enable`,
            "remove optIn",
        );
    }
}
