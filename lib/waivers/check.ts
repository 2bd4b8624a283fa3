/** Checks `waivers.yaml`: its shape, its dates, and whether each waiver can cover anything at all. */
import { catalogue } from "../catalogue/catalogue.ts";
import { type Diagnostic, error, type Location, warning } from "../diagnostic.ts";
import type { ProjectFiles } from "../project-files.ts";
import { suggest } from "../suggestion.ts";
import { daysLeft, WARNING_DAYS } from "./expiry.ts";
import { loadWaivers } from "./load.ts";
import { ALL_ACCOUNTS } from "./all-accounts.ts";
import type { Waiver } from "./waiver.ts";

/**
 * Everything that is wrong, or soon will be, with a project's waivers.
 *
 * @param today YYYY-MM-DD
 * @param rules what the packs deploy: each rule's name and, for a managed one, its identifier as well
 */
export function checkWaivers(files: ProjectFiles, today: string, rules: ReadonlySet<string>): Diagnostic[] {
    const { waivers, diagnostics } = loadWaivers(files);
    if (waivers === undefined) {
        return diagnostics;
    }
    return [
        ...diagnostics,
        ...repeated(waivers),
        ...waivers.filter((waiver) => !isDeployed(waiver, rules)).flatMap(unusedFinding(rules)),
        ...waivers.flatMap((waiver) => [...expiryFindings(waiver, today), ...resourceFindings(waiver)]),
    ];
}

function expiryFindings({ rule, expiry, owner, locations }: Waiver, today: string): Diagnostic[] {
    const left = daysLeft(expiry, today);
    if (left < 0) {
        return [
            error(locations.expiry, {
                code: "expired-waiver",
                message: `the waiver for ${rule} expired on ${expiry}`,
                hint: `remove it, or have ${owner} decide on a new date`,
            }),
        ];
    }
    const when = left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days, on ${expiry}`;
    return left > WARNING_DAYS
        ? []
        : [
              warning(locations.expiry, {
                  code: "expiring-waiver",
                  message: `the waiver for ${rule} expires ${when}`,
                  hint: `${owner} put it there: right the resources, or decide on a new date`,
              }),
          ];
}

function isDeployed({ rule, identifier }: Waiver, rules: ReadonlySet<string>): boolean {
    return rules.has(rule) || (identifier !== undefined && rules.has(identifier));
}

/** Each suggestion compares with every rule: a file that is wrong throughout is not worth the time. */
const MAX_SUGGESTIONS = 20;

function unusedFinding(rules: ReadonlySet<string>): (waiver: Waiver, index: number) => Diagnostic {
    return ({ rule, locations }, index) => {
        const other = catalogue().byOtherSpelling(rule);
        const near = index < MAX_SUGGESTIONS ? suggest(rule, rules) : undefined;
        const meant = other !== undefined && rules.has(other.identifier) ? other.name : near;
        return warning(locations.rule, {
            code: "waiver-without-rule",
            message: `no pack deploys the rule ${rule}, so this waiver covers nothing`,
            hint: meant === undefined ? "remove the waiver" : `did you mean ${meant}?`,
        });
    };
}

function resourceFindings({ rule, account, resource, locations }: Waiver): Diagnostic[] {
    if (account === ALL_ACCOUNTS) {
        return /^\*+$/.test(resource)
            ? [
                  warning(locations.resource, {
                      code: "waiver-of-everything",
                      message: `the waiver for ${rule} covers every resource in every account`,
                      hint: "name the resources or the account, or leave the rule out of the pack",
                  }),
              ]
            : [];
    }
    const owner = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
    return owner === undefined || owner === account
        ? []
        : [
              error(locations.resource, {
                  code: "waiver-of-another-account",
                  message: `the waiver is for account ${account}, the ARN is of account ${owner}: it covers nothing`,
                  hint: "write the same account in both",
              }),
          ];
}

function repeated(waivers: readonly Waiver[]): Diagnostic[] {
    const first = new Map<string, Location>();
    return waivers.flatMap(({ rule, identifier, account, resource, locations }) => {
        const key = JSON.stringify([identifier ?? rule, account, resource]);
        const before = first.get(key);
        if (before === undefined) {
            first.set(key, locations.rule);
            return [];
        }
        return [
            error(locations.rule, {
                code: "repeated-waiver",
                message: `the waiver for ${rule} on ${resource} stands in line ${before.line} already`,
                hint: "keep the one that says why and until when",
            }),
        ];
    });
}
