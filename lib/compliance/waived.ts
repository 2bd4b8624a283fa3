/** Applies the waivers to rules that do not comply: resource by resource, since that is what waivers are about. */
import { coversResource, waiversOf } from "../waivers/match.ts";
import type { Waiver } from "../waivers/waiver.ts";
import { NO_RESOURCES, type StatusEntry, sum } from "./entry.ts";
import type { ComplianceSource, ResourceCount } from "./source.ts";

/** A pattern that covers whatever there is: nobody needs to ask what. */
const EVERYTHING = /^\*+$/;

export interface Waiving {
    readonly waivers: readonly Waiver[];
    readonly source: Pick<ComplianceSource, "evaluations">;
    /** The day that is asked about: YYYY-MM-DD. */
    readonly on: string;
}

/** Whether a waiver may hold for the rule in this place, so that `withWaivers` will ask about its resources. */
export function mayBeWaived(entry: StatusEntry, { waivers, on }: Pick<Waiving, "waivers" | "on">): boolean {
    return entry.verdict === "NON_COMPLIANT" && candidates(entry, waivers, on).length > 0;
}

/** The same entry, with what is waived of it; only what a waiver may hold for costs a question. */
export async function withWaivers(entry: StatusEntry, { waivers, source, on }: Waiving): Promise<StatusEntry> {
    const possible = entry.verdict === "NON_COMPLIANT" ? candidates(entry, waivers, on) : [];
    const [first] = possible;
    if (first === undefined) {
        return entry;
    }
    if (EVERYTHING.test(first.resource) && entry.failing !== undefined) {
        return conclude(entry, NO_RESOURCES, new Map([[first, entry.failing]]));
    }
    let failing = NO_RESOURCES;
    const waived = new Map<Waiver, ResourceCount>();
    const one: ResourceCount = { count: 1, capped: false };
    const place = { rule: entry.deployed, account: entry.account, region: entry.region };
    for await (const page of source.evaluations(place, "NON_COMPLIANT")) {
        for (const evaluation of page) {
            const waiver = possible.find(({ resource }) => coversResource(resource, evaluation));
            if (waiver === undefined) {
                failing = sum(failing, one);
            } else {
                waived.set(waiver, sum(waived.get(waiver) ?? NO_RESOURCES, one));
            }
        }
    }
    // Nothing fails any more: AWS told of the rule before, and what changed meanwhile is shown next time.
    return waived.size === 0 && failing.count === 0 ? entry : conclude(entry, failing, waived);
}

function candidates({ deployed, identifier, account }: StatusEntry, waivers: readonly Waiver[], on: string): Waiver[] {
    return waiversOf(waivers, { rule: deployed, ...(identifier !== undefined && { identifier }), account, on });
}

function conclude(entry: StatusEntry, failing: ResourceCount, waived: ReadonlyMap<Waiver, ResourceCount>): StatusEntry {
    return {
        ...entry,
        verdict: failing.count === 0 ? "WAIVED" : "NON_COMPLIANT",
        failing,
        ...(waived.size > 0 && { waived: [...waived].map(([waiver, resources]) => ({ waiver, resources })) }),
    };
}
