/**
 * What was observed. A rule that does not comply is an observation in each account and region, with its resources; all
 * places in which a rule says the same otherwise are one observation that counts them: a document grows with what fails.
 */
import type { EvaluationRow } from "../compliance/evaluation-rows.ts";
import type { StatusEntry, Verdict } from "../compliance/entry.ts";
import type { Waiver } from "../waivers/waiver.ts";
import { markupOf, stringOf } from "./datatypes.ts";
import type { InventoryItem, Observation, SubjectReference } from "./document.ts";
import { EVALUATED, properties } from "./terms.ts";
import { NAMESPACE, uuidOf } from "./uuid.ts";

/** What all observations of a document have in common. */
export interface ObservationContext {
    /** UUID under which the document's own parts are identified. */
    readonly base: string;
    /** ISO 8601. */
    readonly collected: string;
    /** Where each single evaluation stands. */
    readonly evaluations?: string;
}

/** A rule that does not comply somewhere. */
export interface FailingPlace {
    readonly entry: StatusEntry;
    /** Resources that fail, in the order in which they came; a rule may fail without anybody knowing which. */
    readonly failing: readonly EvaluationRow[];
    readonly waived: ReadonlyMap<Waiver, readonly EvaluationRow[]>;
    /** Present where the resources that comply were asked for as well. */
    readonly compliant?: number;
}

/** A rule that says the same in several places. */
export interface AgreeingPlaces {
    /** Any of them. */
    readonly entry: StatusEntry;
    readonly verdict: Verdict;
    readonly places: number;
    /** Present where they were asked for. */
    readonly resources?: number;
}

/** How a rule is told from others, whatever each account calls it. */
export function ruleKey({ packs, rule, identifier }: StatusEntry): readonly unknown[] {
    return [packs, rule, identifier ?? ""];
}

export function failingObservation(place: FailingPlace, context: ObservationContext): Observation {
    const { entry, failing, waived, compliant } = place;
    const { account, region } = entry;
    const accepted = [...waived].flatMap(([, rows]) => rows);
    const subjects = [...failing, ...accepted]
        .flatMap(subjectOf)
        .sort((one, other) => (one["subject-uuid"] < other["subject-uuid"] ? -1 : 1));
    const counts =
        subjects.length === 0
            ? "AWS Config names no resource."
            : `Resources that do not comply: ${failing.length}; that do not, and are waived: ${accepted.length}.`;
    return {
        uuid: uuidOf(context.base, "observation", ruleKey(entry), account, region),
        title: `${markupOf(entry.rule)} in account ${markupOf(account)}, ${markupOf(region)}: does not comply`,
        description: `The AWS Config rule ${markupOf(entry.deployed)} does not comply. ${counts}`,
        props: properties({
            ...ruleProperties(entry),
            account,
            region,
            verdict: failing.length === 0 && accepted.length > 0 ? "WAIVED" : "NON_COMPLIANT",
            "failing-resources": failing.length,
            "waived-resources": accepted.length,
            "compliant-resources": compliant,
        }),
        ...common(context),
        ...(subjects.length > 0 && { subjects }),
    };
}

export function agreeingObservation(places: AgreeingPlaces, context: ObservationContext): Observation {
    const { entry, verdict, places: count, resources } = places;
    return {
        uuid: uuidOf(context.base, "observation", ruleKey(entry), verdict),
        title: `${markupOf(entry.rule)}: ${verdict}`,
        description: `The AWS Config rule ${markupOf(entry.rule)} says ${verdict.replaceAll("_", " ").toLowerCase()} in ${count} ${
            count === 1 ? "account and region" : "pairs of account and region"
        }.`,
        props: properties({
            ...ruleProperties(entry),
            verdict,
            "account-and-region-pairs": count,
            resources,
        }),
        ...common(context),
    };
}

/** @returns an item for each resource that an observation names; the same resource is always the same item */
export function inventoryItem({ evaluation }: EvaluationRow): InventoryItem | undefined {
    if (evaluation === undefined) {
        return undefined;
    }
    const { resourceType, resourceId, account, region } = evaluation;
    return {
        uuid: itemUuid(evaluation),
        description: `${markupOf(resourceType)} ${markupOf(resourceId)} in account ${markupOf(account)}, ${markupOf(region)}`,
        props: [
            { name: "asset-id", value: stringOf(resourceId) },
            ...properties({ "resource-type": resourceType, account, region }),
        ],
    };
}

function subjectOf({ evaluation, verdict }: EvaluationRow): SubjectReference[] {
    if (evaluation === undefined) {
        return [];
    }
    const { recorded, annotation } = evaluation;
    return [
        {
            "subject-uuid": itemUuid(evaluation),
            type: "inventory-item",
            props: properties({ verdict, recorded }),
            ...(annotation !== undefined && { remarks: markupOf(annotation) }),
        },
    ];
}

function itemUuid({ account, region, resourceType, resourceId }: NonNullable<EvaluationRow["evaluation"]>): string {
    return uuidOf(NAMESPACE, "resource", account, region, resourceType, resourceId);
}

function ruleProperties({ rule, packs, identifier, severity }: StatusEntry): Record<string, string | undefined> {
    return {
        rule,
        pack: packs.length === 0 ? undefined : packs.join(" or "),
        "managed-rule": identifier,
        severity,
    };
}

function common({
    collected,
    evaluations,
}: ObservationContext): Pick<Observation, "methods" | "types" | "origins" | "relevant-evidence" | "collected"> {
    return {
        methods: ["TEST"],
        types: ["control-objective"],
        origins: [EVALUATED],
        ...(evaluations !== undefined && {
            "relevant-evidence": [{ href: evaluations, description: "The verdict on each resource" }],
        }),
        collected,
    };
}
