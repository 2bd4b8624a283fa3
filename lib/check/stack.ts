/** What is checked over all packs of a stack: rules that are paid for twice, and rules that a region does not have. */
import { type Catalogue, catalogue as currentCatalogue } from "../catalogue/catalogue.ts";
import { type Diagnostic, error, warning, type Location } from "../diagnostic.ts";
import type { ConformancePackPlan } from "../plan/plan.ts";
import { identityOf } from "../plan/rule-identity.ts";

/**
 * @param locate where the configuration names a pack
 */
export function checkStack(
    packs: readonly ConformancePackPlan[],
    region: string,
    locate: (pack: string) => Location,
    catalogue: Catalogue = currentCatalogue(),
): Diagnostic[] {
    return [...sharedRules(packs, locate), ...unavailableRules(packs, region, catalogue)];
}

/** One finding a pack: the rules of two packs are often the same by the dozen. */
function sharedRules(packs: readonly ConformancePackPlan[], locate: (pack: string) => Location): Diagnostic[] {
    const first = new Map<string, ConformancePackPlan>();
    return packs.flatMap((pack) => {
        const keyed = pack.rules.flatMap((rule) => {
            const key = identityOf(pack, rule);
            return key === undefined ? [] : [{ key, name: rule.name ?? rule.logicalId }];
        });
        const shared = keyed.filter(({ key }) => first.has(key));
        const others = [...new Set(shared.map(({ key }) => first.get(key)?.name ?? ""))];
        keyed.filter(({ key }) => !first.has(key)).forEach(({ key }) => first.set(key, pack));
        if (shared.length === 0) {
            return [];
        }
        const one = shared.length === 1;
        return [
            warning(locate(pack.name), {
                code: "rule-in-two-packs",
                message:
                    `${one ? "the rule" : `${shared.length} rules`} ${listed(shared.map(({ name }) => name))} of ` +
                    `${pack.name} ${one ? "is" : "are"} in ${listed(others)} too, with the same parameters`,
                hint: "deploy the packs as one bundle: each rule is evaluated and billed once per pack",
            }),
        ];
    });
}

function unavailableRules(packs: readonly ConformancePackPlan[], region: string, catalogue: Catalogue): Diagnostic[] {
    return packs.flatMap((pack) =>
        pack.rules.flatMap((rule) => {
            const known = rule.owner === "AWS" ? catalogue.byIdentifier(rule.sourceIdentifier ?? "") : undefined;
            return known?.regions === undefined || known.regions.includes(region)
                ? []
                : [
                      error(rule.location, {
                          code: "rule-not-in-region",
                          message: `AWS does not have the managed rule ${known.name} in ${region}`,
                          hint: `deploy it in one of ${known.regions.join(", ")}, or leave it out here`,
                      }),
                  ];
        }),
    );
}

function listed(names: readonly string[]): string {
    return names.length > 4 ? `(${names.slice(0, 3).join(", ")} and ${names.length - 3} more)` : names.join(", ");
}
