/** Changes that one message tells of: those of a rule, of one kind. */
import { createHash } from "node:crypto";
import type { RuleLookup } from "../../lib/compliance/rule-lookup.ts";
import { severityRank } from "../../lib/compliance/severity.ts";
import type { RouteName } from "../../lib/plan/alerts-plan.ts";
import type { ControlPlan, Severity } from "../../lib/plan/plan.ts";
import { nameInPack } from "../../lib/waivers/match.ts";
import type { Change, Finding } from "./change.ts";

/** Findings that a message shows; of the others it tells the number. */
export const FINDINGS_SHOWN = 10;

/** Distinct resources of a group that are told apart; above it, "or more" is told. */
export const RESOURCES_TOLD_APART = 2000;

/** Accounts of a group that are known by name. */
export const ACCOUNTS_KNOWN = 500;

/** As it is kept between invocations, while a rule is quiet. */
export interface Group {
    readonly key: string;
    readonly kind: Change["kind"];
    /** The rule as readers know it; of `recording`, what happened. */
    readonly subject: string;
    readonly severity?: Severity;
    readonly packs: readonly string[];
    readonly controls: readonly ControlPlan[];
    readonly route: RouteName;
    readonly changes: number;
    /** Hashes of the resources, each once. */
    readonly resources: readonly string[];
    /** The newest of each resource, in the order in which they came. */
    readonly findings: readonly Finding[];
    readonly accounts: readonly string[];
}

/** Adds to groups while a batch is read: sets are sets only here. */
export class Gathering {
    readonly group: Omit<Group, "changes" | "resources" | "findings" | "accounts">;
    readonly #resources: Set<string>;
    readonly #findings: Map<string, Finding>;
    readonly #accounts: Set<string>;
    #changes: number;

    constructor(group: Group) {
        const { changes, resources, findings, accounts, ...rest } = group;
        this.group = rest;
        this.#changes = changes;
        this.#resources = new Set(resources);
        this.#findings = new Map(findings.map((finding) => [resourceHash(finding), finding]));
        this.#accounts = new Set(accounts);
    }

    add(change: Change): void {
        const finding = findingOf(change);
        const hash = resourceHash(finding);
        this.#changes += 1;
        if (this.#resources.size < RESOURCES_TOLD_APART) {
            this.#resources.add(hash);
        }
        this.#show(hash, finding);
        this.#name(change.account);
    }

    /** Adds what another group of the same rule has. */
    merge({ changes, resources, findings, accounts }: Group): void {
        this.#changes += changes;
        resources.forEach((hash) => {
            if (this.#resources.size < RESOURCES_TOLD_APART) {
                this.#resources.add(hash);
            }
        });
        findings.forEach((finding) => {
            this.#show(resourceHash(finding), finding);
        });
        accounts.forEach((account) => {
            this.#name(account);
        });
    }

    done(): Group {
        return {
            ...this.group,
            changes: this.#changes,
            resources: [...this.#resources],
            findings: [...this.#findings.values()],
            accounts: [...this.#accounts].sort(),
        };
    }

    #show(hash: string, finding: Finding): void {
        if (this.#findings.has(hash) || this.#findings.size < FINDINGS_SHOWN) {
            this.#findings.set(hash, finding);
        }
    }

    #name(account: string): void {
        if (this.#accounts.size < ACCOUNTS_KNOWN) {
            this.#accounts.add(account);
        }
    }
}

/** The group that a change belongs to, still empty. */
export function groupOf({ kind, subject }: Change, rules: RuleLookup): Group {
    const nothingYet = { changes: 0, resources: [], findings: [], accounts: [] };
    if (kind === "recording") {
        return { key: `${kind} ${subject}`, kind, subject, packs: [], controls: [], route: kind, ...nothingYet };
    }
    const { rule, packs, controls, severity } = rules.find(nameInPack(subject));
    return {
        key: `${kind} ${rule}`,
        kind,
        subject: rule,
        ...(severity !== undefined && { severity }),
        packs,
        controls,
        route: severity ?? "default",
        ...nothingYet,
    };
}

/** The worst first: what AWS Config does no more, then by severity, failing before resolved, the largest first. */
export function worstFirst(one: Group, other: Group): number {
    return (
        rankOf(one) - rankOf(other) ||
        Number(one.kind === "resolved") - Number(other.kind === "resolved") ||
        other.changes - one.changes ||
        (one.key < other.key ? -1 : 1)
    );
}

/** Critical and high severity, and recording itself: for these half of the messages are set aside. */
export function isUrgent(group: Group): boolean {
    return group.kind !== "resolved" && rankOf(group) <= severityRank("high");
}

function rankOf({ kind, severity }: Group): number {
    return kind === "recording" ? -1 : severityRank(severity);
}

function resourceHash({ account, region, resourceType, resourceId }: Finding): string {
    return shortHash(JSON.stringify([account, region, resourceType, resourceId]));
}

/** What of a change is told of its resource. */
function findingOf({ account, region, resourceType, resourceId, since, before, annotation }: Change): Finding {
    return {
        account,
        region,
        ...(resourceType !== undefined && { resourceType }),
        ...(resourceId !== undefined && { resourceId }),
        since,
        ...(before !== undefined && { before }),
        ...(annotation !== undefined && { annotation }),
    };
}

/** 60 bits: among a million, two are alike once in a million times. */
export function shortHash(text: string): string {
    return createHash("sha256").update(text).digest("base64url").slice(0, SHORT_HASH_LENGTH);
}

export const SHORT_HASH_LENGTH = 10;
