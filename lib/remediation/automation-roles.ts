/** The roles that remediations assume: their names, whom they trust, and what they may do. */
import { createHash } from "node:crypto";
import { permissions, type RoleDocuments } from "../members/roles.ts";
import { nameOf } from "../plan/context.ts";
import { automationTrustPolicy, type RolePlace } from "../policies/automation-trust-policy.ts";
import type { DocumentPermission } from "./automation-document.ts";

/** Begins the names of all of them. */
const ROLE_NAME_PREFIX = "conformance-packs-";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ROLE_NAME_LENGTH = 64;

const HASH_LENGTH = 8;

/** Stands for what is not known where a template is only looked at. */
export const SOME_STACK = "<stack>";
export const SOME_ACCOUNT = "<account>";

/** One role of a stack. */
export interface AutomationRole {
    readonly name: string;
    readonly document: string;
    readonly permissions: readonly DocumentPermission[];
}

/**
 * The name of the role of a document: the same in every account of the stack. What is too long is cut, and keeps apart by
 * a hash of the whole.
 *
 * @param document its name, or its ARN where somebody else shares it
 */
export function automationRoleName(stack: string, document: string): string {
    const prefix = stack === SOME_STACK ? stack : nameOf(stack);
    const name = `${ROLE_NAME_PREFIX}${prefix}-${document.split("/").at(-1) ?? document}`;
    if (name.length <= ROLE_NAME_LENGTH) {
        return name;
    }
    const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
    return `${name.slice(0, ROLE_NAME_LENGTH - HASH_LENGTH - 1).replace(/-+$/, "")}-${hash}`;
}

/** As a pack has to have it: without any function of CloudFormation's. */
export function automationRoleArn({ partition, account }: RolePlace, name: string): string {
    return `arn:${partition}:iam::${account}:role/${name}`;
}

/** The role with its policies, in an account or in a template. */
export function automationRoleDocuments(role: AutomationRole, place: RolePlace): RoleDocuments {
    // A role belongs to all regions.
    const filled = (text: string): string =>
        text
            .replaceAll("${AWS::Partition}", place.partition)
            .replaceAll("${AWS::AccountId}", place.account)
            .replaceAll("${AWS::Region}", "*");
    return {
        name: role.name,
        description: `Remediates what AWS Config finds by the document ${role.document}`,
        trust: automationTrustPolicy(place),
        permissions: permissions(
            ...role.permissions.map(({ actions, resources, conditions }, index) => ({
                Sid: `Steps${String(index + 1)}`,
                Effect: "Allow" as const,
                Action: actions,
                Resource: resources.map(filled),
                ...(conditions && { Condition: mapStrings(conditions, filled) }),
            })),
        ),
    };
}

/** Condition values are ARNs at times. */
function mapStrings(
    conditions: NonNullable<DocumentPermission["conditions"]>,
    map: (text: string) => string,
): NonNullable<DocumentPermission["conditions"]> {
    return Object.fromEntries(
        Object.entries(conditions).map(([operator, keys]) => [
            operator,
            Object.fromEntries(
                Object.entries(keys).map(([key, value]) => [
                    key,
                    typeof value === "string" ? map(value) : value.map(map),
                ]),
            ),
        ]),
    );
}
