/** What the alert function may do. */
import { STATE_KEY } from "../alerts/configuration.ts";
import { routeTarget, type RouteTarget } from "../alerts/route-target.ts";
import { permissions, type PermissionsPolicy } from "../members/roles.ts";
import { logGroupName } from "../rules/functions.ts";
import type { PolicyScope } from "./policy-document.ts";

export interface AlertFunctionRoleArgs extends PolicyScope {
    readonly functionName: string;
    readonly queueArn: string;
    /** Of the key of the alert topic, of the queue and of the state. */
    readonly keyArn: string;
    readonly stateBucketArn: string;
    /** The stack's alert topic, which that key encrypts. */
    readonly topicArn: string;
    /** ARNs of all targets of all routes, that topic's among them or not. */
    readonly targets: readonly string[];
}

/**
 * It reads one queue, keeps one object, writes one log, and tells those that the routes name. Keys of targets are known to
 * their owners only: it may use those of their accounts and regions, and for these targets alone, which SNS and SQS name in
 * the encryption context.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function alertFunctionPermissions(args: AlertFunctionRoleArgs): PermissionsPolicy {
    const { partition, region, account, functionName, queueArn, keyArn, stateBucketArn } = args;
    const targets = [...new Set(args.targets)].sort().map((arn) => routeTarget(arn));
    const ofKind = (kind: RouteTarget["kind"]): RouteTarget[] =>
        targets.filter((target) => target !== undefined).filter((target) => target.kind === kind);
    const [topics, queues, buses] = [ofKind("topic"), ofKind("queue"), ofKind("bus")];
    return permissions(
        {
            Sid: "AlertQueue",
            Effect: "Allow",
            Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
            Resource: queueArn,
        },
        { Sid: "OwnKey", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keyArn },
        {
            Sid: "State",
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject"],
            Resource: `${stateBucketArn}/${STATE_KEY}`,
        },
        // Without it, S3 answers 403 where the object is not there yet:
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        { Sid: "NoStateYet", Effect: "Allow", Action: "s3:ListBucket", Resource: stateBucketArn },
        {
            Sid: "OwnLogs",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName(functionName)}:*`,
        },
        ...toTargets({ Sid: "Topics", Action: "sns:Publish" }, topics),
        ...toTargets({ Sid: "Queues", Action: "sqs:SendMessage" }, queues),
        ...toTargets({ Sid: "Buses", Action: "events:PutEvents" }, buses),
        ...withKeys(
            { Sid: "KeysOfTopics", service: "sns", context: "aws:sns:topicArn", partition },
            topics.filter(({ arn }) => arn !== args.topicArn),
        ),
        ...withKeys({ Sid: "KeysOfQueues", service: "sqs", context: "aws:sqs:arn", partition }, queues),
    );
}

function toTargets(statement: { readonly Sid: string; readonly Action: string }, targets: readonly RouteTarget[]) {
    return targets.length === 0
        ? []
        : [{ ...statement, Effect: "Allow" as const, Resource: targets.map(({ arn }) => arn) }];
}

interface KeyUse {
    readonly Sid: string;
    readonly service: string;
    /** What the service names the target by in the encryption context. */
    readonly context: string;
    readonly partition: string;
}

function withKeys({ Sid, service, context, partition }: KeyUse, targets: readonly RouteTarget[]) {
    const keys = new Set(targets.map(({ region, account }) => `arn:${partition}:kms:${region}:${account}:key/*`));
    return targets.length === 0
        ? []
        : [
              {
                  Sid,
                  Effect: "Allow" as const,
                  Action: ["kms:Decrypt", "kms:GenerateDataKey"],
                  Resource: [...keys],
                  Condition: {
                      StringLike: { "kms:ViaService": `${service}.*` },
                      StringEquals: { [`kms:EncryptionContext:${context}`]: targets.map(({ arn }) => arn) },
                  },
              },
          ];
}
