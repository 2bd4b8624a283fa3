/** The first thing that is read: one number, what it is made of, and what needs somebody. */
import { formatCount } from "../../../lib/cost/format.ts";
import { SEVERITIES } from "../../../lib/compliance/severity.ts";
import type { ComplianceReport } from "../../../lib/report/compliance/compliance-report.ts";
import { percent } from "../../../lib/report/compliance/score.ts";
import { type Html, html, type Part } from "../html.ts";
import { plotShares, type Share } from "../plots.ts";
import { caution, type Section } from "../section.ts";
import { grouped, resources } from "../words.ts";

interface Portion extends Share {
    readonly kind: string;
}

export function summarySection(report: ComplianceReport): Section {
    const { totals } = report;
    return {
        id: "summary",
        title: "Summary",
        content:
            totals.rules === 0
                ? [
                      html`<p class="empty">
                          AWS Config has no rules here: nothing was deployed yet, or the credentials see another account
                          or region than was meant.
                      </p>`,
                  ]
                : [
                      html`<div class="hero">
                          <div class="headline">${headline(report)}</div>
                          <div class="portions">${portions(report)}</div>
                      </div>`,
                      report.score.reason === undefined
                          ? ""
                          : caution("the score counts rules, not resources. ", report.score.reason, "."),
                      tiles(report),
                  ],
    };
}

function headline({ score }: ComplianceReport): Html {
    const what = score.counted === "combinations" ? "combinations of a rule and a resource comply" : "rules comply";
    return html`<p class="score-label">Compliance score</p>
        <p class="score-number">
            ${score.share === undefined ? "–" : percent(score.share).replace(" %", "")}${score.share === undefined ? "" : html`<small> %</small>`}
        </p>
        <p class="score-words">
            ${
                score.share === undefined
                    ? "No rule has a verdict yet."
                    : `${grouped(score.compliant)} of ${grouped(score.total)} ${what}.`
            }
        </p>`;
}

function portions({ totals }: ComplianceReport): Html {
    const { verdicts } = totals;
    const all: Portion[] = [
        { kind: "compliant", value: verdicts.COMPLIANT },
        { kind: "waived", value: verdicts.WAIVED },
        { kind: "failing", value: verdicts.NON_COMPLIANT },
        { kind: "no data", value: verdicts.INSUFFICIENT_DATA + verdicts.NOT_APPLICABLE },
    ].map((one) => ({ ...one, label: "rules", colour: `var(--${one.kind.replace(" ", "-")})` }));
    const count = all.reduce((sum, { value }) => sum + value, 0);
    const some = all.filter(({ value }) => value > 0);
    const words = some.map(({ kind, value }) => `${grouped(value)} ${kind}`).join(", ");
    const keys = some.map(
        ({ kind, value }) =>
            html`<li>
                <i class="key ${kind.replace(" ", "-")}" aria-hidden="true"></i><b>${grouped(value)}</b> ${kind}
            </li>`,
    );
    return html`${plotShares(
            `Rules by verdict: ${words}.`,
            html`${grouped(count)} rules, once for each account and region`,
            some,
        )}
        <ul class="keys">
            ${keys}
        </ul>`;
}

function tiles({ totals, matrix, waivers }: ComplianceReport): Html {
    const { failingBySeverity: failing } = totals;
    const severities = SEVERITIES.filter((severity) => failing[severity] > 0);
    const weights = severities.map((severity) => `${grouped(failing[severity])} ${severity}`).join(", ");
    const packs = matrix.packs.shown.length + matrix.packs.others;
    return html`<dl class="tiles">
        ${[
            tile(
                "Rules failing",
                grouped(totals.verdicts.NON_COMPLIANT),
                weights === "" ? "in an account and region" : weights,
            ),
            tile(
                "Resources failing",
                resources(totals.failing),
                totals.failing.capped ? "once for each rule, at least" : "once for each rule",
            ),
            tile("Resources waived", resources(totals.waived), `by ${formatCount(waivers.used.length, "waiver")}`),
            tile("Accounts", grouped(totals.accounts), `in ${formatCount(totals.regions, "region")}`),
            tile("Different rules", grouped(totals.rules), `in ${formatCount(packs, "pack")}`),
        ]}
    </dl>`;
}

function tile(name: string, value: string, remark: Part): Html {
    return html`<div>
        <dt>${name}</dt>
        <dd><b>${value}</b> <span>${remark}</span></dd>
    </div>`;
}
