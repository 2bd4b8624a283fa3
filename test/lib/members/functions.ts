/** Functions that members have for themselves: one triggered by changes, one by a schedule. */
import type { CloudFormationTemplate } from "../../../lib/members/cloudformation-template.ts";
import { memberFunctionsTemplate } from "../../../lib/members/functions-template.ts";
import type { MemberFunctionsPlan } from "../../../lib/plan/rule-functions-plan.ts";

export const MEMBER_FUNCTIONS: MemberFunctionsPlan = {
    functions: [
        {
            name: "conformance-packs-test-image-named",
            rule: "image-named",
            trigger: "change",
            permissions: ["ec2:DescribeImages"],
            memory: 512,
            timeout: 30,
            organizationWide: true,
        },
        {
            name: "conformance-packs-test-flows-seen",
            rule: "flows-seen",
            trigger: "periodic",
            permissions: [],
            memory: 256,
            timeout: 60,
            organizationWide: true,
        },
    ],
    regions: ["eu-west-1", "us-east-1"],
    codeBucketPrefix: "config-functions-test",
    queueName: "conformance-packs-test-member-failures",
};

/** Their template, for a stack in the account 999988887777. */
export function functionsTemplateOf(plan: MemberFunctionsPlan): CloudFormationTemplate {
    return memberFunctionsTemplate(plan, {
        stack: "conformance-packs-test",
        centralAccount: "999988887777",
        logRetentionDays: 90,
        codeKeys: new Map(plan.functions.map(({ rule }) => [rule, `functions/${rule}.zip`])),
    });
}
