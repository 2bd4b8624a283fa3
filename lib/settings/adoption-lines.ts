/** The lines of `Pulumi.<stack>.yaml` that adopt what exists already: for the program and for `packs doctor`. */
import type { DeploymentPlan } from "../plan/plan.ts";

/** What may exist already, by its setting. */
export type AdoptableSetting =
    "encryptionKey" | "deliveryBucket" | "role" | "recorder" | "deliveryChannel" | "retention";

/**
 * One line of configuration: `conformance-packs:recorder: { mode: adopt, name: X }`.
 *
 * @param region one of the stack's further regions, where what differs stands below its name
 */
export function settingLine(
    setting: AdoptableSetting,
    mode: "adopt" | "use",
    fields: Readonly<Record<string, string | undefined>> = {},
    region?: string,
): string {
    const value = settingValue(mode, fields);
    return region === undefined
        ? `conformance-packs:${setting}: ${value}`
        : `conformance-packs:regions: { ${region}: { ${setting}: ${value} } }`;
}

/** `{ mode: adopt, name: X }`, without the fields that are not given. */
export function settingValue(mode: "adopt" | "use", fields: Readonly<Record<string, string | undefined>> = {}): string {
    const pairs = Object.entries({ mode, ...fields }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}: ${value}`],
    );
    return `{ ${pairs.join(", ")} }`;
}

/** The settings of several regions under their one key, since a key may not stand twice. */
export function regionLines(
    settings: readonly { readonly region: string; readonly setting: AdoptableSetting; readonly value: string }[],
): string[] {
    const byRegion = Map.groupBy(settings, ({ region }) => region);
    return byRegion.size === 0
        ? []
        : [
              "conformance-packs:regions:",
              ...[...byRegion].flatMap(([region, own]) => [
                  `  ${region}:`,
                  ...own.map(({ setting, value }) => `    ${setting}: ${value}`),
              ]),
          ];
}

/** Adopts the delivery bucket. */
export function bucketLine(plan: DeploymentPlan): string {
    return settingLine("deliveryBucket", "adopt", {
        name: "name" in plan.deliveryBucket ? plan.deliveryBucket.name : undefined,
    });
}

/** Adopts the key to which the alias leads. */
export function keyLines(plan: DeploymentPlan): string[] {
    const key = plan.encryptionKey;
    const byDefault = `conformance-packs-${plan.stack}`;
    const alias = "alias" in key && key.alias !== byDefault ? key.alias : undefined;
    return [settingLine("encryptionKey", "adopt", { alias })];
}

/** What exists, and what to write so that the next `up` takes it over. */
export function adoptionAdvice(plan: DeploymentPlan, what: string, lines: readonly string[]): string {
    return [
        `${what} exists already. To adopt it, write under config: in Pulumi.${plan.stack}.yaml, beside what else`,
        "stands under the same keys:",
        ...lines.map((line) => `    ${line}`),
        "(`mode: use` instead of `adopt` where something else goes on managing it.)",
    ].join("\n");
}
