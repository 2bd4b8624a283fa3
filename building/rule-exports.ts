/** Whether a rule in TypeScript exports the function that its description asks for. */
import { type Diagnostic, error, type Location } from "../lib/diagnostic.ts";
import type { CustomRule } from "../lib/rules/custom-rule.ts";
import { suggest } from "../lib/suggestion.ts";

const EVALUATE = "evaluate";
const EVALUATE_ACCOUNT = "evaluateAccount";

/** @param exported names */
export function exportFaults(rule: CustomRule, exported: readonly string[]): Diagnostic[] {
    const { name, sourceFile, frequency, locate } = rule;
    const [onChange, onSchedule] = [exported.includes(EVALUATE), exported.includes(EVALUATE_ACCOUNT)];
    if (onChange && onSchedule) {
        return [
            error(placeOf(rule, EVALUATE_ACCOUNT), {
                code: "two-evaluators",
                message: `${sourceFile} exports ${EVALUATE} and ${EVALUATE_ACCOUNT}; a rule runs on changes or on a schedule`,
                hint: "remove one, or make two rules",
            }),
        ];
    }
    if (onChange && frequency !== undefined) {
        return [
            error(locate(["frequency"]), {
                code: "schedule-without-evaluate-account",
                message: `${name} runs on a schedule, and ${sourceFile} exports ${EVALUATE}, which looks at a resource that changed`,
                hint: `remove frequency, or export ${EVALUATE_ACCOUNT}`,
            }),
        ];
    }
    if (onSchedule && frequency === undefined) {
        return [
            error(placeOf(rule, EVALUATE_ACCOUNT), {
                code: "evaluate-account-without-schedule",
                message: `${sourceFile} exports ${EVALUATE_ACCOUNT}, and nothing says how often it runs`,
                hint: `write frequency: TwentyFour_Hours in ${rule.folder}/rule.yaml`,
            }),
        ];
    }
    if (onChange || onSchedule) {
        return [];
    }
    const wanted = frequency === undefined ? EVALUATE : EVALUATE_ACCOUNT;
    const near = exported.find((one) => suggest(one, [wanted]) !== undefined);
    return [
        error(near === undefined ? { file: sourceFile, line: 1, column: 1 } : placeOf(rule, near), {
            code: "missing-evaluator",
            message:
                `${sourceFile} does not export ${wanted}` +
                (exported.length === 0 ? ": it exports nothing" : `, but ${exported.join(", ")}`),
            hint:
                near === undefined
                    ? `write export function ${wanted}(…): docs/custom-rules.md`
                    : `did you mean ${wanted}?`,
        }),
    ];
}

/** Of an export, as near as its name shows it. */
function placeOf({ sourceFile, source }: CustomRule, name: string): Location {
    const lines = source.split("\n");
    const word = new RegExp(`\\b${name.replaceAll("$", "\\$")}\\b`);
    const line = lines.findIndex((text) => text.includes("export") && word.test(text));
    const index = line >= 0 ? line : lines.findIndex((text) => word.test(text));
    const column = index >= 0 ? (lines[index] ?? "").search(word) + 1 : 1;
    return { file: sourceFile, line: Math.max(0, index) + 1, column };
}
