/** What lets a topic call the functions that subscribe to it: statements in the functions' own policies. */
import { createHash } from "node:crypto";
import type { SubscriptionPlan } from "../lib/plan/plan.ts";

/** One function of the stack's own account; that of another account has to be allowed there. */
export interface SubscriberPermission {
    readonly resourceName: string;
    readonly functionArn: string;
    /** The function's, which need not be the topic's. */
    readonly region: string;
    readonly statementId: string;
}

/**
 * The statement has a name that follows from the topic, so that an interrupted update leaves none that the next one doubles.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 *
 * @param name of the topic among the stack's resources, without `-topic`
 * @param account that has the stack
 */
export function subscriberPermissions(
    name: string,
    topicArn: string,
    subscriptions: readonly SubscriptionPlan[],
    account: string,
): SubscriberPermission[] {
    const hash = createHash("sha256").update(topicArn).digest("hex").slice(0, 16);
    return subscriptions.flatMap(({ protocol, endpoint: functionArn }) => {
        const [, , , region = "", owner] = functionArn.split(":");
        return protocol === "lambda" && owner === account
            ? [
                  {
                      resourceName: `${name}-invokes-${functionArn}`,
                      functionArn,
                      region,
                      statementId: `conformance-packs-${hash}`,
                  },
              ]
            : [];
    });
}
