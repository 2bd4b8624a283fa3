/** Which rules, packs and places somebody asks about. */
import type { ControlPlan, Severity } from "../plan/plan.ts";
import { matchesGlob } from "../glob.ts";
import type { StatusEntry, Verdict } from "./entry.ts";
import type { ComplianceFilter } from "./source.ts";

/** Each list says what is wanted; of several one suffices. Absent: everything. In names `*` stands for any characters. */
export interface StatusFilter {
    readonly packs?: readonly string[];
    readonly rules?: readonly string[];
    readonly accounts?: readonly string[];
    readonly regions?: readonly string[];
    readonly severities?: readonly Severity[];
    /** A control's ID, its framework, or both with a space between. */
    readonly controls?: readonly string[];
    readonly verdicts?: readonly Verdict[];
}

/** What can be told before waivers are applied. */
export function isAskedFor(entry: StatusEntry, filter: StatusFilter): boolean {
    const { packs, rules, accounts, regions, severities, controls } = filter;
    return (
        isAny(accounts, (wanted) => matchesGlob(wanted, entry.account)) &&
        isAny(regions, (wanted) => matchesGlob(wanted, entry.region)) &&
        isAny(rules, (wanted) => matchesGlob(wanted, entry.rule) || wanted === entry.identifier) &&
        isAny(packs, (wanted) => entry.packs.some((pack) => matchesGlob(wanted, pack))) &&
        isAny(severities, (wanted) => wanted === entry.severity) &&
        (controls === undefined || entry.controls.some((control) => isControlAskedFor(control, filter)))
    );
}

/** Whether a control is one of those that are asked about, as a rule may have others besides. */
export function isControlAskedFor(control: ControlPlan, { controls }: StatusFilter): boolean {
    return isAny(controls, (wanted) =>
        [control.id, control.framework ?? "", controlName(control)].some((name) => matchesGlob(wanted, name)),
    );
}

/** What can be told once they are. */
export function isVerdictAskedFor({ verdict }: StatusEntry, { verdicts }: StatusFilter): boolean {
    return isAny(verdicts, (wanted) => wanted === verdict);
}

/** `PCI-DSS 8.2.1`, or the ID alone where no framework is named. */
export function controlName({ framework, id }: ControlPlan): string {
    return framework === undefined ? id : `${framework} ${id}`;
}

/** What AWS is able to leave out itself. */
export function narrow({ accounts, regions, verdicts }: StatusFilter): ComplianceFilter {
    const [account] = accounts ?? [];
    const [region] = regions ?? [];
    const failing = verdicts?.every((verdict) => verdict === "NON_COMPLIANT" || verdict === "WAIVED") === true;
    const passing = verdicts?.every((verdict) => verdict === "COMPLIANT") === true;
    return {
        ...(accounts?.length === 1 && account !== undefined && !account.includes("*") && { account }),
        ...(regions?.length === 1 && region !== undefined && !region.includes("*") && { region }),
        ...(failing && { compliance: "NON_COMPLIANT" as const }),
        ...(passing && { compliance: "COMPLIANT" as const }),
    };
}

function isAny<Wanted>(list: readonly Wanted[] | undefined, fits: (wanted: Wanted) => boolean): boolean {
    return list === undefined || list.some(fits);
}
