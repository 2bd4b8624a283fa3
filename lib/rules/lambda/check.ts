/** What is wrong with a rule in TypeScript, as far as it can be seen without compiling it: see building/ for the rest. */
import { type Diagnostic, error } from "../../diagnostic.ts";
import type { CustomRule } from "../custom-rule.ts";
import { permissionFaults } from "./permissions.ts";

export function checkLambdaRule(rule: CustomRule): Diagnostic[] {
    return [...debugLogFaults(rule), ...permissionFaults(rule)];
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_CustomPolicyDetails.html */
function debugLogFaults({ name, debugLog, locate }: CustomRule): Diagnostic[] {
    return debugLog
        ? [
              error(locate(["debugLog"]), {
                  code: "debug-log-of-rule",
                  message: `AWS Config writes no log of ${name}: its function has one of its own`,
                  hint: "remove debugLog; what the rule prints is in the function's log",
              }),
          ]
        : [];
}
