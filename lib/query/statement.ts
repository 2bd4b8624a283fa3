/** What an advanced query of AWS Config says: https://docs.aws.amazon.com/config/latest/developerguide/query-components.html */

export interface Statement {
    readonly select: readonly Selected[];
    readonly where?: Condition;
    readonly groupBy: readonly Property[];
    readonly orderBy: readonly Ordering[];
}

/** A path into a configuration item, such as `configuration.state.value`. */
export interface Property {
    readonly kind: "property";
    readonly path: string;
    /** Where it stands in the text: characters from its beginning. */
    readonly offset: number;
}

export interface Aggregate {
    readonly kind: "aggregate";
    /** In capitals, such as `COUNT`. */
    readonly name: string;
    readonly argument: Property | "*";
    readonly offset: number;
}

export interface AllProperties {
    readonly kind: "all";
    readonly offset: number;
}

export type Selected = AllProperties | Property | Aggregate;

export interface Ordering {
    readonly by: Property | Aggregate;
    readonly descending: boolean;
}

export type Literal = string | number | boolean;

export type Condition =
    | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
    | { readonly kind: "not"; readonly condition: Condition }
    | {
          readonly kind: "comparison";
          readonly property: Property;
          readonly operator: "=" | "!=" | "<" | "<=" | ">" | ">=";
          readonly value: Literal;
      }
    | { readonly kind: "between"; readonly property: Property; readonly low: Literal; readonly high: Literal }
    | { readonly kind: "in"; readonly property: Property; readonly values: readonly Literal[] }
    | { readonly kind: "like"; readonly property: Property; readonly pattern: string; readonly offset: number };

/** https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html#query-features */
export const AGGREGATES: readonly string[] = ["AVG", "COUNT", "MAX", "MIN", "SUM"];

/** Whether AWS answers with groups or numbers instead of resources. */
export function isAggregation({ select, groupBy }: Statement): boolean {
    return groupBy.length > 0 || select.some(({ kind }) => kind === "aggregate");
}

/** Every property that the statement names, as often as it does. */
export function propertiesOf({ select, where, groupBy, orderBy }: Statement): Property[] {
    const named = [...select, ...groupBy, ...orderBy.map(({ by }) => by)].flatMap((one) => {
        const property = one.kind === "aggregate" ? one.argument : one;
        return property !== "*" && property.kind === "property" ? [property] : [];
    });
    return [...named, ...conditionsOf(where).flatMap((one) => ("property" in one ? [one.property] : []))];
}

/** The condition and every one inside of it. */
export function conditionsOf(condition: Condition | undefined): Condition[] {
    if (condition === undefined) {
        return [];
    }
    switch (condition.kind) {
        case "and":
        case "or":
            return [condition, ...conditionsOf(condition.left), ...conditionsOf(condition.right)];
        case "not":
            return [condition, ...conditionsOf(condition.condition)];
        default:
            return [condition];
    }
}
