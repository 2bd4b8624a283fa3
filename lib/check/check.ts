/** Every check of one pack. What is checked over all packs of a stack is in `stack.ts`. */
import { createRequire } from "node:module";
import { type Catalogue, catalogue as currentCatalogue } from "../catalogue/catalogue.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Pack } from "../pack/parse.ts";
import type * as AutomationDocuments from "./automation-documents.ts";
import { type Check, CheckContext } from "./context.ts";
import { checkCustomRules } from "./custom-rules.ts";
import { checkFrequencies } from "./frequency.ts";
import { checkInputParameters } from "./input-parameters.ts";
import { checkPackParameters } from "./pack-parameters.ts";
import { checkProperties } from "./properties.ts";
import { checkReferences } from "./references.ts";
import { checkRemediations } from "./remediations.ts";
import { checkRepeatedRules } from "./repeated-rules.ts";
import { checkRuleIdentifiers } from "./rule-identifiers.ts";
import { checkRuleNames } from "./rule-names.ts";
import { checkScopes } from "./scope.ts";

const require = createRequire(import.meta.url);

/** Loaded with the first remediation: most packs have none. */
function checkAutomationDocuments(context: CheckContext): void {
    if (context.remediations.length > 0) {
        (require("./automation-documents.ts") as typeof AutomationDocuments).checkAutomationDocuments(context);
    }
}

const CHECKS: readonly Check[] = [
    checkProperties,
    checkRuleIdentifiers,
    checkInputParameters,
    checkFrequencies,
    checkReferences,
    checkRuleNames,
    checkScopes,
    checkCustomRules,
    checkRemediations,
    checkAutomationDocuments,
    checkRepeatedRules,
    checkPackParameters,
];

/**
 * Checks what AWS would refuse or ignore, and what is surely not meant.
 *
 * @param catalogue of managed rules. Default: that of this version
 */
export function checkPack(pack: Pack, catalogue: Catalogue = currentCatalogue()): Diagnostic[] {
    const context = new CheckContext(pack, catalogue);
    CHECKS.forEach((check) => check(context));
    return context.findings;
}
