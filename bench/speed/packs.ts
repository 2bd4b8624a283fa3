/** Made-up packs in AWS's own format, the same in every run: as many, as long and as repetitive as AWS's samples are. */
import { catalogue } from "../../lib/catalogue/catalogue.ts";
import type { ManagedRule } from "../../lib/catalogue/managed-rule.ts";

/** A generator whose numbers look random and never differ: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbers(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state * 1_664_525 + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
    };
}

/** In AWS's samples, of every kind of parameter: one that any rule's parameter of the type takes. */
const VALUES = { integer: "90", number: "90", boolean: "true", string: "value", csv: "a,b", map: "a:b" } as const;

/**
 * @param rules how many it has
 * @param seed another one for every pack
 * @returns the text; about 390 bytes a rule
 */
export function packText(rules: number, seed: number): string {
    const next = numbers(seed);
    const all = catalogue().all().filter(isOrdinary);
    const chosen = new Map<string, ManagedRule>();
    while (chosen.size < rules) {
        const rule = all[Math.floor(next() * all.length)];
        if (rule !== undefined) {
            chosen.set(rule.identifier, rule);
        }
    }
    const parameters: string[] = [];
    const conditions: string[] = [];
    const resources: string[] = [];
    for (const rule of chosen.values()) {
        const id = pascal(rule.name);
        const inputs = Object.entries(rule.parameters ?? {})
            .filter(([, { optional }]) => optional === false)
            .map(([name, { type, default: given }]) => [name, given ?? VALUES[type ?? "string"]] as const);
        resources.push(
            `  ${id}:`,
            "    Properties:",
            `      ConfigRuleName: ${rule.name}`,
            `      Description: Checks what the managed rule ${rule.name} checks.`,
        );
        if (inputs.length > 0) {
            resources.push("      InputParameters:");
        }
        for (const [name, value] of inputs) {
            const parameter = pascal(`${rule.name}-${name}`);
            parameters.push(`  ${parameter}:`, `    Default: '${value}'`, "    Type: String");
            conditions.push(
                `  ${lower(parameter)}:`,
                "    Fn::Not:",
                "    - Fn::Equals:",
                "      - ''",
                `      - Ref: ${parameter}`,
            );
            resources.push(
                `        ${name}:`,
                "          Fn::If:",
                `          - ${lower(parameter)}`,
                `          - Ref: ${parameter}`,
                "          - Ref: AWS::NoValue",
            );
        }
        const types = (rule.resourceTypes ?? []).filter((type) => type.startsWith("AWS::")).slice(0, 3);
        if (types.length > 0) {
            resources.push(
                "      Scope:",
                "        ComplianceResourceTypes:",
                ...types.map((type) => `        - ${type}`),
            );
        }
        resources.push(
            "      Source:",
            "        Owner: AWS",
            `        SourceIdentifier: ${rule.identifier}`,
            "    Type: AWS::Config::ConfigRule",
        );
    }
    return [
        `# A pack of ${rules} rules`,
        ...(parameters.length > 0 ? ["Parameters:", ...parameters.slice(0, 3 * 60), "Conditions:", ...conditions] : []),
        "Resources:",
        ...resources,
        "",
    ].join("\n");
}

/** Rules a pack, with the median and the spread of AWS's samples. */
export function rulesOf(index: number): number {
    return [12, 30, 45, 58, 62, 62, 66, 80, 100, 125][index % 10] ?? 62;
}

/** What any account may have, with few enough parameters that a pack takes as many rules as it likes. */
function isOrdinary(rule: ManagedRule): boolean {
    const needed = Object.values(rule.parameters ?? {}).filter(({ optional }) => optional === false);
    const known = needed.every(({ type, default: given }) => given !== undefined || type !== undefined);
    return (
        rule.creator === undefined &&
        rule.deprecated === undefined &&
        needed.length < 1 + Number(rule.name.length % 7 === 0) &&
        known
    );
}

function pascal(name: string): string {
    return name
        .split(/[^A-Za-z0-9]+/)
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join("");
}

function lower(name: string): string {
    return name.charAt(0).toLowerCase() + name.slice(1);
}
