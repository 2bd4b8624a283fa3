/** Configuration items that AWS Config has recorded, made fit to be test cases of a rule. */
import { quotedText, tagMap } from "../query/literal.ts";
import type { JsonObject, JsonValue } from "./custom-rule.ts";
import { isJsonObject } from "./item.ts";

/**
 * What an advanced query tells of a configuration item, in the order in which people read one.
 * https://docs.aws.amazon.com/config/latest/developerguide/query-components.html
 */
const PROPERTIES = [
    "version",
    "accountId",
    "configurationItemCaptureTime",
    "configurationItemStatus",
    "configurationStateId",
    "arn",
    "resourceType",
    "resourceId",
    "resourceName",
    "awsRegion",
    "availabilityZone",
    "resourceCreationTime",
    "tags",
    "relationships",
    "configuration",
    "supplementaryConfiguration",
] as const;

/** The account of AWS's own examples. */
export const EXAMPLE_ACCOUNT = "123456789012";

/** Resources that are meant: of some types, and by ID, name or ARN where any is given. */
export interface CapturedResources {
    readonly types: readonly string[];
    readonly named: readonly string[];
}

/** @returns the advanced query that tells the items whole */
export function captureExpression({ types, named }: CapturedResources): string {
    const ofTypes = `resourceType IN (${types.map(quotedText).join(", ")})`;
    const list = named.map(quotedText).join(", ");
    const ofNames =
        named.length === 0 ? "" : ` AND (resourceId IN (${list}) OR resourceName IN (${list}) OR arn IN (${list}))`;
    return `SELECT ${PROPERTIES.join(", ")} WHERE ${ofTypes}${ofNames} ORDER BY resourceId`;
}

/** The item as a rule gets it: a query tells tags as a list, and what is absent as nothing or as null. */
export function capturedItem(row: Readonly<Record<string, unknown>>): JsonObject {
    return Object.fromEntries(
        PROPERTIES.flatMap((name) => {
            const value = row[name] as JsonValue | undefined;
            return value === undefined || value === null ? [] : [[name, name === "tags" ? tagMap(value) : value]];
        }),
    );
}

/**
 * Items with made-up accounts: the item's own becomes that of AWS's examples, every other one that an ARN or a property
 * named like `ownerId` tells becomes 111111111111, 222222222222 and so on. Whatever else is in an item stays.
 */
export function withoutAccounts(item: JsonObject): JsonObject {
    const own = item["accountId"];
    const others = [...accountsIn(item)].filter((account) => account !== own).sort();
    const replacements = new Map(others.map((account, index) => [account, String((index % 9) + 1).repeat(12)]));
    if (typeof own === "string") {
        replacements.set(own, EXAMPLE_ACCOUNT);
    }
    const replaced = (value: JsonValue): JsonValue =>
        typeof value === "string"
            ? value.replaceAll(/(?<!\d)\d{12}(?!\d)/g, (account) => replacements.get(account) ?? account)
            : Array.isArray(value)
              ? value.map(replaced)
              : isJsonObject(value)
                ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one)]))
                : value;
    return replaced(item) as JsonObject;
}

/**
 * A name for the item's file: the resource's, or its ID, in small letters.
 *
 * @param taken names that other files have
 */
export function itemFileName(item: JsonObject, taken: ReadonlySet<string>): string {
    const written = [item["resourceName"], item["resourceId"]].find((one) => typeof one === "string" && one !== "");
    const words = String(written ?? "item")
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replaceAll(/^-+|-+$/g, "");
    const name = words.slice(0, NAME_LENGTH) || "item";
    for (let number = 1; ; number++) {
        const file = number === 1 ? `${name}.json` : `${name}-${number}.json`;
        if (!taken.has(file)) {
            return file;
        }
    }
}

const NAME_LENGTH = 60;

/** Accounts by where they stand: a number of twelve digits is often something else. */
function accountsIn(value: JsonValue, key = ""): Set<string> {
    if (typeof value === "string") {
        const ofArns = [...value.matchAll(/arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):/g)].flatMap(
            ([, one]) => one ?? [],
        );
        return new Set(/(account|owner)(id)?$/i.test(key) && /^\d{12}$/.test(value) ? [...ofArns, value] : ofArns);
    }
    const parts: (readonly [string, JsonValue])[] = Array.isArray(value)
        ? (value as readonly JsonValue[]).map((one) => [key, one] as const)
        : isJsonObject(value)
          ? Object.entries(value)
          : [];
    return new Set(parts.flatMap(([name, one]) => [...accountsIn(one, name)]));
}
