/** Whether AWS has the managed rules that a pack names. */
import { RULES_FOLDER } from "../rules/find.ts";
import { suggest } from "../suggestion.ts";
import { type CheckContext, identifierOf } from "./context.ts";

/** A rule that the catalogue does not know may simply be newer than the catalogue: that is no error. */
export function checkRuleIdentifiers(context: CheckContext): void {
    const { catalogue } = context;
    for (const rule of context.rules) {
        const identifier = identifierOf(rule);
        if (identifier === undefined) {
            continue;
        }
        const known = catalogue.byIdentifier(identifier);
        if (known !== undefined && known.creator === undefined && known.deprecated === undefined) {
            continue;
        }
        const path = [...rule.path, "Properties", "Source", "SourceIdentifier"];
        if (known === undefined) {
            reportUnknown(context, identifier, path);
        } else if (known.creator === "firewall-manager") {
            context.error(
                path,
                "firewall-manager-rule",
                `${identifier} belongs to AWS Firewall Manager: only that service can create it`,
                "remove the rule, and define a Firewall Manager policy instead",
            );
        } else if (known.deprecated) {
            context.warning(
                path,
                "deprecated-rule",
                `AWS has deprecated the managed rule ${context.word(known.name, identifier)}`,
                "remove it before AWS does",
            );
        }
    }
}

function reportUnknown(context: CheckContext, identifier: string, path: readonly (string | number)[]): void {
    const { catalogue } = context;
    const meant = catalogue.byOtherSpelling(identifier);
    if (meant !== undefined) {
        context.error(
            path,
            "page-name-as-identifier",
            `${identifier} is the name of the rule's page in capitals, not its identifier`,
            `write ${meant.identifier}, the identifier of ${meant.name}`,
        );
        return;
    }
    const own = suggest(identifier.toLowerCase().replaceAll("_", "-"), context.pack.custom?.names ?? []);
    if (own !== undefined) {
        const message = `neither the catalogue nor ${RULES_FOLDER}/ has a rule ${identifier.toLowerCase().replaceAll("_", "-")}`;
        context.warning(path, "unknown-rule", message, `did you mean ${own}?`);
        return;
    }
    const near = catalogue.suggestIdentifier(identifier);
    const name = near && catalogue.byIdentifier(near)?.name;
    context.warning(
        path,
        "unknown-rule",
        `the catalogue has no managed rule ${context.word(identifier.toLowerCase().replaceAll("_", "-"), identifier)}`,
        near === undefined || name === undefined
            ? "it may be newer than the catalogue; if it is not, AWS Config refuses the pack"
            : `did you mean ${context.word(name, near)}?`,
    );
}
