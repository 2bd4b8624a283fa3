/** Whom a command asks: all accounts of an aggregator, or the account of the credentials; told by options and the stack. */
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { loadPlan } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { aggregatorRegion } from "../lib/plan/regions.ts";
import type { ProjectFiles } from "../lib/project-files.ts";
import { EXIT } from "./exit-code.ts";
import { stackNames } from "./stack-names.ts";

/** The options of a command line that say whom to ask. */
export interface AskedScope {
    readonly aggregator?: string;
    /** Only the account of the credentials. */
    readonly account: boolean;
    readonly region?: string;
    readonly stack?: string;
}

/** Where AWS Config is asked. */
export interface AwsScope {
    /** Undefined: as the SDK finds it, in the environment or in the profile. */
    readonly region: string | undefined;
    /** Undefined: only the account of the credentials. */
    readonly aggregator: string | undefined;
}

export type FoundScope =
    { readonly scope: AwsScope; readonly plan?: DeploymentPlan } | { readonly fault: string; readonly code: number };

/** The stack that is meant where none is named, as for other commands. */
const DEFAULT_STACK = "dev";

/**
 * What the command line leaves open, the stack says: its region, and its aggregator where it has one only.
 *
 * @param needsPlan whether the command has use for the plan even where the options leave nothing open
 */
export function scopeOf(command: string, files: ProjectFiles, options: AskedScope, needsPlan = false): FoundScope {
    const { region, aggregator, account } = options;
    if (account && aggregator !== undefined) {
        return { fault: `packs ${command}: either --aggregator or --account, not both`, code: EXIT.usage };
    }
    const named = options.stack ?? (stackNames(files).includes(DEFAULT_STACK) ? DEFAULT_STACK : undefined);
    const isSaid = account || aggregator !== undefined;
    if (named === undefined || (region !== undefined && isSaid && !needsPlan)) {
        return isSaid
            ? { scope: { region, aggregator } }
            : { fault: `packs ${command}: name a --stack, an --aggregator, or --account`, code: EXIT.usage };
    }
    const { plan, diagnostics } = loadPlan({ stack: named, files });
    if (plan === undefined) {
        return { fault: formatDiagnostics(diagnostics), code: EXIT.errors };
    }
    const names = plan.aggregators.map(({ name }) => name);
    if (!isSaid && names.length > 1) {
        return {
            fault:
                `packs ${command}: the stack ${named} has the aggregators ${names.join(", ")}: name one by ` +
                "--aggregator, or write --account",
            code: EXIT.usage,
        };
    }
    const chosen = account ? undefined : (aggregator ?? names[0]);
    const own = chosen !== undefined && names.includes(chosen) ? aggregatorRegion(plan) : plan.region;
    return { scope: { region: region ?? own, aggregator: chosen }, plan };
}

/** Why a stack is not to be asked with these credentials: undefined where they are the right ones. */
export function foreignAccount(account: string, plan: DeploymentPlan): string | undefined {
    return plan.account === undefined || plan.account === account
        ? undefined
        : `the credentials belong to account ${account}, but the stack ${plan.stack} belongs to ${plan.account}: ` +
              "use credentials of that account";
}

/**
 * What it means that AWS Config knows no such aggregator.
 *
 * @param known the aggregators of the stack, if there is one
 */
export function noSuchAggregator(command: string, scope: AwsScope, known: readonly string[]): string {
    const place = scope.region === undefined ? "this region" : scope.region;
    const there = known.length === 0 ? "" : `; the stack plans ${known.join(", ")}: deploy it first`;
    return (
        `there is no aggregator ${scope.aggregator ?? ""} in ${place} of this account${there}. ` +
        `packs ${command} --account asks this account only`
    );
}
