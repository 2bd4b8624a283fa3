/** Which properties hold policies, and of what kind: one place, so that no guard rail overlooks one. */
import { type GuardedResource, isOfType, textAt, UNKNOWN, valueAt } from "./guarded-resource.ts";
import { readStatements, type Statement } from "./policy-evaluation/statement.ts";

export interface GuardedPolicy {
    /** As a person knows it, such as "bucket policy". */
    readonly what: string;
    readonly statements: readonly Statement[];
}

interface PolicyProperty {
    readonly type: string;
    readonly property: string;
    readonly what: string;
}

const RESOURCE_POLICIES: readonly PolicyProperty[] = [
    { type: "aws:s3/bucketPolicy:BucketPolicy", property: "policy", what: "bucket policy" },
    { type: "aws:s3/bucket:Bucket", property: "policy", what: "bucket policy" },
    { type: "aws:sns/topicPolicy:TopicPolicy", property: "policy", what: "topic policy" },
    { type: "aws:sns/topic:Topic", property: "policy", what: "topic policy" },
    { type: "aws:sqs/queuePolicy:QueuePolicy", property: "policy", what: "queue policy" },
    { type: "aws:sqs/queue:Queue", property: "policy", what: "queue policy" },
    { type: "aws:kms/keyPolicy:KeyPolicy", property: "policy", what: "key policy" },
    { type: "aws:kms/key:Key", property: "policy", what: "key policy" },
    { type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy", property: "policy", what: "event bus policy" },
];

const TRUST_POLICIES: readonly PolicyProperty[] = [
    { type: "aws:iam/role:Role", property: "assumeRolePolicy", what: "trust policy" },
];

const ROLE_POLICIES: readonly PolicyProperty[] = [
    { type: "aws:iam/rolePolicy:RolePolicy", property: "policy", what: "role policy" },
    { type: "aws:iam/policy:Policy", property: "policy", what: "managed policy" },
    { type: "aws:iam/userPolicy:UserPolicy", property: "policy", what: "user policy" },
    { type: "aws:iam/groupPolicy:GroupPolicy", property: "policy", what: "group policy" },
];

/** Policies that say who may use the resource they stand on, function permissions among them. */
export function resourcePoliciesOf(resource: GuardedResource): readonly GuardedPolicy[] {
    return [...policiesAt(RESOURCE_POLICIES, resource), ...functionPermission(resource)];
}

/** Policies that say who may assume a role. */
export function trustPoliciesOf(resource: GuardedResource): readonly GuardedPolicy[] {
    return policiesAt(TRUST_POLICIES, resource);
}

/** Policies that say what a role, a user or a group may do. */
export function rolePoliciesOf(resource: GuardedResource): readonly GuardedPolicy[] {
    const inline = resource.type === "aws:iam/role:Role" ? valueAt(resource, "inlinePolicies") : undefined;
    return [
        ...policiesAt(ROLE_POLICIES, resource),
        ...(Array.isArray(inline) ? inline : []).flatMap((item: unknown) =>
            policy("role policy", (item as Readonly<Record<string, unknown>> | null)?.["policy"]),
        ),
    ];
}

function policiesAt(properties: readonly PolicyProperty[], resource: GuardedResource): GuardedPolicy[] {
    return properties
        .filter(({ type }) => isOfType(resource, type))
        .flatMap(({ property, what }) => policy(what, valueAt(resource, property)));
}

/** Nothing for what is not there, and for what is known only after the update. */
function policy(what: string, document: unknown): GuardedPolicy[] {
    const statements = document === UNKNOWN ? undefined : readStatements(document);
    return statements === undefined ? [] : [{ what, statements }];
}

/**
 * A permission is a statement in other words: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html. A source
 * that is not known yet is that of a resource of the stack, and narrows it all the same.
 */
function functionPermission(resource: GuardedResource): GuardedPolicy[] {
    const principal = textAt(resource, "principal");
    if (resource.type !== "aws:lambda/permission:Permission" || principal === undefined) {
        return [];
    }
    const narrowings: readonly (readonly [string, string, string])[] = [
        ["sourceAccount", "StringEquals", "aws:SourceAccount"],
        ["sourceArn", "ArnLike", "aws:SourceArn"],
        ["principalOrgId", "StringEquals", "aws:PrincipalOrgID"],
    ];
    const conditions = narrowings.flatMap(([property, operator, key]) => {
        const value = valueAt(resource, property);
        const known = value === UNKNOWN ? `arn:aws:::${"0".repeat(12)}:` : value;
        return typeof known === "string" && known !== "" ? [[operator, { [key]: known }] as const] : [];
    });
    const condition: Record<string, Record<string, string>> = {};
    for (const [operator, test] of conditions) {
        condition[operator] = { ...condition[operator], ...test };
    }
    return policy("function permission", {
        Statement: {
            Sid: textAt(resource, "statementId"),
            Effect: "Allow",
            Principal: /\.amazonaws\.com(\.cn)?$/.test(principal) ? { Service: principal } : { AWS: principal },
            Action: textAt(resource, "action") ?? "lambda:InvokeFunction",
            Condition: condition,
        },
    });
}
