/**
 * What AWS Config refuses of an advanced query, as far as its documentation says so.
 * https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html#query-limitations
 */
import { type Diagnostic, error, type Location, warning } from "../diagnostic.ts";
import { suggest } from "../suggestion.ts";
import { parseStatement } from "./parse.ts";
import {
    type Aggregate,
    conditionsOf,
    isAggregation,
    propertiesOf,
    type Property,
    type Statement,
} from "./statement.ts";
import { expressionOf, type SyntaxFault, type Token, tokenize } from "./tokens.ts";

/** Characters: https://docs.aws.amazon.com/config/latest/APIReference/API_SelectAggregateResourceConfig.html */
export const MAX_EXPRESSION_LENGTH = 4096;

/** With the way out, where there is one. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
    ALL: "remove it",
    AS: "columns keep the property's name",
    DISTINCT: "GROUP BY the property, with COUNT(*)",
    FROM: "remove it: a query reads the configuration items; which ones, WHERE resourceType says",
    HAVING: "narrow the answer by WHERE, or afterwards",
    JOIN: "ask twice; what is related stands in relationships.resourceId",
    UNION: "ask twice, or use IN and OR",
    NULL: "what has no such property equals nothing: NOT property = 'a' AND NOT property = 'b'",
    LIMIT: "remove it; packs query has --limit",
    OFFSET: "remove it; packs query reads all pages",
};

/** https://github.com/awslabs/aws-config-resource-schema: the first step of every property. */
const TOP_LEVEL = [
    "accountId",
    "arn",
    "availabilityZone",
    "awsRegion",
    "configuration",
    "configurationItemCaptureTime",
    "configurationItemDeliveryTime",
    "configurationItemStatus",
    "configurationStateId",
    "recordingFrequency",
    "relationships",
    "resourceCreationTime",
    "resourceId",
    "resourceName",
    "resourceType",
    "supplementaryConfiguration",
    "tags",
    "version",
];

const MAX_GROUP_PROPERTIES = 3;
const MIN_WILDCARD_LENGTH = 3;

export interface CheckedQuery {
    /** In one line, without comments; absent where there is an error. */
    readonly expression?: string;
    readonly statement?: Statement;
    readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks one query without asking anybody.
 *
 * @param file what the findings call it
 * @returns the expression that AWS gets where nothing is wrong, and every finding; never throws
 */
export function checkQuery(file: string, text: string): CheckedQuery {
    const locate = locator(file, text);
    const syntax = (fault: SyntaxFault): Diagnostic =>
        error(locate(fault.offset), {
            code: "invalid-query",
            message: fault.message,
            ...(fault.hint !== undefined && { hint: fault.hint }),
        });
    const tokenized = tokenize(text);
    if ("fault" in tokenized) {
        return { diagnostics: [syntax(tokenized.fault)] };
    }
    const { tokens } = tokenized;
    const keywords = unsupportedKeywords(tokens, locate);
    if (keywords.length > 0) {
        // Whatever follows such a word is no sense of its own.
        return { diagnostics: keywords };
    }
    const { statement, fault, undocumented } = parseStatement(tokens);
    if (statement === undefined) {
        return { diagnostics: fault === undefined ? [] : [syntax(fault)] };
    }
    const expression = expressionOf(tokens);
    const faults = [
        ...lengthFault(expression, locate),
        ...wildcardFaults(statement, locate),
        ...groupFaults(statement, locate),
    ];
    const warnings = [
        ...undocumented.map(({ offset, ...finding }) =>
            warning(locate(offset), { code: "undocumented-syntax", ...finding }),
        ),
        ...unknownProperties(statement, locate),
    ];
    return { ...(faults.length === 0 && { expression }), statement, diagnostics: [...faults, ...warnings] };
}

type Locate = (offset: number) => Location;

function locator(file: string, text: string): Locate {
    return (offset) => {
        const before = text.slice(0, offset).split("\n");
        return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    };
}

function unsupportedKeywords(tokens: readonly Token[], locate: Locate): Diagnostic[] {
    return tokens.flatMap(({ kind, raw, offset }, index) => {
        const word = raw.toUpperCase();
        if (kind === "word" && word === "SELECT" && index > 0) {
            return [
                error(locate(offset), {
                    code: "unsupported-keyword",
                    message: "a second SELECT: AWS Config has no queries inside of queries",
                    hint: "ask twice",
                }),
            ];
        }
        const hint = kind === "word" && Object.hasOwn(UNSUPPORTED, word) ? UNSUPPORTED[word] : undefined;
        return hint === undefined
            ? []
            : [
                  error(locate(offset), {
                      code: "unsupported-keyword",
                      message: `AWS Config does not support ${word} in advanced queries`,
                      hint,
                  }),
              ];
    });
}

function lengthFault(expression: string, locate: Locate): Diagnostic[] {
    return [...expression].length <= MAX_EXPRESSION_LENGTH
        ? []
        : [
              error(locate(0), {
                  code: "long-query",
                  message: `the query has ${[...expression].length} characters without its comments, and AWS Config takes ${MAX_EXPRESSION_LENGTH}`,
                  hint: "split it into several",
              }),
          ];
}

function wildcardFaults({ where }: Statement, locate: Locate): Diagnostic[] {
    return conditionsOf(where).flatMap((condition) => {
        if (condition.kind !== "like") {
            return [];
        }
        const { pattern, offset } = condition;
        const fixed = pattern.replace(/[%_]+$/, "");
        if (/[%_]/.test(fixed)) {
            return [
                error(locate(offset), {
                    code: "wildcard-inside",
                    message: `'${pattern}' has a wildcard before its end, and AWS Config supports them at the end only`,
                    hint: "% and _ are wildcards; end the text before the first of them, with %",
                }),
            ];
        }
        return fixed !== pattern && fixed.length < MIN_WILDCARD_LENGTH
            ? [
                  error(locate(offset), {
                      code: "short-wildcard",
                      message: `'${pattern}' has ${fixed.length} characters before its wildcard, and AWS Config asks for ${MIN_WILDCARD_LENGTH}`,
                      hint: "write more of the text, or list the values by IN",
                  }),
              ]
            : [];
    });
}

function groupFaults(statement: Statement, locate: Locate): Diagnostic[] {
    const { select, groupBy, orderBy } = statement;
    const beyond = groupBy[MAX_GROUP_PROPERTIES];
    const byAggregate = orderBy.find(({ by }) => by.kind === "aggregate")?.by;
    const grouped = new Set(groupBy.map(({ path }) => path));
    const loose = isAggregation(statement)
        ? select.filter((one) => one.kind === "all" || (one.kind === "property" && !grouped.has(one.path)))
        : [];
    return [
        ...(beyond === undefined
            ? []
            : [
                  error(locate(beyond.offset), {
                      code: "many-groups",
                      message: `AWS Config groups by ${MAX_GROUP_PROPERTIES} properties at most`,
                      hint: "remove one of them",
                  }),
              ]),
        ...(byAggregate !== undefined && groupBy.length > 1 ? [sortedGroups(byAggregate, locate)] : []),
        ...loose.map((one) =>
            error(locate(one.offset), {
                code: "not-grouped",
                message: `${one.kind === "property" ? one.path : "*"} is neither counted nor grouped by, unlike the rest`,
                hint: "add it to GROUP BY, or remove it",
            }),
        ),
    ];
}

function sortedGroups({ offset }: Property | Aggregate, locate: Locate): Diagnostic {
    return error(locate(offset), {
        code: "sorted-groups",
        message: "AWS Config sorts by a number over a group only where it groups by a single property",
        hint: "sort by a property, or group by one",
    });
}

function unknownProperties(statement: Statement, locate: Locate): Diagnostic[] {
    return propertiesOf(statement).flatMap(({ path, offset }) => {
        const [first = ""] = path.split(".");
        const nearest = suggest(first, TOP_LEVEL);
        return TOP_LEVEL.includes(first)
            ? []
            : [
                  warning(locate(offset), {
                      code: "unknown-property",
                      message: `no configuration item has a property ${first}`,
                      hint: nearest === undefined ? `known are: ${TOP_LEVEL.join(", ")}` : `did you mean ${nearest}?`,
                  }),
              ];
    });
}
