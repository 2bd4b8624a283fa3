/** Resources that do not comply, each with its rules and what became of its compliance. */
import { formatCount } from "../../../lib/cost/format.ts";
import type {
    ComplianceChange,
    ComplianceReport,
    Finding,
    ResourceReport,
} from "../../../lib/report/compliance/compliance-report.ts";
import { type Html, html, type Part } from "../html.ts";
import { note, type Section } from "../section.ts";
import { table } from "../table.ts";
import { grouped, moment, resources as words, severityBadge, severityColumn } from "../words.ts";

/** Of a resource that breaks more, the rest is counted. */
const MOST_FINDINGS = 12;

export function resourcesSection({ resources }: ComplianceReport): Section {
    const { shown, complete, failing, waived, timelines, timelinesMissing } = resources;
    return {
        id: "resources",
        title: "Resources that do not comply",
        content: [
            shown.length > 0 && !complete
                ? note(
                      `The worst ${formatCount(shown.length, "resource")}, by the severity of their rules; over all rules there are ` +
                          `${words(failing)} failing and ${words(waived)} waived, once for each rule. --resources shows more.`,
                  )
                : "",
            table<ResourceReport>({
                id: "resources-table",
                caption: "Resources",
                columns: [
                    {
                        heading: "Resource",
                        kind: "name",
                        cell: ({ resourceType, resourceId }) =>
                            html`<code class="id">${resourceId}</code><span class="type">${resourceType}</span>`,
                        value: ({ resourceType, resourceId }) => `${resourceType}/${resourceId}`,
                    },
                    { heading: "Account", cell: ({ account }) => account },
                    { heading: "Region", cell: ({ region }) => region },
                    severityColumn(({ worst }) => worst),
                    {
                        heading: "Status",
                        cell: ({ waived: all }) =>
                            all
                                ? html`<span class="status waived">waived</span>`
                                : html`<span class="status failing">failing</span>`,
                        value: ({ waived: all }) => (all ? "waived" : "failing"),
                    },
                    {
                        heading: "Rules",
                        cell: ({ findings }) => findingList(findings),
                        value: ({ findings }) => findings.map(({ rule }) => rule).join(" "),
                        order: ({ findings }) => findings.length,
                    },
                    {
                        heading: "Since",
                        cell: (resource) => since(resource),
                        value: (resource) => sinceOf(resource) ?? "",
                    },
                ],
                rows: shown,
                facets: ({ account, region, waived: all, findings }) => ({
                    account,
                    region,
                    pack: [...new Set(findings.flatMap(({ packs }) => packs))],
                    severity: [...new Set(findings.map(({ severity }) => severity ?? "none"))],
                    status: [
                        ...(all ? [] : ["failing"]),
                        ...(findings.some(({ waiver }) => waiver !== undefined) ? ["waived"] : []),
                    ],
                }),
                empty:
                    failing.count + waived.count === 0
                        ? "Every resource that AWS Config has a verdict on complies."
                        : "AWS Config counts resources that fail, but named none.",
            }),
            shown.length === 0
                ? ""
                : note(
                      `Timelines: ${grouped(timelines)} of ${formatCount(shown.length, "resource")}, from AWS Config's history. `,
                      timelinesMissing === undefined ? "" : `${timelinesMissing}. `,
                      html`<code>packs timeline &lt;type&gt;/&lt;ID&gt;</code> tells a resource's whole history.`,
                  ),
        ],
    };
}

function findingList(findings: readonly Finding[]): Html {
    const more = findings.length - MOST_FINDINGS;
    return html`<ul class="findings">
        ${findings.slice(0, MOST_FINDINGS).map(findingItem)}${
            more > 0 ? html`<li class="muted">and ${more} more</li>` : ""
        }
    </ul>`;
}

function findingItem({ rule, severity, annotation, waiver }: Finding): Html {
    return html`<li>
        ${severity === undefined ? "" : severityBadge(severity)} <code>${rule}</code>${
            annotation === undefined ? "" : html`<span class="why">${annotation}</span>`
        }${
            waiver === undefined
                ? ""
                : html`<span class="why"
                      ><span class="status waived">waived</span> until ${waiver.expiry} by ${waiver.owner}:
                      ${waiver.reason}</span
                  >`
        }
    </li>`;
}

/** The last time it ceased to comply, where its history tells. */
function sinceOf({ timeline, findings }: ResourceReport): string | undefined {
    const ceased = timeline?.changes.find(({ after, before }) => after === "NON_COMPLIANT" && before !== after);
    const recorded = findings.flatMap((finding) => finding.recorded ?? []).sort();
    return ceased?.at ?? recorded[0];
}

function since(resource: ResourceReport): Part {
    const at = sinceOf(resource);
    const { timeline } = resource;
    return [
        at === undefined ? html`<span class="muted">unknown</span>` : html`<time datetime="${at}">${moment(at)}</time>`,
        timeline === undefined || timeline.changes.length === 0
            ? ""
            : html`<details class="timeline">
                  <summary>${formatCount(timeline.changes.length, "change")}</summary>
                  <ol>
                      ${timeline.changes.map(changeItem)}
                  </ol>
                  ${timeline.more ? html`<p class="muted">There are earlier ones.</p>` : ""}
              </details>`,
    ];
}

function changeItem({ at, before, after, rules }: ComplianceChange): Html {
    const look = after === "COMPLIANT" ? "compliant" : after === "NON_COMPLIANT" ? "failing" : "no-data";
    return html`<li class="${look}">
        <time datetime="${at}">${moment(at)}</time> ${verdict(before)} → <b>${verdict(after)}</b>${
            rules.length === 0
                ? ""
                : html`<ul>
                      ${rules.map((rule) => html`<li><code>${rule.rule}</code>: ${verdict(rule.before)} → ${verdict(rule.after)}</li>`)}
                  </ul>`
        }
    </li>`;
}

const VERDICT_WORDS: Readonly<Record<string, string>> = {
    COMPLIANT: "complies",
    NON_COMPLIANT: "fails",
    INSUFFICIENT_DATA: "no data",
    NOT_APPLICABLE: "not applicable",
};

function verdict(word: string | undefined): string {
    return word === undefined ? "unknown" : (VERDICT_WORDS[word] ?? word);
}
