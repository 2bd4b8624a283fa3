/** What is wrong with a rule in TypeScript, as far as it can be seen without compiling it. */
import { type Diagnostic, error } from "../../diagnostic.ts";
import type { CustomRule } from "../custom-rule.ts";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const ACTION = /^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/;

export function checkLambdaRule({ permissions, locate }: CustomRule): Diagnostic[] {
    return permissions.flatMap((action, index) =>
        ACTION.test(action)
            ? []
            : [
                  error(locate(["permissions", index]), {
                      code: "invalid-rule-permission",
                      message: `${action} is no action of AWS`,
                      hint: "actions look like ec2:DescribeImages, and stand without wildcards",
                  }),
              ],
    );
}
