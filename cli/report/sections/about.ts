/** How the numbers came about, for whoever has to rely on them. */
import type { ComplianceReport } from "../../../lib/report/compliance/compliance-report.ts";
import { html } from "../html.ts";
import type { Section } from "../section.ts";

export function aboutSection({ score }: ComplianceReport): Section {
    return {
        id: "about",
        title: "About these numbers",
        content: [
            html`<ul class="plain">
                <li>
                    <b>Score.</b> ${
                        score.counted === "combinations"
                            ? "AWS's own definition for conformance packs, here of all rules: the share of compliant combinations of a rule and a resource among all that have a verdict."
                            : "The share of compliant rules among those that have a verdict, as resources could not be counted."
                    }
                    A waiver makes nothing compliant, so it raises no score. Scores are cut off, never rounded up.
                </li>
                <li>
                    <b>Rules</b> count once for each account and region. A rule without data has not run, or found
                    nothing to look at; it is no part of a score.
                </li>
                <li>
                    <b>Resources</b> that fail count once for each rule. AWS counts up to 25 for a rule in a place: 26+
                    and the like say that there are more.
                </li>
                <li>
                    <b>Waivers</b> come from waivers.yaml. What is waived is shown as waived wherever it would be shown
                    as failing.
                </li>
                <li>
                    <b>Severities, controls and packs</b> are those of the stack's packs. Rules that no pack deployed
                    stand under (no pack).
                </li>
                <li>
                    <b>What is left out</b> of a table is summed up or counted beside it. Filters and exports take what
                    the tables hold.
                </li>
            </ul>`,
        ],
    };
}
