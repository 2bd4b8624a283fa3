/** What roles may do. */
import type { ResourceGuardRail, SettingValues } from "../guard-rail.ts";
import { textsOf } from "../guard-rail.ts";
import { rolePoliciesOf } from "../guarded-policies.ts";
import { coversPattern, overlaps } from "../policy-evaluation/pattern.ts";
import type { Statement } from "../policy-evaluation/statement.ts";

/** What only looks, and what AWS gives no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html */
const HARMLESS = [
    "*:Describe*",
    "*:List*",
    "*:Get*",
    "*:BatchGet*",
    "*:Select*",
    "config:PutEvaluations",
    "iam:GenerateCredentialReport",
].map((action) => action.toLowerCase());

/** Actions that look by their names, and hand out what is stored. */
const READING_CONTENTS = [
    "s3:GetObject*",
    "secretsmanager:GetSecretValue",
    "secretsmanager:BatchGetSecretValue",
    "ssm:GetParameter*",
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:GetRecords",
    "kinesis:GetRecords",
    "sts:GetFederationToken",
].map((action) => action.toLowerCase());

export const rolesWithoutWildcards: ResourceGuardRail = {
    scope: "resource",
    name: "roles-without-wildcards",
    title: "Roles are allowed what they need, by name",
    description:
        "Refuses policies of roles, users and groups that allow a whole service, everything but a list, or on every " +
        "resource an action that does more than look.",
    remedy:
        "Write the actions out, and the ARNs they are needed on; a condition on an aws:Resource… key will do where an ARN " +
        "cannot be known. An action that AWS gives no resources goes into actionsOnEveryResource",
    severity: "high",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    settings: {
        actionsOnEveryResource: {
            type: "array",
            items: { type: "string" },
            description:
                'Patterns of actions that may be allowed on the resource "*" besides those that only look (none).',
        },
    },
    defaults: { actionsOnEveryResource: [] },
    judge: (resource, settings) =>
        rolePoliciesOf(resource).flatMap(({ what, statements }) =>
            statements
                .filter(({ allows }) => allows)
                .flatMap((statement) => faultOf(statement, settings).map((fault) => `the ${what} ${fault}`)),
        ),
};

function faultOf(statement: Statement, settings: SettingValues): string[] {
    const { actions, label } = statement;
    if (actions.inverted) {
        return [`allows everything but some actions (NotAction in ${label})`];
    }
    const service = actions.patterns.find((action) => action === "*" || action.endsWith(":*"));
    if (service !== undefined) {
        return [`allows all of ${service} (${label})`];
    }
    if (!reachesEverything(statement)) {
        return [];
    }
    const configured = textsOf(settings, "actionsOnEveryResource").map((pattern) => pattern.toLowerCase());
    const tooMuch = actions.patterns.filter((written) => {
        const action = written.toLowerCase();
        const looks = HARMLESS.some((pattern) => coversPattern(pattern, action));
        const reads = READING_CONTENTS.some((pattern) => overlaps(pattern, action));
        return (!looks || reads) && !configured.some((pattern) => coversPattern(pattern, action));
    });
    return tooMuch.length > 0 ? [`allows ${tooMuch.join(", ")} on every resource (${label})`] : [];
}

function reachesEverything({ resources, conditions }: Statement): boolean {
    const everything = resources.inverted || resources.patterns.includes("*");
    return everything && !conditions.some(({ key }) => key.startsWith("aws:resource"));
}
