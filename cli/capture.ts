/** `packs capture`: configuration items that AWS Config has recorded, as files for the test cases of a rule. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { projectFolder } from "../lib/project-files.ts";
import { captureExpression, capturedItem, itemFileName, withoutAccounts } from "../lib/rules/captured-item.ts";
import type { CustomRule, JsonObject } from "../lib/rules/custom-rule.ts";
import { CASES_FILE, customRuleNames, isCustomRule } from "../lib/rules/find.ts";
import { readCustomRule } from "../lib/rules/read-rule.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { EXIT } from "./exit-code.ts";
import { explainFailure } from "./query/failure.ts";
import type { QueryAnswer } from "./query/select.ts";
import { questionOf, unlessRefused } from "./refusal.ts";
import { type AskedScope, foreignAccount, scopeOf } from "./scope.ts";
import type { Terminal } from "./terminal.ts";

export interface CaptureOptions extends AskedScope {
    /** Of rules that look at a tag: which type of resource. @default the rule's own */
    readonly type?: string;
    /** Items, at most. */
    readonly limit: number;
    /** Whether the files name the real accounts. */
    readonly keepAccounts: boolean;
}

/**
 * Writes an item a file into the rule's folder, none over another, and prints the cases to write.
 *
 * @param named resources by ID, name or ARN; none: the first ones that AWS Config tells
 * @returns the exit code: 0 where at least one item came, and each that was named
 */
export async function capture(
    root: string,
    name: string,
    named: readonly string[],
    options: CaptureOptions,
    terminal: Terminal,
): Promise<number> {
    const files = projectFolder(root);
    if (!isCustomRule(name, files)) {
        const hint = suggestionHint(name, customRuleNames(files)) ?? "packs new rule makes one";
        terminal.note(`packs capture: there is no rule ${name} (${hint})`);
        return EXIT.usage;
    }
    const { rule, diagnostics } = readCustomRule(name, files);
    if (rule === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    const types = options.type !== undefined ? [options.type] : "types" in rule.scope ? rule.scope.types : [];
    if (types.length === 0) {
        terminal.note(
            `packs capture: ${name} looks at no type of its own: write --type, such as --type AWS::S3::Bucket`,
        );
        return EXIT.usage;
    }
    const found = scopeOf("capture", files, options);
    if ("fault" in found) {
        terminal.note(found.fault);
        return found.code;
    }
    const { scope, plan } = found;
    const [{ callerAccount }, { selectAll }] = await Promise.all([
        import("./caller-account.ts"),
        import("./query/select.ts"),
    ]);
    const foreign = plan?.account === undefined ? undefined : foreignAccount(await callerAccount(scope.region), plan);
    if (foreign !== undefined) {
        terminal.note(foreign);
        return EXIT.errors;
    }
    const asking = async (): Promise<number> => {
        const answer = await selectAll({
            ...scope,
            expression: captureExpression({ types, named }),
            aggregation: false,
            limit: options.limit,
            onPage: () => undefined,
        });
        return write(root, rule, { types, named, answer, keepAccounts: options.keepAccounts }, terminal);
    };
    return unlessRefused(asking, explainFailure, questionOf("capture", found), terminal);
}

interface Captured {
    readonly types: readonly string[];
    readonly named: readonly string[];
    readonly answer: QueryAnswer;
    readonly keepAccounts: boolean;
}

function write(root: string, rule: CustomRule, captured: Captured, terminal: Terminal): number {
    const { types, named, answer, keepAccounts } = captured;
    const items = answer.rows.map(capturedItem);
    const missing = named.filter((one) => !items.some((item) => isNamed(item, one)));
    for (const one of missing) {
        terminal.note(`AWS Config has recorded no ${types.join(" or ")} ${one} there`);
    }
    if (items.length === 0) {
        if (named.length === 0) {
            terminal.note(`AWS Config has recorded no ${types.join(" or ")} there`);
        }
        return EXIT.errors;
    }
    const taken = new Set(readdirSync(join(root, rule.folder)));
    const cases = items.map((item) => {
        const file = itemFileName(item, taken);
        taken.add(file);
        const text = JSON.stringify(keepAccounts ? item : withoutAccounts(item), undefined, 2);
        writeFileSync(join(root, rule.folder, file), `${text}\n`, { flag: "wx" });
        terminal.note(`wrote ${rule.folder}/${file}`);
        return `- name: ${file.replace(/\.json$/, "").replaceAll("-", " ")}\n  item: ${file}\n  expect: COMPLIANT\n`;
    });
    terminal.note(
        `Read what they tell before you commit them. Cases for ${rule.folder}/${CASES_FILE}, with what you expect:`,
    );
    terminal.line(cases.join("").trimEnd());
    return missing.length > 0 ? EXIT.errors : EXIT.success;
}

function isNamed(item: JsonObject, word: string): boolean {
    return [item["resourceId"], item["resourceName"], item["arn"]].includes(word);
}
