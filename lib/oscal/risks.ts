/** What does not comply is a risk: open, or, as far as a waiver covers it, an approved deviation with owner and deadline. */
import type { Waiver } from "../waivers/waiver.ts";
import { markupOf, stringOf } from "./datatypes.ts";
import type { Origin, Party, Risk } from "./document.ts";
import { type FailingPlace, ruleKey } from "./observations.ts";
import { CONCLUDED, properties, TERMS } from "./terms.ts";
import { NAMESPACE, uuidOf } from "./uuid.ts";

/** @returns the risks of a rule in one account and region; the same risk has the same UUID in every document */
export function risksOf(place: FailingPlace, observation: string): Risk[] {
    const { entry, failing, waived } = place;
    const isOpen = failing.length > 0 || waived.size === 0;
    const where = `account ${markupOf(entry.account)}, ${markupOf(entry.region)}`;
    return [
        ...(isOpen
            ? [
                  {
                      ...common(place, observation),
                      uuid: uuidOf(NAMESPACE, "risk", ...identity(place)),
                      title: `${markupOf(entry.rule)} fails in ${where}`,
                      description: `Resources in ${where} do not comply with the rule ${markupOf(entry.rule)}.`,
                      statement: "What the rule is to prevent may happen until the resources comply.",
                      props: properties({ "failing-resources": failing.length }),
                      status: "open" as const,
                  },
              ]
            : []),
        ...[...waived].map(([waiver, rows]): Risk => {
            const uuid = uuidOf(NAMESPACE, "risk", ...identity(place), ...waiverKey(waiver));
            return {
                ...common(place, observation),
                uuid,
                title: `${markupOf(entry.rule)} is waived in ${where}`,
                description: `Resources in ${where} do not comply with the rule ${markupOf(entry.rule)}; somebody accepted that.`,
                statement: markupOf(waiver.reason),
                props: properties({
                    "waived-resources": rows.length,
                    "waiver-owner": waiver.owner,
                    "waiver-expiry": waiver.expiry,
                    "waiver-resource": waiver.resource,
                }),
                status: "deviation-approved",
                // The waiver holds on its last day, too.
                deadline: `${waiver.expiry}T23:59:59Z`,
                remediations: [
                    {
                        uuid: uuidOf(uuid, "response"),
                        lifecycle: "planned",
                        title: `Accepted by ${markupOf(waiver.owner)} until ${waiver.expiry}`,
                        description: markupOf(waiver.reason),
                        props: [{ name: "type", value: "accept" }],
                        origins: [acceptedBy(waiver)],
                    },
                ],
            };
        }),
    ];
}

/** Whoever owns a waiver: a team or a person, as `waivers.yaml` does not say which. */
export function ownerOf({ owner }: Waiver): Party {
    return { uuid: uuidOf(NAMESPACE, "party", owner), type: "organization", name: stringOf(owner) };
}

function acceptedBy(waiver: Waiver): Origin {
    return { actors: [{ type: "party", "actor-uuid": ownerOf(waiver).uuid, "role-id": "risk-owner" }] };
}

function identity({ entry }: FailingPlace): readonly unknown[] {
    return [ruleKey(entry), entry.account, entry.region];
}

function waiverKey({ rule, account, resource, owner, expiry, reason }: Waiver): readonly string[] {
    return [rule, account, resource, owner, expiry, reason];
}

function common(
    { entry }: FailingPlace,
    observation: string,
): Pick<Risk, "origins" | "characterizations" | "related-observations"> {
    return {
        origins: [CONCLUDED],
        ...(entry.severity !== undefined && {
            characterizations: [
                { origin: CONCLUDED, facets: [{ name: "severity", system: TERMS, value: entry.severity }] },
            ],
        }),
        "related-observations": [{ "observation-uuid": observation }],
    };
}
