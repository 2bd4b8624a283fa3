import { readFileSync } from "node:fs";

/** The examples of docs/custom-rules.md, by the file that the first line of each names, and the item that a case names. */
export function documentedRule(): Record<string, string> {
    const page = readFileSync("docs/custom-rules.md", "utf8");
    const blocks = [...page.matchAll(/```(?:yaml|ts|rego)?\n(?:#|\/\/) (packs\/\S+)\n([\s\S]*?)```/g)];
    const item = {
        resourceType: "AWS::Logs::LogGroup",
        tags: { team: "platform" },
        configuration: JSON.stringify({ RetentionInDays: 60, LogGroupClass: "STANDARD" }),
    };
    return {
        ...Object.fromEntries(blocks.map(([, file = "", text = ""]) => [file, text])),
        "packs/rules/log-group-kept/platform.json": JSON.stringify(item),
    };
}
