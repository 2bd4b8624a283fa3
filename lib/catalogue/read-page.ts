/**
 * Reads the pages on managed rules in the AWS Config Developer Guide, in the Markdown that AWS serves beside each HTML
 * page: https://docs.aws.amazon.com/config/latest/developerguide/restricted-ssh.md
 */
import type { CollectedRule } from "./generate.ts";

type CollectedParameters = NonNullable<CollectedRule["parameters"]>;

/**
 * Names of the pages that the list of managed rules leads to, without their ending, each once; other pages among them.
 *
 * @param list the page `managed-rules-by-aws-config.md`
 */
export function rulePages(list: string): string[] {
    const links = [...list.matchAll(/\]\((?:\.\/|https?:\/\/[^)\s]*\/developerguide\/)?([a-z0-9-]+)\.(?:md|html)\)/g)];
    return [...new Set(links.flatMap(([, name]) => name ?? []))];
}

/** @returns undefined for a page that is not on a managed rule */
export function readRulePage(text: string): { identifier: string; rule: CollectedRule } | undefined {
    const page = unescaped(text.replaceAll("\r\n", "\n"));
    const name = /^# ([a-z0-9-]+)[ ]*$/m.exec(page)?.[1];
    const identifier = field(page, "Identifier");
    if (identifier === undefined || !/^[A-Z][A-Z0-9_]*$/.test(identifier)) {
        return undefined;
    }
    const types = field(page, "Resource Types?")?.split(/[,\s]+/);
    const trigger = triggerOf(field(page, "Trigger type"));
    const parameters = parametersOf(page);
    return {
        identifier,
        rule: {
            ...(name !== undefined && { rule: name }),
            ...(trigger !== undefined && { trigger }),
            ...(types && { resourceTypes: types.filter((type) => type !== "") }),
            ...(parameters && { parameters }),
        },
    };
}

/** Underscores come as `\_`, on some pages as `\$1`. */
function unescaped(text: string): string {
    return text.replaceAll(/\\\$1/g, "_").replaceAll(/\\([\\`*_{}[\]()#+.!|~<>-])/g, "$1");
}

function field(page: string, label: string): string | undefined {
    const value = new RegExp(`^\\*\\*${label}:\\*\\*[ ]*(.*)$`, "m").exec(page)?.[1]?.trim();
    return value === "" ? undefined : value;
}

function triggerOf(text: string | undefined): string | undefined {
    const change = /configuration change/i.test(text ?? "");
    const periodic = /periodic/i.test(text ?? "");
    return change && periodic ? "both" : change ? "change" : periodic ? "periodic" : undefined;
}

/** Empty where the page says that there are none; undefined where it says nothing that can be read. */
function parametersOf(page: string): CollectedParameters | undefined {
    const section = /^\*\*Parameters:\*\*[ ]*\n([^]*?)(?:^## |$(?![^]))/m.exec(page)?.[1];
    if (section === undefined) {
        return undefined;
    }
    if (/^\s*None\b/.test(section)) {
        return {};
    }
    // Name, type and default are on one line, or on a line each.
    const lines = section
        .replaceAll(/^([A-Za-z][A-Za-z0-9_-]*(?: \([^)]*\))?)[ ]*\n[ ]*(?=Type: )/gm, "$1 ")
        .replaceAll(/(Type: [^\n]*?)[ ]*\n[ ]*(?=Default: )/g, "$1 ")
        .split("\n");
    const found = lines.flatMap((line): [string, CollectedParameters[string]][] => {
        const match = /^([A-Za-z][A-Za-z0-9_-]*)\s*(\([^)]*\))?\s*Type: (.+?)\s*(?:Default: (.*?))?\s*$/.exec(line);
        const [, name = "", remark = "", type = "", given] = match ?? [];
        return match === null
            ? []
            : [
                  [
                      name,
                      {
                          type,
                          optional: /optional/i.test(remark),
                          ...(given !== undefined && given !== "" && { default: given }),
                      },
                  ],
              ];
    });
    return found.length === 0 ? undefined : Object.fromEntries(found);
}
