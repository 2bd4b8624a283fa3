/** What was accepted as it is: by whom, why and until when; nothing that is waived is hidden. */
import type { ResourceCount } from "../../../lib/compliance/source.ts";
import type { ComplianceReport } from "../../../lib/report/compliance/compliance-report.ts";
import { daysLeft, WARNING_DAYS } from "../../../lib/waivers/expiry.ts";
import { ALL_ACCOUNTS } from "../../../lib/waivers/all-accounts.ts";
import type { Waiver } from "../../../lib/waivers/waiver.ts";
import { html, type Part } from "../html.ts";
import { caution, type Section } from "../section.ts";
import { table } from "../table.ts";
import { resources } from "../words.ts";

interface Row {
    readonly waiver: Waiver;
    readonly state: "in use" | "covers nothing" | "expired";
    readonly covered?: ResourceCount;
}

export function waiversSection({ waivers, at }: ComplianceReport): Section {
    const { used, unused, expired } = waivers;
    const today = at.slice(0, 10);
    const rows: Row[] = [
        ...expired.map((waiver): Row => ({ waiver, state: "expired" })),
        ...used.map(({ waiver, resources: covered }): Row => ({ waiver, state: "in use", covered })),
        ...unused.map((waiver): Row => ({ waiver, state: "covers nothing" })),
    ];
    return {
        id: "waivers",
        title: "Waivers",
        content: [
            expired.length > 0
                ? caution("what has expired covers nothing, and counts as failing until its owner decides.")
                : "",
            table<Row>({
                id: "waivers-table",
                caption: "Waivers",
                columns: [
                    { heading: "Rule", kind: "name", cell: ({ waiver }) => html`<code>${waiver.rule}</code>` },
                    { heading: "Account", cell: ({ waiver }) => waiver.account },
                    { heading: "Resource", cell: ({ waiver }) => html`<code class="id">${waiver.resource}</code>` },
                    {
                        heading: "State",
                        cell: ({ state }) =>
                            html`<span
                                class="status ${state === "in use" ? "waived" : state === "expired" ? "failing" : "no-data"}"
                                >${state}</span
                            >`,
                    },
                    {
                        heading: "Resources",
                        kind: "number",
                        cell: ({ covered }) => (covered === undefined ? "–" : resources(covered)),
                        value: ({ covered }) => (covered === undefined ? 0 : resources(covered).replaceAll(",", "")),
                        order: ({ covered }) => covered?.count ?? 0,
                    },
                    { heading: "Owner", cell: ({ waiver }) => waiver.owner },
                    {
                        heading: "Until",
                        cell: ({ waiver }) => until(waiver.expiry, today),
                        value: ({ waiver }) => waiver.expiry,
                    },
                    { heading: "Reason", cell: ({ waiver }) => waiver.reason, look: () => "reason" },
                ],
                rows,
                facets: ({ waiver, state }) => ({
                    account: waiver.account === ALL_ACCOUNTS ? "*" : waiver.account,
                    status: [state === "expired" ? "failing" : "waived"],
                }),
                empty: "Nothing is waived: there is no waivers.yaml, or it is empty.",
            }),
        ],
    };
}

function until(expiry: string, today: string): Part {
    const left = daysLeft(expiry, today);
    const soon =
        left < 0
            ? "over"
            : left > WARNING_DAYS
              ? ""
              : left === 0
                ? "ends today"
                : `${left} day${left === 1 ? "" : "s"} left`;
    return html`<time datetime="${expiry}">${expiry}</time
        >${soon === "" ? "" : html`<span class="why">${soon}</span>`}`;
}
