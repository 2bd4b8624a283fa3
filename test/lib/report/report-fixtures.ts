/** Reports as `packs report` reads them, from answers that are given: of nothing, of a few accounts, and of thousands. */
import type { HistoryItem, ResourceHistorySource } from "../../../lib/compliance/history.ts";
import { endingOf } from "../../../lib/compliance/pack-endings.ts";
import type { DeployedPack, Evaluation, Pages, RuleCompliance } from "../../../lib/compliance/source.ts";
import type { TrendPoint } from "../../../lib/compliance/trend-point.ts";
import { estimateCost } from "../../../lib/cost/estimate.ts";
import { defaultUsage } from "../../../lib/cost/usage.ts";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { namedChecks } from "../../../lib/coverage/named-checks.ts";
import { readProjectPacks } from "../../../lib/coverage/pack-rules.ts";
import { type FrameworkReport, reportFramework } from "../../../lib/coverage/report.ts";
import { stackPacks } from "../../../lib/coverage/stack-packs.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import type { ComplianceReport } from "../../../lib/report/compliance/compliance-report.ts";
import { readReport, REPORT_LIMITS, type ReportReading } from "../../../lib/report/compliance/read-report.ts";
import type { ResourceVerdicts, ResourceVerdictSource } from "../../../lib/report/compliance/resource-verdicts.ts";
import { evaluation, failing, FixtureSource, ruleCompliance } from "../compliance/fixture-source.ts";
import { waiversFor } from "../compliance/project.ts";
import { memoryFiles, planOf } from "../project.ts";

export const AT = "2026-11-23T06:00:00.000Z";
export const [OWN, OTHER, THIRD] = ["111111111111", "222222222222", "333333333333"] as const;

const PACKS = {
    "storage.yaml": `rules:
  s3-bucket-public-read-prohibited: { severity: critical, controls: { CIS: ["2.1"] } }
  s3-bucket-versioning-enabled: { severity: low, controls: { CIS: ["2.6"] } }
  s3-bucket-logging-enabled: {}
`,
    "audit.yaml": `rules:
  s3-bucket-logging-enabled: { severity: high, controls: { CIS: ["3.6"] } }
  cloudtrail-enabled: { severity: critical, controls: { CIS: ["3.1"] } }
notCovered:
  - controls: { CIS: ["1.1"] }
    reason: Contacts are no resources.
`,
};

export const PLAN: DeploymentPlan = planOf("  conformance-packs:packs:\n    storage: {}\n    audit: {}\n", PACKS);
const ENDINGS = { storage: "aaaaaaaa1", audit: "bbbbbbbb2" } as const;

/** As AWS Config names a pack's rule. */
export function deployed(rule: string, pack: keyof typeof ENDINGS): string {
    return `${rule}-conformance-pack-${ENDINGS[pack]}`;
}

export const PUBLIC = deployed("s3-bucket-public-read-prohibited", "storage");
export const VERSIONING = deployed("s3-bucket-versioning-enabled", "storage");
export const LOGGING = deployed("s3-bucket-logging-enabled", "storage");
export const AUDIT_LOGGING = deployed("s3-bucket-logging-enabled", "audit");
const TRAIL = deployed("cloudtrail-enabled", "audit");

/** What somebody may call a resource, and a rule may say of it. */
export const HOSTILE = `</script><img src=x onerror="alert(1)">&amp;'"\u202Egpj`;

function coverage(framework: string): FrameworkReport {
    const files = memoryFiles(Object.fromEntries(Object.entries(PACKS).map(([name, text]) => [`packs/${name}`, text])));
    const { packs: project = [] } = readProjectPacks(files);
    const sources = { checks: namedChecks(), catalogue: catalogue(), ownRules: [] };
    return reportFramework(
        framework,
        { title: "the stack test", selected: stackPacks(PLAN, project), project },
        sources,
    );
}

/** Verdicts in memory; says how often it was asked for them. */
export class FixtureVerdicts implements ResourceVerdictSource {
    readonly #resources: readonly ResourceVerdicts[];
    asked = 0;

    constructor(resources: readonly ResourceVerdicts[] = []) {
        this.#resources = resources;
    }

    count(): Promise<number> {
        return Promise.resolve(this.#resources.length);
    }

    async *verdicts(): Pages<ResourceVerdicts> {
        this.asked++;
        for (const one of this.#resources) {
            yield await Promise.resolve([one]);
        }
    }
}

/** Histories by `<type>/<ID>`, the newest state first. */
export class FixtureHistory implements ResourceHistorySource {
    readonly #states: Readonly<Record<string, readonly HistoryItem[]>>;
    readonly asked: string[] = [];

    constructor(states: Readonly<Record<string, readonly HistoryItem[]>> = {}) {
        this.#states = states;
    }

    find(): Promise<[]> {
        return Promise.resolve([]);
    }

    configurations(resource: { resourceType: string; resourceId: string }): Pages<HistoryItem> {
        return this.#pages(`${resource.resourceType}/${resource.resourceId}`);
    }

    compliance(resource: { resourceType: string; resourceId: string }): Pages<HistoryItem> {
        return this.#pages(`${resource.resourceType}/${resource.resourceId}`);
    }

    async *#pages(key: string): Pages<HistoryItem> {
        this.asked.push(key);
        yield await Promise.resolve(this.#states[key] ?? []);
    }
}

/** A state of a resource's compliance. */
export function verdictState(captured: string, rules: Readonly<Record<string, string>>): HistoryItem {
    const configRuleList = Object.entries(rules).map(([configRuleName, complianceType]) => ({
        configRuleName,
        complianceType,
    }));
    const complianceType = Object.values(rules).includes("NON_COMPLIANT") ? "NON_COMPLIANT" : "COMPLIANT";
    return { captured, status: "OK", content: { configuration: { complianceType, configRuleList } } };
}

/** A state of a pack's compliance. */
export function packState(captured: string, compliantRuleCount: number, nonCompliantRuleCount: number): HistoryItem {
    return { captured, status: "OK", content: { configuration: { compliantRuleCount, nonCompliantRuleCount } } };
}

function bucket(
    account: string,
    resourceId: string,
    rules: Readonly<Record<string, "COMPLIANT" | "NON_COMPLIANT">>,
): ResourceVerdicts {
    return {
        account,
        region: "eu-west-1",
        resourceType: "AWS::S3::Bucket",
        resourceId,
        rules: Object.entries(rules).map(([rule, compliance]) => ({ rule, compliance })),
    };
}

const FEW_RULES: readonly (readonly RuleCompliance[])[] = [
    [
        failing(PUBLIC, OWN, 3),
        failing(VERSIONING, OWN, 40),
        ruleCompliance(LOGGING, OWN),
        failing(AUDIT_LOGGING, OWN, 1),
        ruleCompliance(TRAIL, OWN, { compliance: "INSUFFICIENT_DATA" }),
    ],
    [
        ruleCompliance(PUBLIC, OTHER),
        failing(VERSIONING, OTHER, 1),
        ruleCompliance(TRAIL, OTHER),
        ruleCompliance("by-hand", OTHER, { region: "us-east-1" }),
    ],
    [ruleCompliance(PUBLIC, THIRD), ruleCompliance(TRAIL, THIRD)],
];

const FEW_EVALUATIONS: readonly Evaluation[] = [
    { ...evaluation(PUBLIC, OWN, "public-site"), recorded: "2026-11-20T08:00:00.000Z" },
    { ...evaluation(PUBLIC, OWN, "public-docs"), recorded: "2026-11-20T08:00:00.000Z" },
    { ...evaluation(PUBLIC, OWN, HOSTILE), annotation: HOSTILE, recorded: "2026-11-21T08:00:00.000Z" },
    { ...evaluation(VERSIONING, OWN, "public-docs"), recorded: "2026-11-19T08:00:00.000Z" },
    { ...evaluation(VERSIONING, OTHER, "orders"), annotation: "Versioning is suspended." },
    evaluation(AUDIT_LOGGING, OWN, HOSTILE),
];

const FEW_RESOURCES: readonly ResourceVerdicts[] = [
    bucket(OWN, "public-site", { [PUBLIC]: "NON_COMPLIANT", [VERSIONING]: "COMPLIANT", [LOGGING]: "COMPLIANT" }),
    bucket(OWN, "public-docs", { [PUBLIC]: "NON_COMPLIANT", [VERSIONING]: "NON_COMPLIANT", [LOGGING]: "COMPLIANT" }),
    bucket(OWN, HOSTILE, { [PUBLIC]: "NON_COMPLIANT", [AUDIT_LOGGING]: "NON_COMPLIANT" }),
    bucket(OTHER, "orders", { [PUBLIC]: "COMPLIANT", [VERSIONING]: "NON_COMPLIANT" }),
    bucket(THIRD, "data", { [PUBLIC]: "COMPLIANT", [TRAIL]: "COMPLIANT" }),
];

const FEW_PACKS: readonly DeployedPack[] = [OWN, OTHER, THIRD].flatMap((account) =>
    Object.entries(ENDINGS).map(([pack, ending]) => ({
        pack,
        account,
        region: "eu-west-1",
        ending: `conformance-pack-${ending}`,
    })),
);

function point(day: number, compliant: number, nonCompliant: number, waived = 0): TrendPoint {
    const at = new Date(Date.parse(AT) - day * 86_400_000).toISOString();
    return { at, compliant, nonCompliant, waived, packs: [] };
}

export const POINTS: readonly TrendPoint[] = [point(40, 3, 7), point(20, 5, 5), point(3, 6, 4)];

/** What the report of a few accounts is read from. */
export function fewAccounts(changes: Partial<ReportReading> = {}): ReportReading {
    return {
        source: new FixtureSource({ rules: FEW_RULES, deployedPacks: FEW_PACKS, evaluations: FEW_EVALUATIONS }),
        verdicts: new FixtureVerdicts(FEW_RESOURCES),
        history: {
            account: OWN,
            source: new FixtureHistory({
                "AWS::S3::Bucket/public-docs": [
                    verdictState("2026-11-20T08:00:00.000Z", {
                        [PUBLIC]: "NON_COMPLIANT",
                        [VERSIONING]: "NON_COMPLIANT",
                    }),
                    verdictState("2026-11-19T08:00:00.000Z", { [PUBLIC]: "COMPLIANT", [VERSIONING]: "NON_COMPLIANT" }),
                    verdictState("2026-10-01T08:00:00.000Z", { [PUBLIC]: "COMPLIANT", [VERSIONING]: "COMPLIANT" }),
                ],
            }),
        },
        snapshots: { where: "s3://history/digests", points: POINTS },
        plan: PLAN,
        coverage: coverage("CIS"),
        cost: estimateCost(PLAN, defaultUsage()),
        waivers: waiversFor(
            { rule: "s3-bucket-public-read-prohibited", account: OWN, resource: "public-*" },
            { rule: "s3-bucket-logging-enabled", resource: "nowhere", expiry: "2026-12-01" },
            { rule: "s3-bucket-versioning-enabled", resource: "orders", expiry: "2026-11-01" },
        ),
        at: AT,
        ...changes,
    };
}

export function smallReport(changes: Partial<ReportReading> = {}): Promise<ComplianceReport> {
    return readReport(fewAccounts(changes));
}

/** Without a stack, rules or anything else. */
export function emptyReport(): Promise<ComplianceReport> {
    return readReport({
        source: new FixtureSource({}),
        verdicts: new FixtureVerdicts(),
        history: { account: OWN, source: new FixtureHistory() },
        waivers: [],
        at: AT,
    });
}

/** Packs and rules of a large organization; of every rule some accounts fail, the first of them most. */
const LARGE_PACKS = 22;
const RULES_PER_PACK = 7;
const SEVERITIES = ["critical", "high", "medium", "low"] as const;

const LARGE_PLAN = (): DeploymentPlan => {
    const names = catalogue()
        .all()
        .filter(({ parameters = {} }) => Object.keys(parameters).length === 0)
        .slice(0, LARGE_PACKS * RULES_PER_PACK)
        .map(({ name }) => name);
    const files = Array.from({ length: LARGE_PACKS }, (_none, pack) => {
        const rules = names.slice(pack * RULES_PER_PACK, (pack + 1) * RULES_PER_PACK);
        const lines = rules.map((name, at) => `  ${name}: { severity: ${SEVERITIES[at % 4]} }`);
        return [`organization-baseline-${pack}`, `rules:\n${lines.join("\n")}\n`] as const;
    });
    const stack = files.map(([name]) => `    ${name}: {}\n`).join("");
    return planOf(
        `  conformance-packs:packs:\n${stack}`,
        Object.fromEntries(files.map(([name, text]) => [`${name}.yaml`, text])),
    );
};

/** An organization of as many accounts: page by page, as AWS would tell it. */
export function largeReport(accounts: number, limits = REPORT_LIMITS): Promise<ComplianceReport> {
    const plan = LARGE_PLAN();
    const rules = plan.packs.flatMap((pack, at) =>
        pack.rules.map((rule) => `${rule.name}-conformance-pack-${at.toString(36).padStart(9, "a")}`),
    );
    const fails = (account: number, rule: number): boolean =>
        (account * 7919 + rule * 104_729) % 97 < 2 + (account % 13);
    const pages = Array.from({ length: accounts }, (_none, number) => {
        const account = String(100_000_000_000 + number * 7);
        return rules.map((rule, at): RuleCompliance => {
            const region = ["eu-west-1", "us-east-1", "ap-southeast-2"][(number + at) % 3] ?? "";
            return fails(number, at)
                ? failing(rule, account, 1 + ((number + at) % 40), { region })
                : ruleCompliance(rule, account, { region });
        });
    });
    const source = new FixtureSource({
        rules: pages,
        deployedPacks: plan.packs.map(({ name }, at) => ({
            pack: name,
            account: OWN,
            region: "eu-west-1",
            ending: endingOf(`x-conformance-pack-${at.toString(36).padStart(9, "a")}`) ?? "",
        })),
    });
    // One resource for each question, whatever it is about.
    source.evaluations = async function* ({ rule, account, region }) {
        const id = `arn:aws:s3:::bucket-of-${account}-with-a-name-that-is-rather-long-${rule.length}`;
        yield await Promise.resolve([{ ...evaluation(rule, account, id), region, recorded: AT }]);
    };
    return readReport({
        source,
        verdicts: new FixtureVerdicts(),
        history: { account: OWN, source: new FixtureHistory() },
        snapshots: {
            where: "digests",
            points: Array.from({ length: 400 }, (_none, day) => point(400 - day, 80 + day / 34, 20 - day / 34)).map(
                (one) => ({ ...one, compliant: Math.round(one.compliant), nonCompliant: Math.round(one.nonCompliant) }),
            ),
        },
        plan,
        cost: estimateCost(plan, defaultUsage()),
        waivers: [],
        at: AT,
        limits,
    });
}
