/** The history of a resource: what changed of it, and which rules changed their verdict on it. */
import type { Severity } from "../plan/plan.ts";
import { nameInPack } from "../waivers/match.ts";
import { type FieldChange, fieldChanges } from "./field-changes.ts";
import type { HistoryItem } from "./history.ts";
import type { PlannedRules } from "./planned-rules.ts";
import type { Pages } from "./source.ts";

/** A rule's verdict on the resource that is not what it was. */
export interface RuleChange {
    readonly rule: string;
    readonly severity?: Severity;
    /** Absent where the rule had none before. */
    readonly before?: string;
    /** Absent where it has none any more. */
    readonly after?: string;
}

export type TimelineEvent =
    | {
          readonly kind: "configuration";
          readonly at: string;
          readonly status: string;
          /** Nothing is known from before: there is nothing to compare with. */
          readonly first: boolean;
          readonly changes: readonly FieldChange[];
      }
    | {
          readonly kind: "compliance";
          readonly at: string;
          readonly status: string;
          readonly before?: string;
          readonly after?: string;
          readonly rules: readonly RuleChange[];
      };

export interface Span {
    /** Events of each kind, at most. */
    readonly limit: number;
    /** ISO 8601: nothing earlier is shown. */
    readonly since?: string;
}

/**
 * Reads no more than is shown, and one state before, which the oldest is compared with.
 *
 * @param pages the newest first
 * @returns the newest first; `more` where AWS may have earlier ones within the span
 */
export async function readSpan(
    pages: Pages<HistoryItem>,
    { limit, since }: Span,
): Promise<{ items: HistoryItem[]; earlier?: HistoryItem; more: boolean }> {
    const items: HistoryItem[] = [];
    for await (const page of pages) {
        for (const item of page) {
            const isEarlier = since !== undefined && item.captured < since;
            if (isEarlier || items.length === limit) {
                return { items, earlier: item, more: !isEarlier };
            }
            items.push(item);
        }
    }
    return { items, more: false };
}

type Read = Awaited<ReturnType<typeof readSpan>>;

/** @returns the newest first */
export function timelineOf(configurations: Read, compliance: Read, rules: PlannedRules): TimelineEvent[] {
    const events = [
        ...pairs(configurations).map(([item, before]): TimelineEvent => ({
            kind: "configuration",
            at: item.captured,
            status: item.status,
            first: before === undefined,
            changes: before === undefined ? [] : fieldChanges(before.content, item.content),
        })),
        ...pairs(compliance).flatMap(([item, before]) => complianceEvent(item, before, rules)),
    ];
    // Of the same moment, what was changed comes before what rules say of it; here the newest is first.
    return events.sort((one, other) => (one.at === other.at ? order(one) - order(other) : one.at < other.at ? 1 : -1));
}

function order({ kind }: TimelineEvent): number {
    return kind === "compliance" ? 0 : 1;
}

function pairs({ items, earlier }: Read): (readonly [item: HistoryItem, before: HistoryItem | undefined])[] {
    return items.map((item, at) => [item, items[at + 1] ?? earlier] as const);
}

/** States in which no verdict differs say nothing: AWS records one for every evaluation of a changed rule. */
function complianceEvent(item: HistoryItem, before: HistoryItem | undefined, known: PlannedRules): TimelineEvent[] {
    const [old, now] = [before === undefined ? undefined : verdictsOf(before), verdictsOf(item)];
    const names = [...new Set([...now.rules.keys(), ...(old?.rules.keys() ?? [])])].sort();
    const rules = names.flatMap((name): RuleChange[] => {
        const [from, to] = [old?.rules.get(name), now.rules.get(name)];
        const { rule, severity } = known.find(nameInPack(name));
        return from === to
            ? []
            : [
                  {
                      rule,
                      ...(severity !== undefined && { severity }),
                      ...(from !== undefined && { before: from }),
                      ...(to !== undefined && { after: to }),
                  },
              ];
    });
    return rules.length === 0 && old?.overall === now.overall
        ? []
        : [
              {
                  kind: "compliance",
                  at: item.captured,
                  status: item.status,
                  ...(old?.overall !== undefined && { before: old.overall }),
                  ...(now.overall !== undefined && { after: now.overall }),
                  rules,
              },
          ];
}

/** The verdicts of all rules on the resource, by the rules' names in AWS. */
export function verdictsOf({ content }: HistoryItem): { overall?: string; rules: ReadonlyMap<string, string> } {
    const { complianceType, configRuleList } = (content["configuration"] ?? {}) as {
        complianceType?: string;
        configRuleList?: readonly { configRuleName?: string; complianceType?: string }[];
    };
    const rules = (configRuleList ?? []).flatMap(({ configRuleName: name, complianceType: verdict }) =>
        name === undefined || verdict === undefined ? [] : [[name, verdict] as const],
    );
    return { ...(complianceType !== undefined && { overall: complianceType }), rules: new Map(rules) };
}
