/** Finds what is known of a rule by the name that AWS Config has for it. */
import type { ControlPlan, Severity } from "../plan/plan.ts";
import { isNamed, labelOf } from "../verify/match-rules.ts";
import { worse } from "./severity.ts";

/** A rule as readers know it, whatever each account calls it. */
export interface KnownRule {
    /** Its name in the pack, else its logical ID there; of a rule that the plan has not, AWS's name without the ending. */
    readonly rule: string;
    /** Packs of the plan that have it; none where the plan has no such rule. */
    readonly packs: readonly string[];
    readonly severity?: Severity;
    readonly controls: readonly ControlPlan[];
    /** The managed rule identifier. */
    readonly identifier?: string;
}

/** A rule of one pack, with no more than what is told of it. */
export interface PackedRule {
    readonly pack: string;
    readonly name?: string;
    readonly logicalId: string;
    readonly severity?: Severity;
    readonly controls?: readonly ControlPlan[];
    /** The managed rule identifier. */
    readonly identifier?: string;
}

export class RuleLookup {
    /** By name, and then by pack: the same rule may stand in several. */
    readonly #named = new Map<string, PackedRule[]>();
    readonly #unnamed: PackedRule[] = [];
    readonly #known = new Map<string, KnownRule>();

    /** @param rules a rule that is there twice, as for two regions, is known once */
    constructor(rules: Iterable<PackedRule>) {
        const seen = new Set<string>();
        for (const rule of rules) {
            const identity = JSON.stringify([rule.pack, rule.name, rule.logicalId]);
            if (!seen.has(identity)) {
                seen.add(identity);
                this.#add(rule);
            }
        }
    }

    /**
     * @param nameInPack AWS's name of the rule without the ending
     * @param pack the plan's name of the pack that has it, where that is known
     */
    find(nameInPack: string, pack?: string): KnownRule {
        const named = this.#named.get(nameInPack);
        const found = named ?? this.#unnamed.filter((rule) => isNamed(rule, nameInPack));
        const ofPack = pack === undefined ? found : found.filter((one) => one.pack === pack);
        if (found.length === 0) {
            return { rule: nameInPack, packs: [], controls: [] };
        }
        const rules = ofPack.length === 0 ? found : ofPack;
        const label = labelOf(rules[0] ?? { logicalId: nameInPack });
        const key = `${pack ?? ""} ${label}`;
        const known = this.#known.get(key) ?? merged(label, rules);
        this.#known.set(key, known);
        return known;
    }

    #add(rule: PackedRule): void {
        const { name } = rule;
        if (name === undefined) {
            this.#unnamed.push(rule);
        } else {
            this.#named.set(name, [...(this.#named.get(name) ?? []), rule]);
        }
    }
}

/** Of a rule of which it is not known which pack's it is, everything that any of them says. */
function merged(rule: string, rules: readonly PackedRule[]): KnownRule {
    const severity = rules.map((one) => one.severity).reduce(worse, undefined);
    const controls = new Map(
        rules
            .flatMap((one) => one.controls ?? [])
            .map((control) => [JSON.stringify([control.framework, control.id]), control]),
    );
    const identifier = rules.find((one) => one.identifier !== undefined)?.identifier;
    return {
        rule,
        packs: [...new Set(rules.map(({ pack }) => pack))].sort(),
        ...(severity !== undefined && { severity }),
        controls: [...controls.values()],
        ...(identifier !== undefined && { identifier }),
    };
}
