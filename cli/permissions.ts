/** `packs permissions`: the IAM policies by which somebody operates a stack. Asks nobody. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatCount } from "../lib/cost/format.ts";
import { formatDiagnostics, InvalidConfigurationError } from "../lib/diagnostic.ts";
import { gitHubTrustPolicy, trustFault, type WorkflowSubject } from "../lib/operator/github-trust-policy.ts";
import { type IdentityPolicy, MANAGED_POLICIES_OF_ROLE } from "../lib/operator/identity-policy.ts";
import type { Operation } from "../lib/operator/operation.ts";
import { operatorPolicies } from "../lib/operator/operator-policy.ts";
import { permissionsBoundary } from "../lib/operator/permissions-boundary.ts";
import type { StateBackend } from "../lib/operator/state-backend.ts";
import { loadPlan, loadPlanWithoutBaseline } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { projectFolder } from "../lib/project-files.ts";
import { EXIT } from "./exit-code.ts";
import { GitError, gitFiles, resolveCommit } from "./git-files.ts";
import type { Terminal } from "./terminal.ts";

export interface PermissionsOptions {
    readonly stack: string;
    /** 12 digits. @default the stack's, else any */
    readonly account?: string;
    readonly state?: StateBackend;
}

export interface PolicyOptions extends PermissionsOptions {
    readonly operations: readonly Operation[];
    /** A commit whose stack counts as well: an update to the working tree may remove what it had. */
    readonly since?: string;
    /** A folder for the policies. @default they are printed */
    readonly write?: string;
}

/** @returns the exit code: 0 with policies, 1 where the stack has errors, 2 for a commit that git does not know */
export function operatorPolicy(root: string, options: PolicyOptions, terminal: Terminal): number {
    return withPlan(root, options, terminal, (plan) => {
        const before = options.since === undefined ? undefined : planAt(root, options.since, options.stack, terminal);
        const { operations, account, state, write } = options;
        const policies = operatorPolicies({
            plans: [plan, ...(before === undefined ? [] : [before])],
            operations,
            ...(account !== undefined && { account }),
            ...(state !== undefined && { state }),
        });
        noteAccount(plan, options, terminal);
        if (policies.length > MANAGED_POLICIES_OF_ROLE) {
            terminal.note(
                `these are ${policies.length} policies, and a role takes ${MANAGED_POLICIES_OF_ROLE} unless AWS raises ` +
                    "the quota: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
            );
        }
        if (write === undefined) {
            print(policies.length === 1 ? policies[0] : policies, terminal);
        } else {
            writePolicies(root, write, `${options.stack}-${operations.join("-")}`, policies, terminal);
        }
    });
}

export interface BoundaryOptions extends PermissionsOptions {
    readonly destroys: boolean;
}

/** @returns the exit code: 0 with the boundary, 1 where the stack has errors */
export function operatorBoundary(root: string, options: BoundaryOptions, terminal: Terminal): number {
    return withPlan(root, options, terminal, (plan) => {
        const { account, state, destroys } = options;
        const boundary = permissionsBoundary({
            plan,
            destroys,
            ...(account !== undefined && { account }),
            ...(state !== undefined && { state }),
        });
        noteAccount(plan, options, terminal);
        print(boundary, terminal);
    });
}

export interface TrustOptions extends Pick<PermissionsOptions, "stack" | "account"> {
    readonly repository: string;
    readonly subject: WorkflowSubject;
}

/** @returns the exit code: 0 with the trust policy, 1 where the stack has errors, 2 for a subject that cannot be held to */
export function operatorTrust(root: string, options: TrustOptions, terminal: Terminal): number {
    let code: number = EXIT.success;
    const done = withPlan(root, options, terminal, (plan) => {
        const { repository, subject } = options;
        const account = options.account ?? plan.account ?? "";
        const request = { partition: plan.partition, account, repository, subject };
        const fault = trustFault(request);
        if (fault === undefined) {
            print(gitHubTrustPolicy(request), terminal);
        } else {
            terminal.note(fault);
            code = EXIT.usage;
        }
    });
    return done === EXIT.success ? code : done;
}

function withPlan(
    root: string,
    { stack }: Pick<PermissionsOptions, "stack">,
    terminal: Terminal,
    work: (plan: DeploymentPlan) => void,
): number {
    const { plan, diagnostics } = loadPlan({ stack, files: projectFolder(root) });
    if (diagnostics.length > 0) {
        terminal.note(formatDiagnostics(diagnostics));
    }
    if (plan === undefined) {
        return EXIT.errors;
    }
    try {
        work(plan);
        return EXIT.success;
    } catch (reason) {
        if (reason instanceof InvalidConfigurationError) {
            terminal.note(reason.message);
            return EXIT.errors;
        }
        if (reason instanceof GitError) {
            terminal.note(reason.message);
            return EXIT.usage;
        }
        throw reason;
    }
}

/** @returns undefined where the commit has no such stack, or one with errors */
function planAt(root: string, ref: string, stack: string, terminal: Terminal): DeploymentPlan | undefined {
    const { plan } = loadPlanWithoutBaseline({ stack, files: gitFiles(root, resolveCommit(root, ref)) });
    if (plan === undefined) {
        terminal.note(`${ref} has no stack ${stack} that can be planned: nothing of it is counted`);
    }
    return plan;
}

function noteAccount(plan: DeploymentPlan, { account, stack }: PermissionsOptions, terminal: Terminal): void {
    if ((account ?? plan.account) === undefined) {
        terminal.note(
            `Pulumi.${stack}.yaml names no account, so that ARNs are those of any: write --account with its 12 digits, or ` +
                "conformance-packs:account in the stack's file",
        );
    }
}

function print(document: unknown, terminal: Terminal): void {
    terminal.line(JSON.stringify(document, undefined, 2));
}

function writePolicies(
    root: string,
    folder: string,
    name: string,
    policies: readonly IdentityPolicy[],
    terminal: Terminal,
): void {
    mkdirSync(resolve(root, folder), { recursive: true });
    policies.forEach((policy, index) => {
        const file = join(folder, `${name}${policies.length === 1 ? "" : `-${index + 1}`}.json`);
        writeFileSync(resolve(root, file), `${JSON.stringify(policy, undefined, 2)}\n`);
        terminal.line(`wrote ${file}: ${formatCount(policy.Statement.length, "statement")}`);
    });
}
