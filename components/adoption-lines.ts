/** The lines of `Pulumi.<stack>.yaml` that adopt what exists already: pure text, from the plan. */
import type { DeploymentPlan } from "../lib/plan/plan.ts";

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
    const pairs = Object.entries({ mode, ...fields }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}: ${value}`],
    );
    const value = `{ ${pairs.join(", ")} }`;
    return region === undefined
        ? `conformance-packs:${setting}: ${value}`
        : `conformance-packs:regions: { ${region}: { ${setting}: ${value} } }`;
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
