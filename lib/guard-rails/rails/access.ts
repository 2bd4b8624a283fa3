/** Who is let in by policies. */
import type { ResourceGuardRail } from "../guard-rail.ts";
import { type GuardedResource, isOfType, textAt } from "../guarded-resource.ts";
import { type GuardedPolicy, resourcePoliciesOf, trustPoliciesOf } from "../guarded-policies.ts";
import { admissionOf } from "../policy-evaluation/admission.ts";
import { EVERYONE, otherSubject, serviceOfOtherAccount, type Stranger } from "../policy-evaluation/stranger.ts";

const PUBLIC_ACLS = ["public-read", "public-read-write", "authenticated-read"];

export const notOpenToEveryone: ResourceGuardRail = {
    scope: "resource",
    name: "not-open-to-everyone",
    title: "No policy is open to everyone",
    description:
        "Refuses policies of buckets, topics, queues, keys, event buses, functions and roles that let in callers who have " +
        "nothing to do with the account. Statements are evaluated with their conditions, denials included.",
    remedy:
        "Name the accounts or roles as the principal, or hold the statement to them by a condition on aws:PrincipalOrgID, " +
        "aws:PrincipalAccount, aws:PrincipalArn, aws:SourceAccount or aws:SourceArn",
    severity: "critical",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    judge: (resource) => [
        ...[...resourcePoliciesOf(resource), ...trustPoliciesOf(resource)].flatMap((policy) =>
            firstAdmission(policy, [...EVERYONE, ...sharedProviders(policy)]),
        ),
        ...publicAcl(resource),
        ...publicFunction(resource),
    ],
};

/**
 * Roles are left out: a service assumes the role that somebody with iam:PassRole gave it, which nobody in another account
 * may. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const servicesHeldToAccount: ResourceGuardRail = {
    scope: "resource",
    name: "services-held-to-account",
    title: "Services are let in for known accounts only",
    description:
        "Refuses policies of buckets, topics, queues, keys, event buses and functions that let in an AWS service whatever " +
        "account it works for: a stranger's AWS Config could deliver into the history.",
    remedy:
        "Add a condition on aws:SourceAccount, aws:SourceOrgID or, with an account in it, aws:SourceArn. aws:PrincipalOrgID " +
        "does not do: a service has no organization",
    severity: "high",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    judge: (resource) =>
        resourcePoliciesOf(resource).flatMap((policy) => firstAdmission(policy, namedServices(policy))),
};

/** One sentence for a policy is enough: whoever mends it is told of the next. */
function firstAdmission({ what, statements }: GuardedPolicy, strangers: readonly Stranger[]): string[] {
    for (const stranger of strangers) {
        const admission = admissionOf(statements, stranger);
        if (admission !== undefined) {
            return [`the ${what} allows ${admission.action} to ${stranger.description} (${admission.statement})`];
        }
    }
    return [];
}

function namedServices({ statements }: GuardedPolicy): Stranger[] {
    const services = statements.filter(({ allows }) => allows).flatMap(({ principals }) => principals?.services ?? []);
    return [...new Set(services)].map(serviceOfOtherAccount);
}

/** A provider of SAML belongs to the account; one of OpenID Connect may serve the whole world. */
function sharedProviders({ statements }: GuardedPolicy): Stranger[] {
    const providers = statements
        .filter(({ allows }) => allows)
        .flatMap(({ principals }) => principals?.federated ?? []);
    return [...new Set(providers)].filter((provider) => provider.includes(":oidc-provider/")).map(otherSubject);
}

function publicAcl(resource: GuardedResource): string[] {
    const isBucket = isOfType(resource, "aws:s3/bucket:Bucket") || isOfType(resource, "aws:s3/bucketAcl:BucketAcl");
    const acl = textAt(resource, "acl");
    return isBucket && acl !== undefined && PUBLIC_ACLS.includes(acl) ? [`the access control list is ${acl}`] : [];
}

function publicFunction(resource: GuardedResource): string[] {
    const isOpen =
        resource.type === "aws:lambda/functionUrl:FunctionUrl" && textAt(resource, "authorizationType") === "NONE";
    return isOpen ? ["the function's address answers anyone (authorizationType NONE)"] : [];
}
