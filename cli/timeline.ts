/** `packs timeline`: what changed of a resource, and when it ceased to comply, with which rule. */
import type { HistoryItem, ResourceHistorySource, ResourceIdentity } from "../lib/compliance/history.ts";
import { PlannedRules } from "../lib/compliance/planned-rules.ts";
import { readSpan, type Span, timelineOf, verdictsOf } from "../lib/compliance/timeline.ts";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import { projectFolder } from "../lib/project-files.ts";
import { loadWaivers } from "../lib/waivers/load.ts";
import { isWaived, nameInPack } from "../lib/waivers/match.ts";
import type { Waiver } from "../lib/waivers/waiver.ts";
import { explainFailure } from "./compliance/failure.ts";
import { EXIT } from "./exit-code.ts";
import { questionOf, unlessRefused } from "./refusal.ts";
import { type AskedScope, foreignAccount, scopeOf } from "./scope.ts";
import type { Terminal } from "./terminal.ts";
import { formatJson } from "./timeline/json.ts";
import type { FailingRule, TimelineReport } from "./timeline/report.ts";
import { formatText } from "./timeline/text.ts";

export interface TimelineOptions extends AskedScope {
    readonly output: "text" | "json";
    /** Events. */
    readonly limit: number;
    /** ISO 8601: nothing earlier is shown. */
    readonly since?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * @param text a day as YYYY-MM-DD, a moment in ISO 8601, or a number of days as `30d`
 * @param now milliseconds since the epoch
 * @returns ISO 8601, or undefined for a text that is none of these
 */
export function parseSince(text: string, now: number): string | undefined {
    const days = /^(\d{1,4})d$/.exec(text)?.[1];
    if (days !== undefined) {
        return new Date(now - Number(days) * DAY_MS).toISOString();
    }
    const moment = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}

/**
 * Asks AWS and prints. Changes nothing.
 *
 * @param resource `<type>/<ID>`, ARN, ID or name
 * @returns the exit code: 0 where AWS has a history, 1 where it refuses or knows no such resource, or several
 */
export async function timeline(
    root: string,
    resource: string,
    options: TimelineOptions,
    terminal: Terminal,
): Promise<number> {
    const files = projectFolder(root);
    const found = scopeOf("timeline", files, options, true);
    if ("fault" in found) {
        terminal.note(found.fault);
        return found.code;
    }
    const { waivers, diagnostics } = loadWaivers(files);
    if (waivers === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    const { scope, plan } = found;
    // Loaded late: the AWS clients are of no use to a question that cannot be asked.
    const [{ AccountHistorySource }, { callerAccount }, { complianceClient }] = await Promise.all([
        import("./compliance/account-history.ts"),
        import("./caller-account.ts"),
        import("../compliance/client.ts"),
    ]);
    const asking = async (): Promise<number> => {
        const region = scope.region ?? (await complianceClient(undefined).config.region());
        const account = await callerAccount(region);
        const foreign = plan === undefined ? undefined : foreignAccount(account, plan);
        if (foreign !== undefined) {
            terminal.note(foreign);
            return EXIT.errors;
        }
        const regions =
            options.region !== undefined || plan === undefined ? [region] : regionsOf(plan).map((one) => one.region);
        const source = new AccountHistorySource(
            account,
            regions,
            scope.aggregator === undefined ? undefined : { name: scope.aggregator, region },
        );
        const identities = await source.find(resource);
        const fault = notTheOne(resource, identities, account);
        const [identity] = identities;
        if (fault !== undefined || identity === undefined) {
            terminal.note(fault ?? "");
            return EXIT.errors;
        }
        const report = await read(source, identity, options, new PlannedRules(plan), waivers);
        terminal.line(options.output === "json" ? formatJson(report) : formatText(report, terminal));
        return EXIT.success;
    };
    return unlessRefused(asking, explainFailure, questionOf("timeline", found), terminal);
}

/** AWS Config gives a history to the resource's own account only, aggregator or not. */
function notTheOne(resource: string, found: readonly ResourceIdentity[], account: string): string | undefined {
    const [first, ...others] = found;
    if (first === undefined) {
        return (
            `AWS Config has recorded nothing named ${resource} here. What is gone is found by type and ID alone, ` +
            "such as AWS::S3::Bucket/my-bucket; see also --region and --aggregator"
        );
    }
    if (others.length > 0) {
        const list = found.map((one) => `    ${one.resourceType}/${one.resourceId} (${one.account}, ${one.region})`);
        return [`there are several resources named ${resource}: name one by type and ID, and --region`, ...list].join(
            "\n",
        );
    }
    return first.account === account
        ? undefined
        : `${first.resourceType}/${first.resourceId} is in account ${first.account}, ${first.region}, which alone may read its ` +
              `history: with credentials of that account, packs timeline '${first.resourceType}/${first.resourceId}' ` +
              `--account --region ${first.region}`;
}

async function read(
    source: ResourceHistorySource,
    resource: ResourceIdentity,
    { limit, since }: Span,
    rules: PlannedRules,
    waivers: readonly Waiver[],
): Promise<TimelineReport> {
    const span = { limit, ...(since !== undefined && { since }) };
    const configurations = await readSpan(source.configurations(resource), span);
    const compliance = await readSpan(source.compliance(resource), span);
    const events = timelineOf(configurations, compliance, rules);
    const newest = compliance.items[0] ?? compliance.earlier;
    const overall = newest === undefined ? undefined : verdictsOf(newest).overall;
    return {
        resource,
        ...(overall !== undefined && { compliance: overall }),
        failing: newest === undefined ? [] : failingRules(newest, resource, rules, waivers),
        events: events.slice(0, limit),
        more: configurations.more || compliance.more || events.length > limit,
    };
}

function failingRules(
    newest: HistoryItem,
    resource: ResourceIdentity,
    rules: PlannedRules,
    waivers: readonly Waiver[],
): FailingRule[] {
    const on = new Date().toISOString().slice(0, 10);
    return [...verdictsOf(newest).rules]
        .filter(([, verdict]) => verdict === "NON_COMPLIANT")
        .map(([name, after]): FailingRule => {
            const { rule, severity, identifier } = rules.find(nameInPack(name));
            const waiver = isWaived(waivers, {
                ...resource,
                rule: name,
                ...(identifier !== undefined && { identifier }),
                on,
            });
            return {
                rule,
                ...(severity !== undefined && { severity }),
                after,
                ...(waiver !== undefined && { waiver }),
            };
        });
}
