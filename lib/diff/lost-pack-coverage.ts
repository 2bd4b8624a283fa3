/** Packs and rules that go on, but reach less than before. */
import { nameOf } from "../cost/estimate.ts";
import type { DeploymentPlan, RulePlan } from "../plan/plan.ts";
import type { LostCoverage } from "./lost-coverage.ts";
import { message } from "./message.ts";

/** From the most frequent on. A periodic rule without a frequency runs once a day. */
const FREQUENCIES = ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"];

/** Of packs that both plans have, by name. */
export function lostPackCoverage(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    const packs = [...old.packs].sort((a, b) => (a.name < b.name ? -1 : 1));
    return packs.flatMap((before): LostCoverage[] => {
        const after = now.packs.find(({ name }) => name === before.name);
        if (after === undefined) {
            return [];
        }
        const findings: LostCoverage[] = [];
        if (before.target === "organization" && after.target === "account") {
            const words = message`${before.name} covers this account only, no longer the organization`;
            findings.push({ code: "organization-pack", words });
        }
        const excluded = after.excludedAccounts.filter((account) => !before.excludedAccounts.includes(account));
        if (after.target === "organization" && before.target === "organization" && excluded.length > 0) {
            findings.push({
                code: "excluded-accounts",
                words: message`${before.name} leaves out ${excluded.join(", ")}`,
            });
        }
        for (const rule of before.rules) {
            const same = after.rules.find(({ logicalId }) => logicalId === rule.logicalId);
            if (same !== undefined && same.sourceIdentifier === rule.sourceIdentifier) {
                findings.push(...narrowed(`${nameOf(rule)} in ${before.name}`, rule, same));
            }
        }
        return findings;
    });
}

function narrowed(name: string, old: RulePlan, now: RulePlan): LostCoverage[] {
    const findings: LostCoverage[] = [];
    const [often, rarer] = [old, now].map(({ frequency }) => FREQUENCIES.indexOf(frequency ?? "TwentyFour_Hours"));
    if (often !== undefined && rarer !== undefined && often >= 0 && rarer > often) {
        findings.push({
            code: "rule-frequency",
            words: message`${name} runs less often: ${old.frequency ?? "once a day"} -> ${now.frequency ?? "once a day"}`,
        });
    }
    const types = ({ scope }: RulePlan): readonly unknown[] | undefined => {
        const listed = scope?.["ComplianceResourceTypes"];
        return Array.isArray(listed) ? listed : undefined;
    };
    const [before, after] = [types(old), types(now)];
    const lost = after === undefined ? [] : (before ?? []).filter((type) => !after.includes(type as never));
    if (lost.length > 0) {
        findings.push({ code: "rule-scope", words: message`${name} no longer looks at ${lost.join(", ")}` });
    }
    for (const key of ["ComplianceResourceId", "TagKey", "TagValue"]) {
        if (old.scope?.[key] === undefined && now.scope?.[key] !== undefined) {
            findings.push({ code: "rule-scope", words: message`${name} looks only at resources with ${key}` });
        }
    }
    if (old.condition === undefined && now.condition !== undefined) {
        findings.push({
            code: "rule-condition",
            words: message`${name} is deployed only under the condition ${now.condition}`,
        });
    }
    return findings;
}
