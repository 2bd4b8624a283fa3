/** The commands about the permissions of whoever operates a stack. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Operation, OPERATIONS } from "../lib/operator/operation.ts";
import type { StateBackend } from "../lib/operator/state-backend.ts";
import { GROUPS, helpText } from "./help.ts";
import { operatorBoundary, operatorPolicy, operatorTrust } from "./permissions.ts";
import type { Terminal } from "./terminal.ts";

/** As commander has them. */
interface Given {
    readonly stack: string;
    readonly account?: string;
    readonly stateBucket?: string;
    readonly stateKey?: string;
}

interface GivenSubject {
    readonly repository: string;
    readonly branch?: string;
    readonly environment?: string;
    readonly pullRequest: boolean;
}

const REMARKS = "It asks nobody: no credentials, no network.";

/** @param end takes the exit code */
export function addPermissionsCommands(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    const permissions = program
        .command("permissions")
        .helpGroup(GROUPS.review)
        .summary("print the IAM policies that operating a stack takes")
        .description("print the IAM policies that operating a stack takes, and no more: docs/permissions.md")
        .helpCommand(false);
    permissions.addHelpText(
        "after",
        helpText({
            examples: [
                ["packs permissions policy --stack prod --for preview", "for pull requests: it only reads"],
                ["packs permissions policy --stack prod --for up", "for the main branch"],
            ],
            remarks: REMARKS,
            exitCodes: { success: "printed", errors: "the stack has errors" },
        }),
    );
    addPolicy(permissions, root, terminal, end);
    addBoundary(permissions, root, terminal, end);
    addTrust(permissions, root, terminal, end);
}

function addPolicy(permissions: Command, root: string, terminal: Terminal, end: (exitCode: number) => void): void {
    withState(
        ofStack(
            permissions
                .command("policy")
                .summary("what an operation may do")
                .description("print the IAM policy for an operation, held to what the stack has"),
        ).addOption(
            new Option("--for <operations...>", "what it is for; several make one policy")
                .choices([...OPERATIONS])
                .default(["up"]),
        ),
    )
        .option("--since [ref]", "count what a commit's stack has as well, so that it can be removed")
        .option("--write <folder>", "write a file for each policy there (default: print)")
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs permissions policy --for preview verify status", "one policy that only reads"],
                    ["packs permissions policy --stack prod --since origin/main", "what the change removes may go"],
                    ["packs permissions policy --write policies-of-prod", "files for aws iam create-policy"],
                ],
                remarks:
                    `${REMARKS} What IAM's 6,144 characters cannot take becomes several policies:\n` +
                    "printed as a list, written as files with numbers.",
                exitCodes: {
                    success: "printed or written",
                    errors: "the stack has errors",
                    usage: "an unknown ref",
                },
            }),
        )
        .action(
            (
                given: Given & {
                    readonly for: readonly Operation[];
                    readonly since?: string | true;
                    readonly write?: string;
                },
            ) => {
                const { for: operations, since, write } = given;
                end(
                    operatorPolicy(
                        root,
                        {
                            ...optionsOf(given),
                            operations: OPERATIONS.filter((operation) => operations.includes(operation)),
                            ...(since !== undefined && { since: since === true ? "HEAD" : since }),
                            ...(write !== undefined && { write }),
                        },
                        terminal,
                    ),
                );
            },
        );
}

function addBoundary(permissions: Command, root: string, terminal: Terminal, end: (exitCode: number) => void): void {
    withState(
        ofStack(
            permissions
                .command("boundary")
                .summary("what no policy of an operator's can go beyond")
                .description("print a permissions boundary for whoever deploys the stack: an example to start from"),
        ),
    )
        .option("--destroy", "for who may end recording as well", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs permissions boundary --stack prod", "for the main branch's role"],
                    ["packs permissions boundary --stack prod --destroy", "for who takes the stack down"],
                ],
                remarks: `${REMARKS} History and its keys are kept even so.`,
                exitCodes: { success: "printed", errors: "the stack has errors" },
            }),
        )
        .action((given: Given & { readonly destroy: boolean }) => {
            end(operatorBoundary(root, { ...optionsOf(given), destroys: given.destroy }, terminal));
        });
}

function addTrust(permissions: Command, root: string, terminal: Terminal, end: (exitCode: number) => void): void {
    ofStack(
        permissions
            .command("trust")
            .summary("who assumes a role: one repository's workflows")
            .description("print the trust policy of a role for GitHub Actions, by OpenID Connect and without a secret"),
    )
        .requiredOption("--repository <repository>", "owner/name, or owner@ID/name@ID with immutable subject claims")
        .addOption(
            new Option("--branch <branch>", "workflows on this branch").conflicts(["environment", "pullRequest"]),
        )
        .addOption(
            new Option("--environment <environment>", "jobs of this environment of GitHub's").conflicts([
                "branch",
                "pullRequest",
            ]),
        )
        .addOption(
            new Option("--pull-request", "workflows of pull requests: give this role a policy that only reads")
                .conflicts(["branch", "environment"])
                .default(false),
        )
        .addHelpText(
            "after",
            helpText({
                examples: [
                    [
                        "packs permissions trust --account 111122223333 --repository octo/config --branch main",
                        "for pulumi up",
                    ],
                    [
                        "packs permissions trust --account 111122223333 --repository octo/config --pull-request",
                        "for pulumi preview",
                    ],
                ],
                remarks: `${REMARKS} Without --branch, --environment and --pull-request, the branch main is meant.`,
                exitCodes: {
                    success: "printed",
                    errors: "the stack has errors",
                    usage: "no account, or a subject that would let in others",
                },
            }),
        )
        .action((given: Given & GivenSubject) => {
            const { stack, account } = optionsOf(given);
            const { repository } = given;
            const subject = subjectOf(given);
            end(
                operatorTrust(
                    root,
                    { stack, repository, subject, ...(account !== undefined && { account }) },
                    terminal,
                ),
            );
        });
}

function subjectOf({ branch, environment, pullRequest }: GivenSubject) {
    if (environment !== undefined) {
        return { environment };
    }
    return pullRequest ? { pullRequest } : { branch: branch ?? "main" };
}

function ofStack(command: Command): Command {
    return command
        .option("-s, --stack <stack>", "the stack", "dev")
        .option("--account <account>", "12 digits (default: the stack's, else any)", accountId);
}

function withState(command: Command): Command {
    return command
        .option("--state-bucket <bucket>", "the bucket of S3 that Pulumi keeps the state in (default: elsewhere)")
        .option("--state-key <arn>", "the KMS key of the state's secrets, or of its bucket");
}

function optionsOf({ stack, account, stateBucket, stateKey }: Given): {
    stack: string;
    account?: string;
    state?: StateBackend;
} {
    return {
        stack,
        ...(account !== undefined && { account }),
        ...(stateBucket !== undefined && {
            state: { bucket: stateBucket, ...(stateKey !== undefined && { keyArn: stateKey }) },
        }),
    };
}

function accountId(text: string): string {
    if (!/^\d{12}$/.test(text)) {
        throw new InvalidArgumentError("Write the 12 digits of an account, such as 111122223333.");
    }
    return text;
}
