/** What an alert says: to people as text, to programs as JSON, and to subscriptions by what they filter on. */
import { timelineLink } from "../../lib/alerts/timeline-link.ts";
import type { ControlPlan } from "../../lib/plan/plan.ts";
import type { Finding } from "./change.ts";
import { type Group, RESOURCES_TOLD_APART } from "./group.ts";

export interface AlertMessage {
    /** The same for every attempt to deliver it. */
    readonly id: string;
    /** ASCII, shorter than 100 characters: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
    readonly subject: string;
    readonly text: string;
    /** What programs read, the text aside. */
    readonly detail: AlertDetail;
}

export interface AlertDetail {
    readonly kind: Group["kind"] | "summary";
    readonly stack: string;
    /** The worst one told of. */
    readonly severity?: string;
    /** Absent of a summary, and of what AWS Config itself does no more. */
    readonly rule?: string;
    readonly packs: readonly string[];
    readonly controls: readonly ControlPlan[];
    readonly accounts: readonly string[];
    readonly changes: number;
    /** Those that are shown; of the others there is the number only. */
    readonly findings: readonly (Finding & { readonly timeline?: string })[];
    /** Of a summary: the rules, worst first, as far as they are shown. */
    readonly groups?: readonly GroupLine[];
    /** Of a summary: how many rules there are. */
    readonly rules?: number;
    /** Changes that are waived since the last summary. */
    readonly waived?: number;
}

export interface GroupLine {
    readonly kind: Group["kind"];
    readonly subject: string;
    readonly severity?: string;
    readonly packs: readonly string[];
    readonly changes: number;
    readonly resources: number;
    readonly accounts: number;
}

export interface MessageContext {
    readonly stack: string;
    readonly partition: string;
}

const SUBJECT_LENGTH = 99;

/** The message that tells of one group. */
export function groupMessage(group: Group, id: string, { stack, partition }: MessageContext): AlertMessage {
    const { kind, subject, severity, packs, controls, accounts, changes } = group;
    const findings = group.findings.map((finding) => ({ ...finding, ...linkOf(finding, partition) }));
    const [only] = findings;
    const single = only !== undefined && group.resources.length === 1;
    const headline = `${headlineOf(group)}.`;
    const lines = [
        changes > group.resources.length ? `${headline} It changed ${counted(changes, "time")}.` : headline,
        "",
        ...(single ? describe(only) : []),
        `Severity: ${severity ?? "none given"}`,
        ...(packs.length > 0 ? [`Pack: ${packs.join(", ")}`] : []),
        ...(controls.length > 0 ? [`Controls: ${controls.map(controlText).join(", ")}`] : []),
        ...(single ? [] : ["", ...findings.flatMap(listed), ...more(group)]),
        "",
        `Stack: ${stack}`,
    ];
    return {
        id,
        subject: asSubject(
            `[${labelOf(group)}] ${headlineOf(group)}${single ? ` (${only.account}, ${only.region})` : ""}`,
        ),
        text: (kind === "recording" ? lines.filter((line) => !line.startsWith("Severity: ")) : lines).join("\n"),
        detail: {
            kind,
            stack,
            ...(severity !== undefined && { severity }),
            ...(kind !== "recording" && { rule: subject }),
            packs,
            controls,
            accounts,
            changes,
            findings,
        },
    };
}

function headlineOf({ kind, subject, findings, resources, accounts }: Group): string {
    const [first] = findings;
    const where = accounts.length > 1 ? ` (${counted(accounts.length, "account")})` : "";
    if (kind === "recording") {
        return `AWS Config: ${subject}${where}`;
    }
    const verb = kind === "failing" ? ["does not comply", "do not comply"] : ["complies again", "comply again"];
    return resources.length === 1 && first !== undefined
        ? `${first.resourceType ?? ""} ${first.resourceId ?? ""} ${verb[0] ?? ""} with ${subject}`
        : `${resourcesText(resources.length)} ${verb[1] ?? ""} with ${subject}${where}`;
}

function describe({ account, region, since, before, annotation, timeline }: AlertDetail["findings"][number]): string[] {
    return [
        `Account: ${account}`,
        `Region: ${region}`,
        `Since: ${since}`,
        ...(before === undefined ? [] : [`Before: ${before}`]),
        ...(annotation === undefined ? [] : [`Says: ${annotation}`]),
        ...(timeline === undefined ? [] : [`Timeline: ${timeline}`]),
    ];
}

function listed(finding: AlertDetail["findings"][number]): string[] {
    const { account, region, resourceType, resourceId, since, annotation, timeline } = finding;
    const what = resourceType === undefined ? "" : `${resourceType} ${resourceId ?? ""}, `;
    return [
        `- ${what}${account} ${region}, since ${since}${annotation === undefined ? "" : `: ${annotation}`}`,
        ...(timeline === undefined ? [] : [`  ${timeline}`]),
    ];
}

function more({ resources, findings }: Group): string[] {
    const rest = resources.length - findings.length;
    const least = resources.length >= RESOURCES_TOLD_APART ? "at least " : "";
    return rest > 0 ? [`and ${least}${counted(rest, "resource")} more`] : [];
}

/** Where not all are told apart, "2,000 resources or more". */
export function resourcesText(count: number): string {
    return `${counted(count, "resource")}${count >= RESOURCES_TOLD_APART ? " or more" : ""}`;
}

export function counted(count: number, one: string): string {
    return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}

export function labelOf({ kind, severity }: Pick<Group, "kind" | "severity">): string {
    return (kind === "failing" ? (severity ?? "alert") : kind).toUpperCase();
}

export function asSubject(text: string): string {
    const ascii = text.replaceAll(/[^\x20-\x7e]/g, "?");
    return ascii.length <= SUBJECT_LENGTH ? ascii : `${ascii.slice(0, SUBJECT_LENGTH - 3)}...`;
}

function controlText({ framework, id }: ControlPlan): string {
    return framework === undefined ? id : `${framework} ${id}`;
}

function linkOf({ region, resourceType, resourceId }: Finding, partition: string): { readonly timeline?: string } {
    return resourceType === undefined || resourceId === undefined
        ? {}
        : {
              timeline: timelineLink(partition, {
                  region,
                  resourceType: encodeURIComponent(resourceType),
                  resourceId: encodeURIComponent(resourceId),
              }),
          };
}
