/** What every check of a pack works on, and how it reports. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { type Diagnostic, error, warning } from "../diagnostic.ts";
import { REMEDIATION_TYPE, RULE_TYPE } from "../pack/limits.ts";
import type { Pack } from "../pack/parse.ts";
import { propertiesOf, scalarText, section } from "../pack/template.ts";
import { isObject, type TemplateObject } from "../pack/template-value.ts";
import type { Path } from "../yaml-source.ts";

/** A rule or a remediation of a pack. */
export interface PackResource {
    readonly logicalId: string;
    readonly path: Path;
    readonly resource: TemplateObject;
    readonly properties: TemplateObject;
    /** `ConfigRuleName` where it is a plain text, else the logical ID: for messages. */
    readonly label: string;
}

export class CheckContext {
    readonly pack: Pack;
    readonly catalogue: Catalogue;
    readonly rules: readonly PackResource[];
    readonly remediations: readonly PackResource[];
    readonly findings: Diagnostic[] = [];

    constructor(pack: Pack, catalogue: Catalogue) {
        this.pack = pack;
        this.catalogue = catalogue;
        this.rules = this.#ofType(RULE_TYPE);
        this.remediations = this.#ofType(REMEDIATION_TYPE);
    }

    /** @param path in the native template; the finding stands where the author wrote it */
    error(path: Path, code: string, message: string, hint?: string): void {
        this.findings.push(error(this.pack.template.locate(path), { code, message, ...(hint && { hint }) }));
    }

    warning(path: Path, code: string, message: string, hint?: string): void {
        this.findings.push(warning(this.pack.template.locate(path), { code, message, ...(hint && { hint }) }));
    }

    /** What the author has to write: one word in the compact form, another in AWS's own. */
    word(compact: string, native: string): string {
        return this.pack.form === "compact" ? compact : native;
    }

    #ofType(type: string): PackResource[] {
        return Object.entries(section(this.pack.template, "Resources")).flatMap(([logicalId, resource]) => {
            if (!isObject(resource) || resource["Type"] !== type) {
                return [];
            }
            const properties = propertiesOf(resource);
            const label = scalarText(properties["ConfigRuleName"]) ?? logicalId;
            return [{ logicalId, path: ["Resources", logicalId], resource, properties, label }];
        });
    }
}

export type Check = (context: CheckContext) => void;

/** The managed rule identifier of a rule; undefined for custom rules. */
export function identifierOf(rule: PackResource): string | undefined {
    const source = rule.properties["Source"];
    return isObject(source) && source["Owner"] === "AWS" ? scalarText(source["SourceIdentifier"]) : undefined;
}
