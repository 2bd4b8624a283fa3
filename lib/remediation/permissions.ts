/** What an automation role may do: statements from actions, each held to the resources that it can be held to. */
import type { DocumentPermission } from "./automation-document.ts";
import { actionResources } from "./action-resources.ts";

/** Actions that delete or end something, by the word that they begin with. */
const DESTRUCTIVE =
    /:(?:Cancel|Deactivate|Delete|Deregister|Detach|Disassociate|Purge|Release|Remove|Revoke|Stop|Terminate)/;

/** Those of them that give something back instead. */
const HARMLESS: readonly string[] = ["kms:CancelKeyDeletion"];

/**
 * Statements for actions of AWS's services, as few as hold each to its own resources.
 *
 * @param resourceOf the one resource that an action needs, where it is known
 * @throws for an action that nothing is known of: see `unknownActions`
 */
export function permissionsOfActions(
    actions: readonly string[],
    resourceOf: (action: string) => string | undefined = () => undefined,
): DocumentPermission[] {
    const known = actionResources();
    return joined(
        actions.map((action) => {
            const one = resourceOf(action);
            const resources = one === undefined ? known.get(action) : [one];
            if (resources === undefined) {
                throw new Error(`nothing is known of the action ${action}`);
            }
            return { actions: [action], resources };
        }),
    );
}

/** Those of which it is not known what they can be held to. */
export function unknownActions(actions: readonly string[]): string[] {
    const known = actionResources();
    return actions.filter((action) => !known.has(action));
}

/** Whether the action deletes or ends something. */
export function isDestructive(action: string): boolean {
    return DESTRUCTIVE.test(action) && !HARMLESS.includes(action);
}

/**
 * What AWS's runbooks ask for besides the actions of their steps. `StartAutomationExecution` is asked for a document as
 * automation-definition, and the execution is one of the account's own.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
export function permissionsToStart(document: string): DocumentPermission[] {
    return [
        {
            actions: ["ssm:StartAutomationExecution"],
            // Documents of AWS's have no account in their ARN.
            resources: [`arn:\${AWS::Partition}:ssm:*:*:automation-definition/${document}:*`],
        },
        {
            actions: ["ssm:GetAutomationExecution"],
            resources: ["arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:automation-execution/*"],
        },
    ];
}

/** @param role its ARN, where it is known */
export function permissionToPass(role: string | undefined, service: string): DocumentPermission {
    return {
        actions: ["iam:PassRole"],
        resources: [role ?? "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*"],
        conditions: { StringEquals: { "iam:PassedToService": service } },
    };
}

/** The same permissions in as few statements as possible, always in the same order. */
export function joined(permissions: readonly DocumentPermission[]): DocumentPermission[] {
    const byPlace = new Map<string, { actions: Set<string>; permission: DocumentPermission }>();
    for (const { actions, resources, conditions } of permissions) {
        const sorted = [...new Set(resources)].sort();
        const key = JSON.stringify([sorted, conditions ?? null]);
        const known = byPlace.get(key) ?? {
            actions: new Set<string>(),
            permission: { actions: [], resources: sorted, ...(conditions && { conditions }) },
        };
        actions.forEach((action) => known.actions.add(action));
        byPlace.set(key, known);
    }
    return [...byPlace.values()]
        .map(({ actions, permission }) => ({ ...permission, actions: [...actions].sort() }))
        .sort((a, b) => order(a, b));
}

function order(a: DocumentPermission, b: DocumentPermission): number {
    const [first, second] = [a, b].map(({ actions, resources }) => JSON.stringify([actions, resources]));
    return (first ?? "") < (second ?? "") ? -1 : 1;
}
