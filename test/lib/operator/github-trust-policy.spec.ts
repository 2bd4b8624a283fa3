import assert from "node:assert/strict";
import { gitHubTrustPolicy, type GitHubTrustRequest, trustFault } from "../../../lib/operator/github-trust-policy.ts";
import { readStatements } from "../../../lib/guard-rails/policy-evaluation/statement.ts";
import { admissionOf } from "../../../lib/guard-rails/policy-evaluation/admission.ts";
import { EVERYONE, otherSubject } from "../../../lib/guard-rails/policy-evaluation/stranger.ts";

const REQUEST: GitHubTrustRequest = {
    partition: "aws",
    account: "111122223333",
    repository: "octo/config",
    subject: { branch: "main" },
};
const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

describe("the trust policy for GitHub Actions", () => {
    const subjectOf = (request: GitHubTrustRequest): unknown =>
        gitHubTrustPolicy(request).Statement[0]?.Condition["StringEquals"]?.["token.actions.githubusercontent.com:sub"];

    it("names one subject, and the audience", () => {
        const [statement] = gitHubTrustPolicy(REQUEST).Statement;
        assert.deepEqual(statement?.Condition, {
            StringEquals: {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": "repo:octo/config:ref:refs/heads/main",
            },
        });
        assert.deepEqual(statement?.Principal, { Federated: PROVIDER });
    });

    it("knows environments, pull requests and immutable subject claims", () => {
        assert.equal(subjectOf({ ...REQUEST, subject: { environment: "prod" } }), "repo:octo/config:environment:prod");
        assert.equal(subjectOf({ ...REQUEST, subject: { pullRequest: true } }), "repo:octo/config:pull_request");
        assert.equal(
            subjectOf({ ...REQUEST, repository: "octo@123456/config@456789" }),
            "repo:octo@123456/config@456789:ref:refs/heads/main",
        );
    });

    it("lets in nobody else", () => {
        const statements = readStatements(gitHubTrustPolicy(REQUEST)) ?? assert.fail("it is no policy");
        for (const stranger of [...EVERYONE, otherSubject(PROVIDER)]) {
            assert.equal(admissionOf(statements, stranger), undefined, stranger.description);
        }
    });

    for (const [what, change] of [
        ["no account", { account: "" }],
        ["a repository of any name", { repository: "octo/*" }],
        ["any repository", { repository: "*" }],
        ["a repository without its owner", { repository: "config" }],
        ["a repository with another part of a subject", { repository: "octo/config:ref:x" }],
        ["any branch", { subject: { branch: "*" } }],
        ["a branch with a wildcard", { subject: { branch: "release-?" } }],
        ["an environment with another part of a subject", { subject: { environment: "prod:ref" } }],
        ["an empty environment", { subject: { environment: "" } }],
    ] as const) {
        it(`refuses ${what}`, () => {
            const request = { ...REQUEST, ...change };
            assert.notEqual(trustFault(request), undefined);
            assert.throws(() => gitHubTrustPolicy(request));
        });
    }
});
