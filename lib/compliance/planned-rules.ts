/** What the plan knows of a rule that AWS Config names: its pack, severity, controls and source. */
import type { ControlPlan, RulePlan, Severity } from "../plan/plan.ts";
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

/** What is known of a rule before AWS Config is asked. */
export type PlannedRule = Pick<RulePlan, "logicalId" | "name" | "owner" | "sourceIdentifier" | "severity" | "controls">;

/** As much of a plan as tells its rules: the plan itself, or the part of it that a function in AWS Lambda has. */
export interface PlannedPacks {
    readonly packs: readonly { readonly name: string; readonly rules: readonly PlannedRule[] }[];
    readonly furtherRegions?: readonly Pick<PlannedPacks, "packs">[];
}

interface PackedRule {
    readonly pack: string;
    readonly plan: PlannedRule;
}

export class PlannedRules {
    /** By name, and then by pack: the same rule may stand in several. */
    readonly #named = new Map<string, PackedRule[]>();
    readonly #unnamed: PackedRule[] = [];
    readonly #known = new Map<string, KnownRule>();

    /** @param plan absent: nothing is known of any rule but its name */
    constructor(plan?: PlannedPacks) {
        const seen = new Set<string>();
        const regions = plan === undefined ? [] : [plan, ...(plan.furtherRegions ?? [])];
        for (const pack of regions.flatMap(({ packs }) => packs)) {
            for (const rule of pack.rules) {
                const identity = JSON.stringify([pack.name, rule.name, rule.logicalId]);
                if (!seen.has(identity)) {
                    seen.add(identity);
                    this.#add({ pack: pack.name, plan: rule });
                }
            }
        }
    }

    /**
     * @param nameInPack AWS's name of the rule without the ending
     * @param pack the plan's name of the pack that has it, where that is known
     */
    find(nameInPack: string, pack?: string): KnownRule {
        const named = this.#named.get(nameInPack);
        const found = named ?? this.#unnamed.filter(({ plan }) => isNamed(plan, nameInPack));
        const ofPack = pack === undefined ? found : found.filter((one) => one.pack === pack);
        if (found.length === 0) {
            return { rule: nameInPack, packs: [], controls: [] };
        }
        const rules = ofPack.length === 0 ? found : ofPack;
        const label = labelOf(rules[0]?.plan ?? { logicalId: nameInPack });
        const key = `${pack ?? ""} ${label}`;
        const known = this.#known.get(key) ?? merged(label, rules);
        this.#known.set(key, known);
        return known;
    }

    #add(rule: PackedRule): void {
        const { name } = rule.plan;
        if (name === undefined) {
            this.#unnamed.push(rule);
        } else {
            this.#named.set(name, [...(this.#named.get(name) ?? []), rule]);
        }
    }
}

/** Of a rule of which it is not known which pack's it is, everything that any of them says. */
function merged(rule: string, rules: readonly PackedRule[]): KnownRule {
    const severity = rules.map(({ plan }) => plan.severity).reduce(worse, undefined);
    const controls = new Map(
        rules
            .flatMap(({ plan }) => plan.controls ?? [])
            .map((control) => [JSON.stringify([control.framework, control.id]), control]),
    );
    const identifier = rules.find(({ plan }) => plan.owner === "AWS")?.plan.sourceIdentifier;
    return {
        rule,
        packs: [...new Set(rules.map(({ pack }) => pack))].sort(),
        ...(severity !== undefined && { severity }),
        controls: [...controls.values()],
        ...(identifier !== undefined && { identifier }),
    };
}
