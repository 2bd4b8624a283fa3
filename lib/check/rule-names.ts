/** Names and descriptions of rules: there, unique, and short enough. */
import { RULE_DESCRIPTION_LENGTH, RULE_NAME_LENGTH, RULE_NAME_LENGTH_IN_PACK } from "../pack/limits.ts";
import { intrinsicOf, scalarText } from "../pack/template.ts";
import type { CheckContext, PackResource } from "./context.ts";

export function checkRuleNames(context: CheckContext): void {
    const first = new Map<string, PackResource>();
    for (const rule of context.rules) {
        checkName(context, rule);
        checkDescription(context, rule);
        const name = scalarText(rule.properties["ConfigRuleName"]);
        const earlier = name === undefined ? undefined : first.get(name);
        // Rules under conditions may exclude each other.
        if (earlier !== undefined && rule.resource["Condition"] === undefined) {
            const { line } = context.pack.template.locate(earlier.path);
            context.error(
                [...rule.path, "Properties", "ConfigRuleName"],
                "repeated-rule-name",
                `the name ${name} belongs to the rule ${earlier.logicalId} already${line === undefined ? "" : `, line ${line}`}`,
                "give one of the two another name",
            );
        }
        if (name !== undefined && earlier === undefined) {
            first.set(name, rule);
        }
    }
}

function checkName(context: CheckContext, rule: PackResource): void {
    const value = rule.properties["ConfigRuleName"];
    if (value === undefined) {
        return;
    }
    const path = [...rule.path, "Properties", "ConfigRuleName"];
    if (intrinsicOf(value) !== undefined) {
        context.error(
            path,
            "computed-rule-name",
            `the name of ${rule.logicalId} is an intrinsic function; a pack takes a plain text here`,
            "write the name out",
        );
        return;
    }
    const name = scalarText(value);
    if (name === undefined) {
        return;
    }
    if (name.trim() === "") {
        context.error(
            path,
            "empty-rule-name",
            `the name of ${rule.logicalId} is empty`,
            "write a name, or leave it out",
        );
    } else if (name.length > RULE_NAME_LENGTH) {
        context.error(
            path,
            "rule-name-too-long",
            `the name of ${rule.logicalId} has ${name.length} characters; AWS Config accepts ${RULE_NAME_LENGTH}`,
            `shorten it to ${RULE_NAME_LENGTH_IN_PACK}, since a pack appends a suffix to it`,
        );
    } else if (name.length > RULE_NAME_LENGTH_IN_PACK) {
        context.warning(
            path,
            "long-rule-name",
            `the name of ${rule.logicalId} has ${name.length} characters, and a pack appends a suffix to it`,
            `shorten it to ${RULE_NAME_LENGTH_IN_PACK}`,
        );
    }
}

function checkDescription(context: CheckContext, rule: PackResource): void {
    const description = scalarText(rule.properties["Description"]);
    if (description !== undefined && description.length > RULE_DESCRIPTION_LENGTH) {
        context.error(
            [...rule.path, "Properties", "Description"],
            "description-too-long",
            `the description of ${rule.label} has ${description.length} characters; ` +
                `AWS Config accepts ${RULE_DESCRIPTION_LENGTH}`,
            "say it shorter; a comment in the file may be as long as it likes",
        );
    }
}
