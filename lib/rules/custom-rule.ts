/** A rule of the project's own, as `packs/rules/<name>/` holds it. */
import type { Location } from "../diagnostic.ts";
import type { ControlPlan, Severity } from "../plan/plan.ts";
import type { Path } from "../yaml-source.ts";
import type { RuleDescription, RuleParameter } from "./schema.ts";

/** What a rule's source is written in. */
export type RuleKindName = "guard" | "rego" | "lambda";

/** The one file in a rule's folder that is no data. */
export interface RuleSource {
    /** Relative to the project. */
    readonly sourceFile: string;
    /** With line feeds only, whatever ends the lines of the file. */
    readonly source: string;
}

export interface CustomRule extends RuleSource {
    /** Of its folder, and by which packs name it. */
    readonly name: string;
    readonly kind: RuleKindName;
    /** `packs/rules/<name>`. */
    readonly folder: string;
    /** Texts of further files of the kind's language in the folder, by path: the source may import them. */
    readonly modules: Readonly<Record<string, string>>;
    readonly description: string;
    readonly scope: RuleDescription["scope"];
    /** By name, in the order of the description file. */
    readonly parameters: Readonly<Record<string, RuleParameter>>;
    readonly severity?: Severity;
    readonly controls?: RuleDescription["controls"];
    readonly frequency?: RuleDescription["frequency"];
    readonly debugLog: boolean;
    /** Actions of AWS that the rule's own code calls, such as `ec2:DescribeImages`; of kinds that run in AWS Lambda. */
    readonly permissions: readonly string[];
    /** In MB; of kinds that run in AWS Lambda. */
    readonly memory: number;
    /** In seconds; of kinds that run in AWS Lambda. */
    readonly timeout: number;
    /** Where a path of the description file stands. */
    readonly locate: (path: Path) => Location;
}

/** What AWS Config says of a resource: https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
export const COMPLIANCES = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"] as const;
export type Compliance = (typeof COMPLIANCES)[number];

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
    readonly [key: string]: JsonValue;
}

/** What a case expects: of a scheduled rule by the resource's ID, and of no other resource. */
export type Expected<Value> = Value | Readonly<Record<string, Value>>;

/** One test of a rule. */
export interface RuleCase {
    readonly name: string;
    /** As AWS Config hands it to a rule; empty of a scheduled rule, which gets none. */
    readonly item: JsonObject;
    /** As written, without the defaults. */
    readonly parameters: Readonly<Record<string, string | readonly string[]>>;
    readonly expect: Expected<Compliance>;
    /** Of rules whose kind annotates. */
    readonly annotation?: Expected<string>;
    /** When AWS Config asks the rule, in ISO 8601. Absent: when the item was captured, or now. */
    readonly time?: string;
    /** What AWS answers, by operation, such as `ec2:DescribeImages`; of rules that run in AWS Lambda. */
    readonly answers: JsonObject;
    readonly location: Location;
}

/** Controls as the plan has them. */
export function controlsOf(controls: NonNullable<RuleDescription["controls"]>): ControlPlan[] {
    return Array.isArray(controls)
        ? controls.map((id) => ({ id }))
        : Object.entries(controls).flatMap(([framework, ids]) => ids.map((id) => ({ framework, id })));
}
