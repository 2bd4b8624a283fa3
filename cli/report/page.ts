/** The page of `packs report`: one file that asks nobody for anything, to be read, sorted, filtered, kept and printed. */
import { scopeWords } from "../status/report.ts";
import type { ComplianceReport } from "../../lib/report/compliance/compliance-report.ts";
import { SEVERITIES } from "../../lib/compliance/severity.ts";
import { assets } from "./assets.ts";
import { Html, html } from "./html.ts";
import { type Section, sectionPart } from "./section.ts";
import { aboutSection } from "./sections/about.ts";
import { accountsSection } from "./sections/accounts.ts";
import { controlsSection } from "./sections/controls.ts";
import { costSection } from "./sections/cost.ts";
import { packsSection } from "./sections/packs.ts";
import { resourcesSection } from "./sections/resources.ts";
import { rulesSection } from "./sections/rules.ts";
import { summarySection } from "./sections/summary.ts";
import { trendSection } from "./sections/trend.ts";
import { waiversSection } from "./sections/waivers.ts";
import { moment, STATUS } from "./words.ts";

/** @returns the whole page; the same report gives the same text */
export function reportPage(report: ComplianceReport): string {
    const { script, styleSheet, policy } = assets();
    const title = `Compliance of ${report.stack === undefined ? "AWS Config" : `the stack ${report.stack}`}`;
    const sections: readonly Section[] = [
        summarySection(report),
        trendSection(report),
        accountsSection(report),
        packsSection(report),
        rulesSection(report),
        resourcesSection(report),
        controlsSection(report),
        costSection(report),
        waiversSection(report),
        aboutSection(report),
    ];
    return html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${policy}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="referrer" content="no-referrer" />
                <title>${title}, ${moment(report.at)}</title>
                ${new Html(`<style>${styleSheet}</style>`)}
            </head>
            <body>
                <a class="skip" href="#main">Skip to the content</a>
                <header class="top">
                    <div>
                        <h1>${title}</h1>
                        <p class="scope">
                            Seen ${scopeWords(report.scope)}, <time datetime="${report.at}">${moment(report.at)}</time>
                        </p>
                    </div>
                    <div id="theme"></div>
                </header>
                <div class="layout">
                    <nav aria-label="Sections">
                        <ul>
                            ${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}
                        </ul>
                    </nav>
                    <main id="main" tabindex="-1">${filters(report)} ${sections.map(sectionPart)}</main>
                </div>
                <footer>Written by <code>packs report</code>. Everything on this page is in this file.</footer>
                ${new Html(`<script>${script}</script>`)}
            </body>
        </html>`.text;
}

/** Of use with the script only, which shows it. */
function filters(report: ComplianceReport): Html {
    const { matrix, regions, resources, rules } = report;
    const accounts = [
        ...new Set([
            ...matrix.accounts.shown.map(({ name }) => name),
            ...resources.shown.map(({ account }) => account),
        ]),
    ].sort();
    const packs = [
        ...new Set([...matrix.packs.shown.map(({ name }) => name), ...rules.shown.flatMap((rule) => rule.packs)]),
    ].sort();
    return html`<form id="filters" role="search" aria-label="Filter all tables" hidden>
        <label class="wide">Search<input type="search" name="text" autocomplete="off" spellcheck="false" /></label>
        <label
            >Account<input
                type="text"
                name="account"
                list="filter-accounts"
                inputmode="numeric"
                autocomplete="off"
                placeholder="any"
        /></label>
        <datalist id="filter-accounts">
            ${accounts.map((account) => html`<option value="${account}"></option>`)}
        </datalist>
        ${choice("Region", "region", regions.map(({ name }) => name).sort())} ${choice("Pack", "pack", packs)}
        ${choice("Severity", "severity", [...SEVERITIES, "none"])}
        ${choice("Status", "status", [STATUS.NON_COMPLIANT, STATUS.WAIVED, STATUS.INSUFFICIENT_DATA, STATUS.COMPLIANT])}
        <button type="reset">Reset</button>
        <p role="status" aria-live="polite" id="filter-status"></p>
    </form>`;
}

function choice(label: string, name: string, values: readonly string[]): Html {
    return html`<label
        >${label}<select name="${name}">
            <option value="">any</option>
            ${values.map((value) => html`<option>${value}</option>`)}
        </select></label
    >`;
}
