/** From a project's files to the plan of one stack: the one way that the program and every command take. */
import { checkBaseline, checkBaselineOfNoStack, loadBaseline } from "../baseline/check.ts";
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import { CheckedPacks } from "../pack/checked-packs.ts";
import type { ProjectFiles } from "../project-files.ts";
import { formatPath } from "../schema-faults.ts";
import { loadSettings } from "../settings/load.ts";
import { SETTING_KEYS } from "../settings/schema.ts";
import { regionName } from "../settings/schema-values.ts";
import { readStackFile, type StackFile } from "../settings/stack-file.ts";
import type { Path } from "../yaml-source.ts";
import { buildPlan } from "./build.ts";
import { Findings } from "./context.ts";
import { PackReader } from "./pack-reader.ts";
import type { DeploymentPlan } from "./plan.ts";

export interface PlanRequest {
    readonly stack: string;
    readonly files: ProjectFiles;
    /** What the engine says of the namespace's keys. Default: what the stack's file says. */
    readonly values?: Readonly<Record<string, unknown>>;
    /** What the engine says of `aws:region`. Default: what the stack's file says. */
    readonly region?: string;
    /** Packs that were read before, also for other stacks. Default: none. */
    readonly packs?: CheckedPacks;
}

export interface LoadedPlan {
    /** Absent where there is an error among the findings. */
    readonly plan?: DeploymentPlan;
    readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads, checks and plans one stack, and holds the plan to the stack's baseline, where it has one.
 *
 * @returns the plan where nothing is wrong, and every finding in configuration, packs and baseline at once; never throws
 */
export function loadPlan(request: PlanRequest): LoadedPlan {
    const { plan, diagnostics } = loadPlanWithoutBaseline(request);
    if (plan === undefined) {
        return { diagnostics: [...diagnostics, ...loadBaseline(request.stack, request.files).diagnostics] };
    }
    const losses = checkBaseline(plan, request.files);
    return losses.length > 0 ? { diagnostics: [...diagnostics, ...losses] } : { plan, diagnostics };
}

/** Loads, checks and plans one stack, however much less it covers than its baseline: for what shows the difference. */
export function loadPlanWithoutBaseline(request: PlanRequest): LoadedPlan {
    const { stack, files, packs = new CheckedPacks() } = request;
    const file = `Pulumi.${stack}.yaml`;
    const text = files.read(file);
    const { stackFile, diagnostics } = text === undefined ? missingStackFile(file) : readStackFile(file, text);
    if (stackFile === undefined) {
        return { diagnostics };
    }
    if (text === undefined && request.values === undefined) {
        const orphaned = checkBaselineOfNoStack(stack, files);
        return { diagnostics: orphaned.length > 0 ? orphaned : [noStack(file)] };
    }
    // The engine hands text over as text: only the file tells that an account ID was written as a number.
    const values = withoutDefaults({ ...request.values, ...stackFile.values });
    const region = request.region ?? stackFile.region;
    const found = [...diagnostics, ...regionFaults(region, stackFile)];
    found.push(...stackFile.secrets.map((path) => secretFault(path, stackFile)));
    const { settings, diagnostics: faults } = loadSettings(values, stackFile.locate);
    if (settings === undefined || region === undefined || stackFile.secrets.length > 0) {
        const inPacks = packFaults(values["packs"], files, stackFile.locate).filter(
            // A name that no pack may have needs no file.
            ({ path }) => path === undefined || !faults.some((fault) => fault.path === path),
        );
        return { diagnostics: [...found, ...faults, ...inPacks] };
    }
    const given = new Set(Object.keys(values));
    const home = settings.homeRegion ?? region;
    const result = buildPlan({ stack, region, home, settings, given, locate: stackFile.locate, files, packs });
    return { ...result, diagnostics: [...found, ...result.diagnostics] };
}

function regionFaults(region: string | undefined, { regionLocation }: StackFile): Diagnostic[] {
    const hint = "write aws:region: eu-west-1, or any other region";
    if (region === undefined) {
        return [
            error(regionLocation, {
                code: "missing-region",
                message: "the stack names no region",
                path: "aws:region",
                hint,
            }),
        ];
    }
    return regionName.safeParse(region).success
        ? []
        : [
              error(regionLocation, {
                  code: "invalid-region",
                  message: `${region} is not an AWS region`,
                  path: "aws:region",
                  hint,
              }),
          ];
}

/** The engine fills in the empty defaults of Pulumi.yaml: a key that is empty is a key that is not set. */
function withoutDefaults(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const empty = (value: unknown): boolean =>
        value === "" || value === null || (typeof value === "object" && Object.keys(value).length === 0);
    const known: readonly string[] = SETTING_KEYS;
    return Object.fromEntries(Object.entries(values).filter(([key, value]) => !(known.includes(key) && empty(value))));
}

/** Without settings there is no plan, yet the packs that are named can be looked for and checked: all faults at once. */
function packFaults(packs: unknown, files: ProjectFiles, locate: StackFile["locate"]): Diagnostic[] {
    const findings = new Findings(locate);
    const reader = new PackReader(files, findings);
    for (const [name, entry] of Object.entries(typeof packs === "object" && packs !== null ? packs : {})) {
        const given = (entry as { file?: unknown } | null)?.file;
        const written = given ?? name;
        // Anything else is a fault of the settings, told with them.
        if (typeof written === "string" && !written.split("/").includes("..")) {
            reader.read(written, ["packs", name, ...(given === undefined ? [] : ["file"])]);
        }
    }
    return findings.all;
}

/** A stack may be configured without a file in the project: its findings then name the file only. */
function missingStackFile(file: string): { stackFile: StackFile; diagnostics: Diagnostic[] } {
    const location: Location = { file };
    return {
        stackFile: { values: {}, secrets: [], locate: (_: Path) => location, regionLocation: location },
        diagnostics: [],
    };
}

/** The value would be written in clear into templates, policies and the state. */
function secretFault(path: Path, { locate }: StackFile): Diagnostic {
    return error(locate(path), {
        code: "secret-setting",
        message: "an encrypted value, but nothing in this namespace is kept secret once it is deployed",
        path: formatPath(path),
        hint: "set it without --secret, and keep credentials out of it",
    });
}

function noStack(file: string): Diagnostic {
    return error(
        { file },
        {
            code: "no-such-stack",
            message: `there is no file ${file}`,
            hint: "name a stack that has one, or write it: Pulumi.dev.yaml is an example",
        },
    );
}
