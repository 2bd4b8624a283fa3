/** `remediation:` of a rule as the resource that AWS Config knows. */
import { REMEDIATION_TYPE } from "../pack/limits.ts";
import { propertiesOf } from "../pack/template.ts";
import type { TemplateObject, TemplateValue } from "../pack/template-value.ts";
import type { Path } from "../yaml-source.ts";
import type { Places, RuleEntries } from "./compile.ts";
import type { Placed } from "./effective-pack.ts";
import type { CompactRemediation, CompactRule } from "./schema.ts";
import type { ValueCompiler } from "./value.ts";

/** Stands for the ID of the resource that does not comply. */
export const RESOURCE_ID = "RESOURCE_ID";

/** What a pack says of a remediation beyond what AWS Config gets. */
export interface RemediationNotes {
    /** Of a document that is not known here. */
    readonly permissions?: CompactRemediation["permissions"];
    /** Why something may be deleted or ended without anybody looking. */
    readonly acknowledgement?: string;
}

/** The key below a remediation of the template at which its permissions are found in the author's file. */
export const PERMISSIONS_PLACE = "permissions";

/** Of every remediation of a compact pack, by logical ID. */
export function remediationNotes(entries: RuleEntries): ReadonlyMap<string, RemediationNotes> {
    return new Map(
        [...entries].flatMap(([ruleId, { entry }]) => {
            const { remediation } = entry.value;
            if (remediation === undefined) {
                return [];
            }
            const { permissions, acknowledgeDestructive } = remediation;
            const notes: RemediationNotes = {
                ...(permissions && { permissions }),
                ...(acknowledgeDestructive !== undefined && { acknowledgement: acknowledgeDestructive }),
            };
            return [[remediationId(ruleId, remediation), notes] as const];
        }),
    );
}

function remediationId(ruleId: string, { logicalId }: CompactRemediation): string {
    return logicalId ?? `${ruleId}Remediation`;
}

/**
 * A pack that leaves out the role gets it with the plan, which knows account and stack.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-remediationconfiguration.html
 *
 * @param ruleId logical ID of the rule, which has to exist first
 */
export function compileRemediation(
    ruleId: string,
    { value: { remediation }, locate }: Placed<CompactRule>,
    rule: TemplateObject,
    values: ValueCompiler,
    places: Places,
): { id: string; resource: TemplateObject } | undefined {
    if (remediation === undefined) {
        return undefined;
    }
    const id = remediationId(ruleId, remediation);
    const root = ["Resources", id];
    const place = (native: Path, compact: Path): void =>
        places.set([...root, ...native], (inner) => locate(["remediation", ...compact, ...inner]));
    place([], []);
    const single = (native: string, compact: "document" | "version" | "resourceType"): TemplateObject => {
        const value = remediation[compact];
        place(["Properties", native], [compact]);
        return value === undefined ? {} : { [native]: values.compile(value, () => locate(["remediation", compact])) };
    };
    const number = (native: Path, compact: "attempts" | "retrySeconds" | "concurrencyPercent" | "errorPercent") => {
        const value = remediation[compact];
        place(["Properties", ...native], [compact]);
        return value === undefined ? {} : { [String(native.at(-1))]: String(value) };
    };
    place(["Properties", "Parameters"], ["parameters"]);
    place(["Properties", "Automatic"], ["automatic"]);
    place([PERMISSIONS_PLACE], ["permissions"]);
    const parameters: TemplateObject = Object.create(null) as TemplateObject;
    for (const [name, value] of Object.entries(remediation.parameters)) {
        const list = Array.isArray(value) ? value : [value];
        const at = () => locate(["remediation", "parameters", name]);
        parameters[name] =
            value === RESOURCE_ID
                ? { ResourceValue: { Value: RESOURCE_ID } }
                : { StaticValue: { Values: list.map((item): TemplateValue => values.compile(item, at)) } };
    }
    const controls = {
        ...number(["ExecutionControls", "SsmControls", "ConcurrentExecutionRatePercentage"], "concurrencyPercent"),
        ...number(["ExecutionControls", "SsmControls", "ErrorPercentage"], "errorPercent"),
    };
    const condition = rule["Condition"];
    const resource: TemplateObject = {
        Type: REMEDIATION_TYPE,
        ...(condition !== undefined && { Condition: condition }),
        DependsOn: ruleId,
        Properties: {
            ConfigRuleName: propertiesOf(rule)["ConfigRuleName"] ?? null,
            ...single("ResourceType", "resourceType"),
            TargetType: "SSM_DOCUMENT",
            ...single("TargetId", "document"),
            ...single("TargetVersion", "version"),
            ...(Object.keys(parameters).length > 0 && { Parameters: parameters }),
            ...(remediation.automatic !== undefined && { Automatic: remediation.automatic }),
            ...number(["MaximumAutomaticAttempts"], "attempts"),
            ...number(["RetryAttemptSeconds"], "retrySeconds"),
            ...(Object.keys(controls).length > 0 && { ExecutionControls: { SsmControls: controls } }),
        },
    };
    return { id, resource };
}
