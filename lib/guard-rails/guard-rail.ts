/** What a guard rail is: a judgement of what a stack registers, before any of it is made. */
import type { GuardedResource } from "./guarded-resource.ts";

/** A setting in the words of JSON schema, as far as Pulumi's policy configuration takes it. */
export interface Setting {
    readonly type: "integer" | "array";
    readonly items?: { readonly type: "string" };
    readonly minimum?: number;
    readonly description: string;
}

interface Described {
    /** Such as `history-retained`; it is what a policy configuration names. */
    readonly name: string;
    readonly title: string;
    /** What it refuses, and why: one or two sentences. */
    readonly description: string;
    /** What to write instead. */
    readonly remedy: string;
    readonly severity: "low" | "medium" | "high" | "critical";
    /** The page that it rests on. */
    readonly page: string;
}

/** Values by the setting's name. */
export type SettingValues = Readonly<Record<string, unknown>>;

interface Configurable {
    /** What a policy configuration may change. @default nothing */
    readonly settings?: Readonly<Record<string, Setting>>;
    /** The values without a policy configuration; one for each setting. */
    readonly defaults?: SettingValues;
}

/** Judges one resource, as soon as it is registered: an update stops before it is made. */
export interface ResourceGuardRail extends Described, Configurable {
    readonly scope: "resource";
    /** Everything that is wrong with the resource: what, and why. Nothing for a resource that it does not know. */
    readonly judge: (resource: GuardedResource, settings: SettingValues) => readonly string[];
}

export interface Violation {
    readonly resource: GuardedResource;
    readonly message: string;
}

/** Judges resources by one another, when all are registered: a preview fails, an update ends with an error. */
export interface StackGuardRail extends Described, Configurable {
    readonly scope: "stack";
    readonly judge: (resources: readonly GuardedResource[], settings: SettingValues) => readonly Violation[];
}

export type GuardRail = ResourceGuardRail | StackGuardRail;

/** What is configured, before the defaults: `enforcementLevel` is Pulumi's own and of no interest here. */
export function settingsOf(rail: GuardRail, configured: SettingValues): SettingValues {
    const known = Object.keys(rail.settings ?? {});
    const given = Object.entries(configured).filter(([name, value]) => known.includes(name) && value !== undefined);
    return { ...rail.defaults, ...Object.fromEntries(given) };
}

/** @returns a number among the settings; every number has a default. */
export function numberOf(settings: SettingValues, name: string): number {
    const value = settings[name];
    return typeof value === "number" ? value : 0;
}

/** @returns a list of texts among the settings; every list has a default. */
export function textsOf(settings: SettingValues, name: string): readonly string[] {
    const value = settings[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
