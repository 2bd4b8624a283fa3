/** `packs new rule`: the files of a rule of the project's own. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { catalogue } from "../lib/catalogue/catalogue.ts";
import { RULE_NAME_LENGTH_IN_PACK } from "../lib/pack/limits.ts";
import { projectFolder } from "../lib/project-files.ts";
import type { RuleKindName } from "../lib/rules/custom-rule.ts";
import { isCustomRule, RULE_NAME, RULES_FOLDER } from "../lib/rules/find.ts";
import { scaffoldRule } from "../lib/rules/scaffold.ts";
import { descriptionSchema } from "../lib/rules/schema.ts";
import { EXIT } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

export interface NewRuleOptions {
    readonly kind: RuleKindName;
    /** The resource type that the rule looks at. */
    readonly type: string;
}

/** Writes the files, none of which exists before. */
export function newRule(root: string, name: string, { kind, type }: NewRuleOptions, terminal: Terminal): number {
    const refused = refusalOf(root, name, type);
    if (refused !== undefined) {
        terminal.note(`packs new rule: ${refused}`);
        return EXIT.usage;
    }
    for (const [path, text] of Object.entries(scaffoldRule(name, kind, type))) {
        mkdirSync(join(root, dirname(path)), { recursive: true });
        writeFileSync(join(root, path), text, { flag: "wx" });
        terminal.line(`wrote ${path}`);
    }
    terminal.line(`Test it: packs test ${name}. Name it under rules: in a pack: ${name}:`);
    return EXIT.success;
}

function refusalOf(root: string, name: string, type: string): string | undefined {
    const managed = catalogue().byOtherSpelling(name);
    return !RULE_NAME.test(name) || name.length > RULE_NAME_LENGTH_IN_PACK
        ? `${name} is no name of a rule: small letters, digits and hyphens, at most ${RULE_NAME_LENGTH_IN_PACK}`
        : managed !== undefined
          ? `${name} is the name of AWS's managed rule ${managed.identifier}`
          : isCustomRule(name, projectFolder(root))
            ? `there is a folder ${RULES_FOLDER}/${name} already`
            : descriptionSchema.shape.resourceTypes.safeParse([type]).success
              ? undefined
              : `${type} is no resource type: they look like AWS::EC2::Instance`;
}
