/**
 * A permissions boundary for whoever deploys a stack: what no policy of theirs can go beyond, whoever attaches it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import { KEY_TAG, STACK_TAG } from "../plan/build.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import { type IdentityPolicy, identityPolicy, type IdentityStatement } from "./identity-policy.ts";
import { OPERATIONS } from "./operation.ts";
import { operatorStatements } from "./operator-policy.ts";
import { type Scope, scopeOfStack } from "./scope.ts";
import type { StateBackend } from "./state-backend.ts";
import { unique } from "./target.ts";
import { buckets } from "./targets/storage.ts";

export interface BoundaryRequest {
    readonly plan: DeploymentPlan;
    /** 12 digits. @default the plan's, else any */
    readonly account?: string;
    /** May record no longer: for who destroys the stack. @default false */
    readonly destroys?: boolean;
    /** @default somewhere else */
    readonly state?: StateBackend;
}

/** Services in which a single action can give away everything: they are allowed action by action. */
const BY_ACTION: ReadonlySet<string> = new Set(["account", "iam", "kms", "organizations", "sts"]);

/** Services whose requests go to a region that the stack has not chosen. */
const GLOBAL = ["account:*", "iam:*", "organizations:*", "sts:*"];

/** What ends recording, or the audit trail. */
const ENDS_RECORDING = [
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "config:DeleteConfigurationRecorder",
    "config:DeleteDeliveryChannel",
    "config:DeleteRetentionConfiguration",
    "config:StopConfigurationRecorder",
];

/**
 * Allows the services that the stack uses, and denies what the project never does: losing history and its keys, ending
 * recording, leaving the stack's regions, touching boundaries and identities.
 */
export function permissionsBoundary({ plan, account, destroys = false, state }: BoundaryRequest): IdentityPolicy {
    const scope = scopeOfStack(plan, account);
    const actions = operatorStatements({
        plans: [plan],
        operations: OPERATIONS,
        ...(account !== undefined && { account }),
    }).flatMap(({ Action: allowed = [] }) => allowed);
    return identityPolicy([
        {
            Sid: "AtMostWhatTheStackUses",
            Effect: "Allow",
            Action: unique([
                ...actions.map((action) => (BY_ACTION.has(serviceOf(action)) ? action : `${serviceOf(action)}:*`)),
                ...(state?.keyArn === undefined ? [] : ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]),
            ]),
            Resource: ["*"],
        },
        ...historyStatements(scope),
        ...(destroys ? [] : [deny("KeepRecording", ENDS_RECORDING, ["*"])]),
        deny(
            "KeepBoundariesAndIdentities",
            [
                "iam:*AccessKey*",
                "iam:*LoginProfile*",
                "iam:*OpenIDConnectProvider*",
                "iam:*PermissionsBoundary",
                "iam:*PolicyVersion*",
                "iam:*SAMLProvider*",
                "iam:*User*",
            ],
            ["*"],
        ),
        {
            Sid: "StayInRegions",
            Effect: "Deny",
            NotAction: GLOBAL,
            Resource: ["*"],
            Condition: { StringNotEquals: { "aws:RequestedRegion": regionsOf(scope) } },
        },
    ]);
}

/** What outlives the stack, whoever would delete it. */
function historyStatements(scope: Scope): IdentityStatement[] {
    const deletable = new Set(buckets({ ...scope, deleting: true }).flatMap(({ resources }) => resources));
    const kept = buckets(scope)
        .flatMap(({ resources }) => resources)
        .filter((arn) => !deletable.has(arn));
    const keys = scope.resources.filter((one) => one.type === "aws:kms/key:Key" && one.kept);
    return [
        ...(kept.length === 0
            ? []
            : [
                  deny(
                      "KeepHistory",
                      ["s3:BypassGovernanceRetention", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:DeleteObject*"],
                      unique(kept.flatMap((arn) => [arn, `${arn}/*`])),
                  ),
              ]),
        ...(keys.length === 0
            ? []
            : [
                  {
                      ...deny("KeepKeysOfHistory", ["kms:DisableKey", "kms:ScheduleKeyDeletion"], ["*"]),
                      Condition: {
                          StringEquals: {
                              [`aws:ResourceTag/${STACK_TAG}`]: scope.plan.stack,
                              [`aws:ResourceTag/${KEY_TAG}`]: unique(keys.map(({ name }) => name.replace(/-key$/, ""))),
                          },
                      },
                  },
              ]),
    ];
}

function deny(sid: string, actions: readonly string[], resources: readonly string[]): IdentityStatement {
    return { Sid: sid, Effect: "Deny", Action: actions, Resource: resources };
}

function serviceOf(action: string): string {
    return action.slice(0, action.indexOf(":"));
}

/** Also where members' functions have their code. */
function regionsOf({ resources, plan }: Scope): string[] {
    return unique([plan.region, ...resources.map(({ region }) => region)]);
}
