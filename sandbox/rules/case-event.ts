/** A case as AWS Config would ask the rule about it. */
import type { RuleEvent } from "../../functions/runtime/event.ts";
import type { CustomRule, JsonObject, RuleCase } from "../../lib/rules/custom-rule.ts";
import { withDefaults } from "../../lib/rules/parameters.ts";

/** Where a case says nothing: the account of AWS's own examples. */
const ACCOUNT = "123456789012";
const REGION = "eu-west-1";

/** Account and region of what is evaluated. */
export function placeOfCase({ item }: Pick<RuleCase, "item">): { readonly account: string; readonly region: string } {
    const text = (...keys: readonly string[]): string | undefined =>
        keys.map((key) => item[key]).find((value) => typeof value === "string");
    const region = text("awsRegion");
    return {
        account: text("awsAccountId", "accountId") ?? ACCOUNT,
        region: region === undefined || region === "global" ? REGION : region,
    };
}

/** Nothing is kept of the evaluations: the token is that of a test. */
export function caseEvent(rule: CustomRule, one: RuleCase): RuleEvent {
    const values = Object.entries(withDefaults(rule.parameters, one.parameters));
    return {
        invokingEvent: JSON.stringify(rule.frequency === undefined ? changeOf(one) : scheduleOf(one)),
        ruleParameters: JSON.stringify(
            Object.fromEntries(
                values.map(([name, value]) => [name, typeof value === "string" ? value : value.join(",")]),
            ),
        ),
        resultToken: "TESTMODE",
        eventLeftScope: false,
        configRuleName: rule.name,
        accountId: placeOfCase(one).account,
    };
}

function changeOf({ item, time }: RuleCase): JsonObject {
    const captured = item["configurationItemCaptureTime"];
    return {
        messageType: "ConfigurationItemChangeNotification",
        notificationCreationTime: time ?? (typeof captured === "string" ? captured : new Date().toISOString()),
        configurationItem: {
            configurationItemStatus: "OK",
            configurationItemCaptureTime: time ?? new Date().toISOString(),
            resourceId: "the-resource",
            ...item,
        },
    };
}

function scheduleOf(one: RuleCase): JsonObject {
    return {
        messageType: "ScheduledNotification",
        awsAccountId: placeOfCase(one).account,
        notificationCreationTime: one.time ?? new Date().toISOString(),
        recordVersion: "1.0",
    };
}
