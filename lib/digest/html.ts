/** A digest as a mail in HTML. */
import type { SnapshotGroup } from "../compliance/snapshot.ts";
import { scoreOf } from "../compliance/tally.ts";
import { pointScore } from "../compliance/trend.ts";
import { formatCount } from "../cost/format.ts";
import { bad, bar, COLOURS, dataTable, good, heading, muted, name, page, paragraph, title } from "./html-parts.ts";
import type { FindingGroups } from "./finding-groups.ts";
import type { DigestReport, DigestWaiver, Listed } from "./report.ts";
import {
    count,
    dayOf,
    extent,
    howLong,
    minuteOf,
    movement,
    percent,
    scoreInWords,
    places,
    resources,
    SOON_DAYS,
    subjectOf,
    whereFrom,
} from "./words.ts";

/** A whole document, with nothing to load and nothing to run. */
export function digestHtml(report: DigestReport): string {
    return page(subjectOf(report), report.totals.rules === 0 ? "" : summary(report), [
        title(`Compliance of ${report.stack}`),
        paragraph(muted(name(minuteOf(report.takenAt)))),
        ...overview(report),
        ...changed(report),
        ...groups("By pack", "Pack", report.packs),
        ...groups("Accounts, the worst first", "Account", report.accounts),
        ...groups(
            report.framework === undefined ? "Controls that fail" : `Controls of ${report.framework} that fail`,
            "Control",
            report.controls,
        ),
        ...waivers("Waived, ending soonest first", report.waivers),
        ...waivers("Waivers that have ended", report.ended),
        ...trend(report),
        `<p style="margin:28px 0 0;font-size:13px;">${muted(
            `Read from ${name(whereFrom(report.scope))}. Rules are counted once for each account and region.`,
        )}</p>`,
    ]);
}

function summary({ totals, score }: DigestReport): string {
    return `${scoreInWords(score).join(" ")}, ${formatCount(totals.verdicts.NON_COMPLIANT, "rule")} failing`;
}

function overview(report: DigestReport): string[] {
    const { totals, score, changes } = report;
    if (totals.rules === 0) {
        return [paragraph("AWS Config evaluates no rules there yet.")];
    }
    const { COMPLIANT, NON_COMPLIANT, WAIVED, INSUFFICIENT_DATA } = totals.verdicts;
    const moved = movement(typeof changes === "string" ? undefined : changes.score, score);
    const failing = `${formatCount(NON_COMPLIANT, "rule")} failing`;
    const [number, of] = scoreInWords(score);
    return [
        `<p style="margin:12px 0 6px;font-size:28px;line-height:1.2;font-weight:600;">${name(number)} ${muted(
            `<span style="font-size:15px;font-weight:400;">${of}${moved === "" ? "" : `, ${name(moved)} since the last digest`}</span>`,
        )}</p>`,
        bar([
            { part: COMPLIANT, colour: COLOURS.goodBar },
            { part: WAIVED, colour: COLOURS.waivedBar },
            { part: NON_COMPLIANT, colour: COLOURS.badBar },
        ]),
        paragraph(
            `${NON_COMPLIANT === 0 ? good(failing) : bad(failing)} with ${name(resources(totals.failing))}, ` +
                `${formatCount(WAIVED, "rule")} waived, ${formatCount(INSUFFICIENT_DATA, "rule")} without a verdict; ` +
                `${name(extent(report))}.`,
        ),
    ];
}

function changed({ changes }: DigestReport): string[] {
    if (changes === "first") {
        return [paragraph("This is the first digest: the next one tells what is new and what is resolved.")];
    }
    if (changes === "too-many") {
        return [paragraph("Too much fails to keep every finding: what is new cannot be told.")];
    }
    const { since, begun, resolved, waived, gone } = changes;
    return [
        ...findings(`New since ${dayOf(since)}: ${count(begun)}`, begun),
        ...findings(`Resolved since ${dayOf(since)}: ${count(resolved)}`, resolved),
        ...(waived.total === 0 ? [] : findings(`Waived since ${dayOf(since)}: ${count(waived)}`, waived)),
        ...(gone === 0 ? [] : [paragraph(`Gone with their account or rule: ${formatCount(gone, "finding")}.`)]),
    ];
}

function findings(text: string, groups: FindingGroups): string[] {
    return [
        heading(text),
        ...(groups.total === 0
            ? [paragraph(muted("None."))]
            : [
                  dataTable(
                      [{ title: "Rule" }, { title: "Where", width: "50%" }],
                      groups.items.map((group) => [
                          `${name(group.rule)}${group.severity === undefined ? "" : ` ${severity(group.severity)}`}` +
                              (group.failing === undefined || group.failing.count === 0
                                  ? ""
                                  : `<br>${muted(name(resources(group.failing)))}`),
                          name(places(group)),
                      ]),
                  ),
                  ...others(groups),
              ]),
    ];
}

function severity(level: string): string {
    return level === "critical" || level === "high" ? bad(name(level)) : muted(name(level));
}

function groups(text: string, kind: string, list: Listed<SnapshotGroup>): string[] {
    return list.items.length === 0
        ? []
        : [
              heading(text),
              dataTable(
                  [
                      { title: kind },
                      { title: "Comply", width: "15%", isShort: true },
                      { title: "Failing", width: "15%", isShort: true },
                      { title: "Waived", width: "15%", isShort: true },
                      { title: "Share", width: "20%", isBar: true },
                  ],
                  list.items.map((group) => {
                      const { COMPLIANT, NON_COMPLIANT, WAIVED } = group.verdicts;
                      return [
                          name(group.name),
                          name(scoreOf(group) === undefined ? "none yet" : percent(scoreOf(group))),
                          NON_COMPLIANT === 0 ? "0" : bad(NON_COMPLIANT.toLocaleString("en")),
                          WAIVED.toLocaleString("en"),
                          bar([
                              { part: COMPLIANT, colour: COLOURS.goodBar },
                              { part: WAIVED, colour: COLOURS.waivedBar },
                              { part: NON_COMPLIANT, colour: COLOURS.badBar },
                          ]),
                      ];
                  }),
              ),
              ...others(list),
          ];
}

function waivers(text: string, list: Listed<DigestWaiver>): string[] {
    return list.items.length === 0
        ? []
        : [
              heading(text),
              dataTable(
                  [
                      { title: "Rule and resource" },
                      { title: "Owner and reason", width: "35%" },
                      { title: "Until", width: "25%" },
                  ],
                  list.items.map((waiver) => [
                      `${name(waiver.rule)}<br>${muted(`${name(waiver.resource)} in ${waiver.account === "all" ? "all accounts" : name(waiver.account)}`)}`,
                      `${name(waiver.owner)}<br>${muted(name(waiver.reason))}`,
                      waiver.daysLeft <= SOON_DAYS ? bad(name(howLong(waiver))) : name(howLong(waiver)),
                  ]),
              ),
              ...others(list),
          ];
}

function trend({ trend: points }: DigestReport): string[] {
    return points.length < 2
        ? []
        : [
              heading("Trend"),
              dataTable(
                  [
                      { title: "Day", width: "22%", isShort: true },
                      { title: "Comply", width: "18%", isShort: true },
                      { title: "Failing", width: "18%", isShort: true },
                      { title: "Share", isBar: true },
                  ],
                  points.map((point) => [
                      name(dayOf(point.at)),
                      name(pointScore(point) === undefined ? "none yet" : percent(pointScore(point))),
                      point.nonCompliant.toLocaleString("en"),
                      bar([
                          { part: point.compliant, colour: COLOURS.goodBar },
                          { part: point.waived, colour: COLOURS.waivedBar },
                          { part: point.nonCompliant, colour: COLOURS.badBar },
                      ]),
                  ]),
              ),
          ];
}

function others({ more }: Pick<Listed<unknown>, "more">): string[] {
    return more === 0 ? [] : [paragraph(muted(`and ${more.toLocaleString("en")} more`))];
}
