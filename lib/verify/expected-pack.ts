/** What AWS has to have of each pack of a plan: its template with everything in it that is known once AWS is asked. */
import { defaultsOf, Evaluator } from "../pack/evaluate.ts";
import { parsePack } from "../pack/parse.ts";
import { type PackTemplate, propertiesOf, section } from "../pack/template.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import type { ConformancePackPlan, DeploymentPlan } from "../plan/plan.ts";

/** Values in which an intrinsic function is left cannot be known before AWS deploys them. */
export interface ExpectedRule {
    readonly logicalId: string;
    readonly name?: string;
    /** Whether the rule's condition holds is up to AWS. */
    readonly optional: boolean;
    readonly owner?: TemplateValue;
    readonly sourceIdentifier?: TemplateValue;
    readonly inputParameters?: TemplateValue;
    /** `MaximumExecutionFrequency`. */
    readonly frequency?: TemplateValue;
    readonly scope?: TemplateValue;
}

export interface ExpectedPack {
    readonly name: string;
    readonly target: ConformancePackPlan["target"];
    /** 12 digits each. */
    readonly excludedAccounts: readonly string[];
    /** All rules of the pack, whether their condition holds or not. */
    readonly plannedRules: number;
    /** Without those whose condition is known not to hold. */
    readonly rules: readonly ExpectedRule[];
}

/**
 * Reads every pack's template as it is sent, with the stack's values and the account in it. The plan's own rules are
 * made without knowing the account, and without values in their sources and frequencies.
 *
 * @param account 12 digits: the account that is asked, in which an organization's pack has its own values too
 */
export function expectPacks(
    plan: Pick<DeploymentPlan, "packs" | "region" | "partition">,
    account: string,
): ExpectedPack[] {
    const pseudo = {
        "AWS::AccountId": account,
        "AWS::Region": plan.region,
        "AWS::Partition": plan.partition,
        "AWS::URLSuffix": plan.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
    };
    return plan.packs.map((pack) => ({
        name: pack.name,
        target: pack.target,
        excludedAccounts: pack.excludedAccounts,
        plannedRules: pack.rules.length,
        rules: expectRules(pack, pseudo),
    }));
}

function expectRules(pack: ConformancePackPlan, pseudo: Readonly<Record<string, string>>): ExpectedRule[] {
    const { pack: read } = parsePack(pack.file, pack.template);
    if (read === undefined) {
        throw new Error(`the template of ${pack.name} cannot be read back`);
    }
    const evaluator = new Evaluator(read.template, { ...parametersOf(pack, read.template), ...pseudo });
    const resources = section(read.template, "Resources");
    return pack.rules.flatMap(({ logicalId, name, condition }) => {
        const holds = condition === undefined ? true : evaluator.condition(condition);
        if (holds === false) {
            return [];
        }
        const properties = propertiesOf(resources[logicalId]);
        const known = (value: TemplateValue | undefined): TemplateValue | undefined =>
            value === undefined ? undefined : (evaluator.value(value) ?? undefined);
        const source = isObject(properties["Source"]) ? properties["Source"] : {};
        const values = {
            owner: known(source["Owner"]),
            sourceIdentifier: known(source["SourceIdentifier"]),
            inputParameters: known(properties["InputParameters"]),
            frequency: known(properties["MaximumExecutionFrequency"]),
            scope: known(properties["Scope"]),
        };
        return [
            { logicalId, ...(name !== undefined && { name }), optional: holds === undefined, ...definedOf(values) },
        ];
    });
}

/**
 * Parameters whose value is what a reference to them becomes: lists become text that is AWS's own, and the values of
 * Systems Manager types are names.
 */
function parametersOf(pack: ConformancePackPlan, template: PackTemplate): Record<string, string> {
    const declared = section(template, "Parameters");
    const given = Object.fromEntries(pack.parameters.map(({ name, value }) => [name, value]));
    return Object.fromEntries(
        Object.entries({ ...defaultsOf(template), ...given }).filter(([name]) => {
            const declaration = declared[name];
            const type = isObject(declaration) ? declaration["Type"] : undefined;
            return type === "String" || type === "Number";
        }),
    );
}

function definedOf<Values extends object>(values: Values): { [Key in keyof Values]?: NonNullable<Values[Key]> } {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
        [Key in keyof Values]?: NonNullable<Values[Key]>;
    };
}
