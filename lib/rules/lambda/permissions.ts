/** The actions that a rule in AWS Lambda may ask for. */
import { type Diagnostic, error } from "../../diagnostic.ts";
import type { CustomRule } from "../custom-rule.ts";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const ACTION = /^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/;

/** What actions are called that change nothing. */
const READS =
    /^(?:BatchDescribe|BatchGet|Check|Describe|Detect|Estimate|Filter|Get|Head|List|Lookup|Preview|Query|Read|Scan|Search|Select|Simulate|Test|Validate|Verify|View)(?=[A-Z0-9]|$)/;

/** Reads that are called otherwise: a report or a query is made before it can be read. */
const OTHER_READS = [
    "iam:GenerateCredentialReport",
    "iam:GenerateServiceLastAccessedDetails",
    "logs:StartQuery",
    "logs:StopQuery",
];

/** A rule that changes what it judges is none: that is what remediation is for. */
export function permissionFaults({ name, permissions, locate }: CustomRule): Diagnostic[] {
    return permissions.flatMap((action, index): Diagnostic[] => {
        const at = locate(["permissions", index]);
        if (!ACTION.test(action)) {
            return [
                error(at, {
                    code: "invalid-rule-permission",
                    message: `${action} is no action of AWS`,
                    hint: "actions look like ec2:DescribeImages, and stand without wildcards",
                }),
            ];
        }
        const [, verb = ""] = action.split(":");
        return READS.test(verb) || OTHER_READS.includes(action)
            ? []
            : [
                  error(at, {
                      code: "writing-rule-permission",
                      message: `${action} changes something; a rule only reads`,
                      hint: `let a remediation do what ${name} finds to be done`,
                  }),
              ];
    });
}
