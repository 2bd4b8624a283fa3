import type { Policies, PolicyConfigSchema, ReportViolation } from "@pulumi/policy";
import { type GuardRail, settingsOf, type SettingValues } from "../lib/guard-rails/guard-rail.ts";
import { violationMessage } from "../lib/guard-rails/guard-rails.ts";
import { guardedResource, guardedResources } from "./registered-resource.ts";

type Policy = Policies[number];

/** One guard rail as a policy: refused unless a policy configuration says otherwise. */
export function policyOf(rail: GuardRail): Policy {
    const described = {
        name: rail.name,
        displayName: rail.title,
        description: rail.description,
        enforcementLevel: "mandatory" as const,
        severity: rail.severity,
        remediationSteps: rail.remedy,
        url: rail.page,
        ...(rail.settings !== undefined && { configSchema: configurationOf(rail) }),
    };
    const settings = (given: object): SettingValues => settingsOf(rail, given as SettingValues);
    if (rail.scope === "resource") {
        return {
            ...described,
            validateResource: (args, report: ReportViolation) => {
                for (const message of rail.judge(guardedResource(args), settings(args.getConfig()))) {
                    report(violationMessage(rail, message));
                }
            },
        };
    }
    return {
        ...described,
        validateStack: (args, report: ReportViolation) => {
            for (const { message, resource } of rail.judge(
                guardedResources(args.resources),
                settings(args.getConfig()),
            )) {
                report(violationMessage(rail, message), resource.urn);
            }
        },
    };
}

function configurationOf(rail: GuardRail): PolicyConfigSchema {
    const properties = Object.entries(rail.settings ?? {}).map(([name, setting]) => [
        name,
        { ...setting, default: rail.defaults?.[name] },
    ]);
    return { properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"] };
}
