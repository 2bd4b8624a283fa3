/**
 * Keys and aliases: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 *
 * AWS chooses the identifiers of keys, so that tags tell the stack's own from others:
 * https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
import { KEY_TAG } from "../../plan/build.ts";
import { arnIn, resourcesOf, type Scope, stackTag } from "../scope.ts";
import { arns, NOTHING, type Target, type TargetOf, unique } from "../target.ts";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

export function keys(scope: Scope): readonly Target[] {
    const all = resourcesOf(scope, KEY);
    const { key, value } = stackTag(scope);
    const own: Target = {
        resources: unique(all.map(({ region }) => arnIn(scope, "kms", region, "key/*"))),
        condition: {
            StringEquals: {
                [`aws:ResourceTag/${key}`]: value,
                // What of a stack outlives it is told from the rest by what it is for.
                ...(scope.deleting && {
                    [`aws:ResourceTag/${KEY_TAG}`]: unique(all.map(({ name }) => name.replace(/-key$/, ""))),
                }),
            },
        },
    };
    return all.length === 0 ? NOTHING : [own, ...(scope.deleting ? [] : adopted(scope))];
}

/** One that is adopted has no tags of the stack's until it is. */
function adopted(scope: Scope): readonly Target[] {
    const { encryptionKey: key, region } = scope.plan;
    if (key.mode !== "adopt") {
        return NOTHING;
    }
    return key.arn === undefined
        ? [
              {
                  label: "Adopted",
                  resources: [arnIn(scope, "kms", region, "key/*")],
                  condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${key.alias}` } },
              },
          ]
        : [{ label: "Adopted", resources: [key.arn] }];
}

export function newKeys(scope: Scope): readonly Target[] {
    const { key, value } = stackTag(scope);
    return resourcesOf(scope, KEY).length === 0
        ? NOTHING
        : [{ resources: ["*"], condition: { StringEquals: { [`aws:RequestTag/${key}`]: value } } }];
}

/** Where an alias leads to is known only once it was asked for. */
export const everyKey: TargetOf = (scope) =>
    arns(...unique(resourcesOf(scope, KEY).map(({ region }) => arnIn(scope, "kms", region, "key/*"))));

export function aliases(scope: Scope): readonly Target[] {
    return arns(
        ...resourcesOf(scope, ALIAS).map(({ name, region }) =>
            arnIn(scope, "kms", region, `alias/${aliasOf(scope, name.replace(/-alias$/, ""))}`),
        ),
    );
}

/** @param purpose the name of the key's component */
function aliasOf({ plan }: Scope, purpose: string): string {
    const { encryptionKey, alertTopic, auditTrail, historyArchive, ruleFunctions, digest } = plan;
    const named: Readonly<Record<string, string | undefined>> = {
        delivery: "alias" in encryptionKey ? encryptionKey.alias : undefined,
        alerts: alertTopic?.keyAlias,
        archive: historyArchive?.keyAlias,
        audit: auditTrail?.keyAlias,
        digest: digest?.logKey.alias,
    };
    const alias = purpose.startsWith("functions") ? ruleFunctions?.logKey.alias : named[purpose];
    if (alias === undefined) {
        throw new Error(`the plan of stack ${plan.stack} has no alias for the key ${purpose}`);
    }
    return alias;
}
