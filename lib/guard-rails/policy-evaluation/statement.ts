/** Policy documents as AWS takes them, in one form: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */

/** `all` is everyone; the others are compared with what a caller is. */
export interface Principals {
    readonly all: boolean;
    readonly accounts: readonly string[];
    readonly services: readonly string[];
    readonly federated: readonly string[];
}

export interface Selection {
    /** Patterns as they are written; those of actions have no case. */
    readonly patterns: readonly string[];
    /** `NotAction`, `NotResource`: everything but these. */
    readonly inverted: boolean;
}

export interface ConditionTest {
    /** Without its prefix and suffix, in lower case. */
    readonly operator: string;
    readonly quantifier: "forallvalues" | "foranyvalue" | "none";
    readonly ifExists: boolean;
    /** In lower case, because condition keys have no case. */
    readonly key: string;
    readonly values: readonly string[];
}

export interface Statement {
    /** Its Sid, or its place, such as `statement 2`. */
    readonly label: string;
    readonly allows: boolean;
    /** Absent in a policy of a role, which names none. */
    readonly principals?: Principals;
    /** `NotPrincipal`: everyone but these. */
    readonly exceptPrincipals: boolean;
    readonly actions: Selection;
    readonly resources: Selection;
    readonly conditions: readonly ConditionTest[];
}

/** @returns the statements of a document given as text or as an object; undefined for anything else. */
export function readStatements(document: unknown): readonly Statement[] | undefined {
    const parsed = typeof document === "string" ? parseJson(document) : document;
    if (!isRecord(parsed)) {
        return undefined;
    }
    return list(parsed["Statement"]).filter(isRecord).map(readStatement);
}

function readStatement(source: Readonly<Record<string, unknown>>, index: number): Statement {
    const sid = source["Sid"];
    const principal = source["Principal"] ?? source["NotPrincipal"];
    return {
        label: typeof sid === "string" && sid !== "" ? sid : `statement ${index + 1}`,
        allows: source["Effect"] === "Allow",
        ...(principal !== undefined && { principals: readPrincipals(principal) }),
        exceptPrincipals: source["NotPrincipal"] !== undefined,
        actions: readSelection(source, "Action"),
        resources: readSelection(source, "Resource"),
        conditions: readConditions(source["Condition"]),
    };
}

/** An element that is not there at all selects everything: a trust policy names no resource. */
function readSelection(source: Readonly<Record<string, unknown>>, element: string): Selection {
    const inverted = source[`Not${element}`] !== undefined;
    const written = source[inverted ? `Not${element}` : element];
    return { patterns: written === undefined ? ["*"] : texts(written), inverted };
}

function readPrincipals(written: unknown): Principals {
    const kinds = isRecord(written) ? written : {};
    const accounts = texts(kinds["AWS"]);
    return {
        all: written === "*" || accounts.includes("*"),
        accounts,
        services: texts(kinds["Service"]).map((name) => name.toLowerCase()),
        federated: texts(kinds["Federated"]),
    };
}

function readConditions(written: unknown): ConditionTest[] {
    return Object.entries(isRecord(written) ? written : {}).flatMap(([name, keys]) => {
        const lower = name.toLowerCase();
        const [first = "", second] = lower.split(":");
        const quantifier =
            second !== undefined && (first === "forallvalues" || first === "foranyvalue") ? first : "none";
        const plain = quantifier === "none" ? lower : (second ?? "");
        const ifExists = plain.endsWith("ifexists");
        return Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => ({
            operator: ifExists ? plain.slice(0, -"ifexists".length) : plain,
            quantifier,
            ifExists,
            key: key.toLowerCase(),
            values: texts(values),
        }));
    });
}

/** A single value stands for a list of one, everywhere in a policy. */
function list(value: unknown): readonly unknown[] {
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function texts(value: unknown): string[] {
    return list(value)
        .filter((item) => typeof item === "string" || typeof item === "boolean" || typeof item === "number")
        .map(String);
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
