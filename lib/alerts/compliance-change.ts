/** Which events of AWS Config raise an alert, as EventBridge patterns. */

/**
 * What AWS Config says of itself when a resource becomes compliant with a rule, or ceases to be.
 * https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
 */
export const COMPLIANCE_CHANGE = "Config Rules Compliance Change";

/**
 * Resources that cease to comply. It asks for no region and no account: events that were forwarded keep those they come
 * from.
 * https://docs.aws.amazon.com/config/latest/developerguide/example-config-rule-compliance-notification.html
 */
export const NON_COMPLIANT = {
    source: ["aws.config"],
    "detail-type": [COMPLIANCE_CHANGE],
    detail: {
        messageType: ["ComplianceChangeNotification"],
        newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
    },
};

/**
 * The same on the bus that members forward to, but for what the stack's own rules alert of: an account that administers
 * the organization by delegation is a member too, and would alert twice.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 *
 * @param own the stack's account, and its own and further regions
 */
export function nonCompliantMembers(own: { readonly account: string; readonly regions: readonly string[] }) {
    return {
        ...NON_COMPLIANT,
        detail: {
            ...NON_COMPLIANT.detail,
            $or: [
                { awsAccountId: [{ "anything-but": [own.account] }] },
                { awsRegion: [{ "anything-but": own.regions }] },
            ],
        },
    };
}
