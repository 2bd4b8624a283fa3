/** Identifiers of controls as OSCAL's catalogs have them, and otherwise such as an OSCAL token may be. */
import { createHash } from "node:crypto";
import { controlName } from "../compliance/filter.ts";
import type { ControlPlan } from "../plan/plan.ts";
import { tokenOf } from "./datatypes.ts";

/**
 * Frameworks whose controls are those of NIST's own catalog, in which AC-2(1) is `ac-2.1`:
 * https://github.com/usnistgov/oscal-content/tree/main/nist.gov/SP800-53/rev5
 */
const NIST_CATALOG = /^(?:NIST-800-53-r5|FedRAMP-)/;

/** Frameworks that name the same control of NIST's catalog mean one control. */
export function controlKey({ framework, id }: ControlPlan): string {
    return framework !== undefined && NIST_CATALOG.test(framework)
        ? `NIST-800-53 ${id.toUpperCase()}`
        : controlName({ ...(framework !== undefined && { framework }), id });
}

/**
 * A token for each control. Two that would have the same one are told apart by a part of their names' hash, so that a
 * token does not depend on what else there is in the order.
 *
 * @returns tokens by `controlKey`
 */
export function controlTokens(controls: readonly ControlPlan[]): ReadonlyMap<string, string> {
    const wanted = new Map(controls.map((control) => [controlKey(control), tokenOfControl(control)]));
    const uses = Map.groupBy(wanted, ([, token]) => token);
    return new Map(
        [...wanted].map(([key, token]) => {
            const isAlone = uses.get(token)?.length === 1;
            return [key, isAlone ? token : `${token}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`];
        }),
    );
}

function tokenOfControl(control: ControlPlan): string {
    const { framework, id } = control;
    const isOfNist = framework !== undefined && NIST_CATALOG.test(framework);
    const numbered = id.replaceAll(/\((\w+)\)/g, ".$1");
    return tokenOf(isOfNist ? numbered : controlName({ ...(framework !== undefined && { framework }), id: numbered }));
}
