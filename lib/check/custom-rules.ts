/** Rules that are not managed: Guard policies have a length of their own. */
import { GUARD_POLICY_LENGTH } from "../pack/limits.ts";
import { scalarText } from "../pack/template.ts";
import { isObject } from "../pack/template-value.ts";
import { policyTooLong } from "../rules/guard/check.ts";
import { suggestionHint } from "../suggestion.ts";
import type { CheckContext } from "./context.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_Source.html */
const OWNERS = ["AWS", "CUSTOM_LAMBDA", "CUSTOM_POLICY"];

export function checkCustomRules(context: CheckContext): void {
    for (const rule of context.rules) {
        const source = isObject(rule.properties["Source"]) ? rule.properties["Source"] : {};
        const path = [...rule.path, "Properties", "Source"];
        const owner = source["Owner"];
        if (typeof owner === "string" && !OWNERS.includes(owner)) {
            context.error([...path, "Owner"], "invalid-owner", `${owner} owns no rules`, suggestionHint(owner, OWNERS));
        }
        const details = source["CustomPolicyDetails"];
        const policy = isObject(details) ? scalarText(details["PolicyText"]) : undefined;
        if (policy !== undefined && policy.length > GUARD_POLICY_LENGTH) {
            const location = context.pack.template.locate([...path, "CustomPolicyDetails", "PolicyText"]);
            context.findings.push(policyTooLong(location, rule.label, policy.length));
        }
    }
}
