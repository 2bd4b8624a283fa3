/**
 * The trust policy of a role that workflows of one GitHub repository assume, without any secret.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
import type { Conditions } from "../policies/policy-document.ts";

/** Which of a repository's jobs may assume the role. */
export type WorkflowSubject =
    { readonly branch: string } | { readonly environment: string } | { readonly pullRequest: true };

export interface GitHubTrustRequest {
    readonly partition: string;
    /** 12 digits: of the role, and of the identity provider. */
    readonly account: string;
    /** `owner/name`; of a repository with immutable subject claims `owner@123456/name@456789`. */
    readonly repository: string;
    readonly subject: WorkflowSubject;
}

export interface GitHubTrustPolicy {
    readonly Version: "2012-10-17";
    readonly Statement: readonly {
        readonly Sid: string;
        readonly Effect: "Allow";
        readonly Principal: { readonly Federated: string };
        readonly Action: "sts:AssumeRoleWithWebIdentity";
        readonly Condition: Conditions;
    }[];
}

const ISSUER = "token.actions.githubusercontent.com";

/** https://docs.github.com/en/actions/reference/security/oidc: names with or without the immutable identifiers. */
const REPOSITORY = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:@\d+)?\/[A-Za-z0-9._-]{1,100}(?:@\d+)?$/;
/** No wildcards, and nothing that would begin another part of a subject. */
const BRANCH = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9_-])?$/;
const ENVIRONMENT = /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9._-])?$/;
const ACCOUNT = /^\d{12}$/;

/** @returns what is wrong with a request, in words; undefined where nothing is */
export function trustFault({ account, repository, subject }: GitHubTrustRequest): string | undefined {
    if (!ACCOUNT.test(account)) {
        return "a trust policy names the account of its identity provider: write --account with its 12 digits";
    }
    if (!REPOSITORY.test(repository)) {
        return `${repository} is no repository: write owner/name, without wildcards`;
    }
    if ("branch" in subject && !BRANCH.test(subject.branch)) {
        return `${subject.branch} is no branch that a role can be held to: write its name, without wildcards`;
    }
    if ("environment" in subject && !ENVIRONMENT.test(subject.environment)) {
        return `${subject.environment} is no environment that a role can be held to: write its name, without wildcards`;
    }
    return undefined;
}

/**
 * Audience and subject are compared as a whole: no other repository, branch or environment is let in.
 *
 * @throws {Error} with what `trustFault` says
 */
export function gitHubTrustPolicy(request: GitHubTrustRequest): GitHubTrustPolicy {
    const fault = trustFault(request);
    if (fault !== undefined) {
        throw new Error(fault);
    }
    const { partition, account, repository, subject } = request;
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "GitHubActions",
                Effect: "Allow",
                Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${ISSUER}` },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: {
                    StringEquals: {
                        [`${ISSUER}:aud`]: "sts.amazonaws.com",
                        [`${ISSUER}:sub`]: `repo:${repository}:${subjectText(subject)}`,
                    },
                },
            },
        ],
    };
}

/** A job of an environment has the environment in its subject, and no branch. */
function subjectText(subject: WorkflowSubject): string {
    if ("branch" in subject) {
        return `ref:refs/heads/${subject.branch}`;
    }
    return "environment" in subject ? `environment:${subject.environment}` : "pull_request";
}
