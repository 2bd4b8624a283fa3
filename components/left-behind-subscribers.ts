/** The permissions by which topics call functions of somebody else, as far as an earlier run of this stack made them. */
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan, RegionPlan } from "../lib/plan/plan.ts";
import type { FunctionStatements } from "./function-statements.ts";
import { importIdentifier } from "./import-identifier.ts";
import { type ImportIdentifiers, type Sought, taken } from "./left-behind-imports.ts";
import type { StackResources } from "./stack-resources.ts";
import { type SubscriberPermission, subscriberPermissions } from "./subscriber-permissions.ts";

const PERMISSION = "aws:lambda/permission:Permission";

/** The permissions of a region's topics. */
export function soughtSubscribers(
    { deliveryTopic, alertTopic }: RegionPlan & Pick<DeploymentPlan, "alertTopic">,
    { account, deliveryTopicArn, alertTopicArn }: DeploymentNames,
    suffix = "",
): SubscriberPermission[] {
    return [
        ...(deliveryTopic === undefined || deliveryTopicArn === undefined
            ? []
            : subscriberPermissions(`delivery${suffix}`, deliveryTopicArn, deliveryTopic.subscriptions, account)),
        ...(alertTopic === undefined || alertTopicArn === undefined
            ? []
            : subscriberPermissions("alerts", alertTopicArn, alertTopic.subscriptions, account)),
    ];
}

/**
 * A statement has no tag. That it is for the stack's own topic tells whose it is.
 *
 * @param own the stack's own region, in which nothing has to be said of where an import is
 */
export async function findSubscriberPermissions(
    sought: readonly SubscriberPermission[],
    own: string,
    state: StackResources,
    statementsIn: (region: string) => FunctionStatements,
): Promise<ImportIdentifiers> {
    const found: Sought[] = [];
    for (const { resourceName, functionArn, region, statementId } of sought) {
        const key = `${PERMISSION} ${resourceName}`;
        if (!state.has(key) && (await statementsIn(region)(functionArn)).has(statementId)) {
            const id = importIdentifier(`${functionArn}/${statementId}`, region === own ? undefined : region);
            found.push({ key, what: `the permission ${statementId} of ${functionArn}`, id });
        }
    }
    return taken(found);
}
