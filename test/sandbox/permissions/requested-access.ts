/**
 * What a recorded request needs permission for, read off the request alone: action, resource, condition keys. It shares no
 * table with the policies that it is compared with.
 */
import assert from "node:assert/strict";
import type { JsonObject, JsonValue } from "../../../lib/rules/custom-rule.ts";
import type { RecordedRequest } from "../../../sandbox/rules/recording.ts";
import { requiredAction } from "../../../sandbox/rules/required-action.ts";
import { ACTION_REFERENCE } from "../../lib/operator/action-reference.ts";
import type { Access } from "../../lib/operator/identity-policy-evaluation.ts";

/** Tags of a stack's keys, by identifier. */
export type KeyTags = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** What requests do not say. */
export interface Known {
    readonly keyTags: KeyTags;
    /** `o-…`; in the ARNs of accounts. */
    readonly organization?: string;
}

/** Everything that AWS would have to allow; nothing for what anybody may ask. */
export function accessesOf(recorded: RecordedRequest, { keyTags, organization }: Known): Access[] {
    const request = withOperation(recorded);
    const action = requiredAction(request);
    if (action === undefined) {
        return [];
    }
    const service = action.slice(0, action.indexOf(":"));
    const resources =
        ACTION_REFERENCE.get(action)?.resources.length === 0
            ? ["*"]
            : (RESOURCES[service]?.(request, organization) ?? []);
    assert.ok(resources.length > 0, `nothing says what ${action} is about: ${JSON.stringify(request.parameters)}`);
    return [
        ...resources.map((resource) => ({
            action,
            resource,
            context: contextOf(action, resource, request.parameters, keyTags),
        })),
        ...passedRoles(request).map(([resource, passedTo]) => ({
            action: "iam:PassRole",
            resource,
            context: { "iam:PassedToService": passedTo },
        })),
    ];
}

/** The emulator has no model of SES's second version, and records method and path. */
function withOperation(request: RecordedRequest): RecordedRequest {
    const [, method = "", kind = "", name] =
        /^(GET|POST|PUT|DELETE) \/v2\/email\/(identities|tags)(?:\/([^/]+))?$/.exec(request.operation) ?? [];
    if (method === "") {
        return request;
    }
    const verb = { GET: "Get", POST: "Create", PUT: "Update", DELETE: "Delete" }[method] ?? "";
    const tag = { GET: "ListTagsForResource", POST: "TagResource", DELETE: "UntagResource" }[method] ?? "";
    return {
        ...request,
        operation: kind === "tags" ? tag : `${verb}EmailIdentity`,
        // A name in a body is not recorded: there is one identity.
        parameters: { EmailIdentity: name === undefined ? "digest@example.com" : decodeURIComponent(name) },
    };
}

function contextOf(
    action: string,
    resource: string,
    parameters: JsonObject,
    keyTags: KeyTags,
): Readonly<Record<string, string>> {
    const text = (name: string): string | undefined => optional(parameters, name);
    const prefixed = (prefix: string, tags: Readonly<Record<string, string>>): [string, string][] =>
        Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]);
    const found: (readonly [string, string | undefined])[] = [
        ["iam:AWSServiceName", text("AWSServiceName")],
        ["iam:PolicyARN", text("PolicyArn")],
        ...(action === "lambda:CreateEventSourceMapping"
            ? [["lambda:FunctionArn", text("FunctionName")] as const]
            : []),
        ...(action.startsWith("kms:")
            ? [
                  ...prefixed("aws:ResourceTag", keyTags.get(resource.slice(resource.indexOf("/") + 1)) ?? {}),
                  ...prefixed("aws:RequestTag", tagsIn(parameters["Tags"])),
              ]
            : []),
    ];
    return Object.fromEntries(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function tagsIn(tags: JsonValue | undefined): Record<string, string> {
    return Object.fromEntries(objects(tags).map(({ TagKey: key, TagValue: value }) => [String(key), String(value)]));
}

/** Which ARNs the requests of a service are about. */
const RESOURCES: Readonly<Record<string, (request: RecordedRequest, organization?: string) => readonly string[]>> = {
    account: ({ account }) => [`arn:aws:account::${account}:account`],
    athena: (request) => [
        // A named query has no ARN, and requests name it alone: there is one workgroup.
        arn(
            request,
            "athena",
            `workgroup/${optional(request.parameters, "WorkGroup", "Name") ?? "conformance-packs-test"}`,
        ),
    ],
    cloudformation: (request) => {
        const name = required(request, "StackSetName");
        const deploys = /^(Create|Update|Delete)StackInstances$|^UpdateStackSet$/.test(request.operation);
        return [
            arn(request, "cloudformation", `stackset/${name}:1`),
            ...(deploys ? [arn(request, "cloudformation", `stackset-target/${name}:1/ou-1`)] : []),
        ];
    },
    cloudtrail: (request) => {
        const { parameters } = request;
        const named = [...strings(parameters["Name"]), ...strings(parameters["TrailName"])];
        return [
            ...strings(parameters["ResourceId"]),
            ...strings(parameters["ResourceIdList"]),
            ...named.map((name) => (name.startsWith("arn:") ? name : arn(request, "cloudtrail", `trail/${name}`))),
        ];
    },
    cloudwatch: (request) => {
        const { parameters } = request;
        const alarms = [...strings(parameters["AlarmNames"]), ...strings(parameters["AlarmName"])];
        const dashboards = [...strings(parameters["DashboardNames"]), ...strings(parameters["DashboardName"])];
        return [
            ...strings(parameters["ResourceARN"]),
            ...alarms.map((name) => arn(request, "cloudwatch", `alarm:${name}`)),
            ...dashboards.map((name) => `arn:aws:cloudwatch::${request.account}:dashboard/${name}`),
        ];
    },
    config: configResources,
    events: (request) => {
        const { parameters, operation } = request;
        const bus = optional(parameters, "EventBusName");
        const tagged = optional(parameters, "ResourceARN");
        const path = bus === undefined || bus === "default" ? "" : `${bus.slice(bus.lastIndexOf("/") + 1)}/`;
        return tagged === undefined
            ? [
                  arn(
                      request,
                      "events",
                      operation.endsWith("EventBus")
                          ? `event-bus/${required(request, "Name")}`
                          : `rule/${path}${required(request, "Rule", "Name")}`,
                  ),
              ]
            : [tagged];
    },
    glue: (request) => {
        const { parameters, operation } = request;
        const tagged = optional(parameters, "ResourceArn");
        const named = (key: string): string => String(object(parameters[key])["Name"]);
        if (tagged !== undefined) {
            return [tagged];
        }
        const isTable = operation.includes("Table") || operation.includes("Partition");
        const database = isTable
            ? required(request, "DatabaseName")
            : (optional(parameters, "Name") ?? named("DatabaseInput"));
        const table = isTable ? (optional(parameters, "Name", "TableName") ?? named("TableInput")) : undefined;
        return [
            arn(request, "glue", "catalog"),
            arn(request, "glue", `database/${database}`),
            ...(table === undefined ? [] : [arn(request, "glue", `table/${database}/${table}`)]),
        ];
    },
    iam: (request) => {
        const role = (name: string): string => `arn:aws:iam::${request.account}:role/${name}`;
        const service = optional(request.parameters, "AWSServiceName");
        const task = optional(request.parameters, "DeletionTaskId");
        const [, linked = ""] = service === undefined ? [] : [service, LINKED_ROLES[service] ?? ""];
        if (service !== undefined) {
            return [role(`aws-service-role/${service}/${linked}`)];
        }
        if (task !== undefined) {
            return [role(task.split("/").slice(1, 4).join("/"))];
        }
        const name = required(request, "RoleName");
        const [owner] = Object.entries(LINKED_ROLES).find(([, one]) => one === name) ?? [];
        return [role(owner === undefined ? name : `aws-service-role/${owner}/${name}`)];
    },
    kms: (request) => {
        const { parameters } = request;
        // AWS asks for the key that an alias leads to.
        const keys = [...strings(parameters["TargetKeyId"]), ...strings(parameters["KeyId"])].map((text) =>
            text.startsWith("arn:") ? text : arn(request, "kms", `key/${text.replace(/^alias\/.*/, "of-alias")}`),
        );
        return [...strings(parameters["AliasName"]).map((alias) => arn(request, "kms", alias)), ...keys];
    },
    lambda: (request) => {
        const uuid = optional(request.parameters, "UUID");
        const name = optional(request.parameters, "FunctionName", "Resource") ?? "";
        return uuid === undefined
            ? [name.startsWith("arn:") ? name : arn(request, "lambda", `function:${name}`)]
            : [arn(request, "lambda", `event-source-mapping:${uuid}`)];
    },
    logs: (request) => [
        optional(request.parameters, "resourceArn") ??
            arn(request, "logs", `log-group:${required(request, "logGroupName")}`),
    ],
    organizations: (request, organization = "") => [
        `arn:aws:organizations::${request.account}:account/${organization}/${required(request, "AccountId")}`,
    ],
    s3: (request) => {
        const bucket = `arn:aws:s3:::${required(request, "Bucket")}`;
        const keys = [
            ...strings(request.parameters["Key"]),
            ...objects(object(request.parameters["Delete"])["Objects"]).map(({ Key: key }) => String(key)),
        ];
        return keys.length === 0 ? [bucket] : keys.map((key) => `${bucket}/${key}`);
    },
    scheduler: (request) => [arn(request, "scheduler", `schedule/default/${required(request, "Name")}`)],
    ses: (request) => [
        optional(request.parameters, "ResourceArn") ??
            arn(request, "ses", `identity/${required(request, "EmailIdentity")}`),
    ],
    sns: (request) => [
        optional(request.parameters, "TopicArn", "ResourceArn") ?? arn(request, "sns", required(request, "Name")),
    ],
    sqs: (request) => [arn(request, "sqs", required(request, "QueueName", "QueueUrl").split("/").at(-1) ?? "")],
    ssm: (request) => [arn(request, "ssm", `document/${required(request, "Name", "ResourceId")}`)],
};

const LINKED_ROLES: Readonly<Record<string, string>> = {
    "config.amazonaws.com": "AWSServiceRoleForConfig",
    "config-conforms.amazonaws.com": "AWSServiceRoleForConfigConforms",
    "config-multiaccountsetup.amazonaws.com": "AWSServiceRoleForConfigMultiAccountSetup",
    "stacksets.cloudformation.amazonaws.com": "AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
};

function configResources(request: RecordedRequest): readonly string[] {
    const { parameters, operation } = request;
    const text = (...names: readonly string[]): string | undefined => optional(parameters, ...names);
    const named = (resource: string): string[] => [arn(request, "config", resource)];
    const tagged = text("ResourceArn");
    if (tagged !== undefined) {
        return [tagged];
    }
    if (/^Describe(ConfigurationRecorders|ConfigurationRecorderStatus)$/.test(operation)) {
        // AWS is asked for all of them, and the policy has to let it.
        return ["*"];
    }
    const recorder = text("ConfigurationRecorderName") ?? optional(object(parameters["ConfigurationRecorder"]), "name");
    if (recorder !== undefined) {
        return named(`configuration-recorder/${recorder}/1`);
    }
    const aggregator = text("ConfigurationAggregatorName");
    if (aggregator !== undefined) {
        return named("config-aggregator/config-aggregator-1");
    }
    const organizationPack = text("OrganizationConformancePackName");
    if (organizationPack !== undefined) {
        return named(`organization-conformance-pack/${organizationPack}-1a2b3c4d`);
    }
    const pack = text("ConformancePackName");
    if (pack !== undefined) {
        return named(`conformance-pack/${pack}/conformance-pack-1`);
    }
    const rule = text("ConfigRuleName");
    return rule === undefined
        ? named(`aggregation-authorization/${text("AuthorizedAccountId") ?? ""}/${text("AuthorizedAwsRegion") ?? ""}`)
        : named("config-rule/config-rule-1");
}

/** Roles that a request hands over, each to the service that the request is for. */
function passedRoles({ service, parameters }: RecordedRequest): (readonly [role: string, to: string])[] {
    const roles = [
        optional(object(parameters["ConfigurationRecorder"]), "roleARN"),
        optional(object(parameters["OrganizationAggregationSource"]), "RoleArn"),
        service === "lambda" ? optional(parameters, "Role") : undefined,
        service === "scheduler" ? optional(object(parameters["Target"]), "RoleArn") : undefined,
        ...(service === "events" ? objects(parameters["Targets"]).map((target) => optional(target, "RoleArn")) : []),
    ];
    // A remediation in a pack's template is run by Systems Manager.
    const inTemplate = [
        ...(optional(parameters, "TemplateBody") ?? "").matchAll(/arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+/g),
    ];
    return [
        ...roles.flatMap((role) => (role === undefined ? [] : [[role, `${service}.amazonaws.com`] as const])),
        ...inTemplate.map(([role]) => [role, "ssm.amazonaws.com"] as const),
    ];
}

function arn({ region, account }: RecordedRequest, service: string, resource: string): string {
    return `arn:aws:${service}:${region}:${account}:${resource}`;
}

function required({ parameters, service, operation }: RecordedRequest, ...names: readonly string[]): string {
    return (
        optional(parameters, ...names) ??
        assert.fail(`${service}:${operation} has no ${names.join(" or ")}: ${JSON.stringify(parameters)}`)
    );
}

function optional(parameters: JsonObject, ...names: readonly string[]): string | undefined {
    return names.map((name) => parameters[name]).find((value) => typeof value === "string");
}

function strings(value: JsonValue | undefined): string[] {
    return [value].flat().filter((one) => typeof one === "string");
}

function object(value: JsonValue | undefined): JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function objects(value: JsonValue | undefined): JsonObject[] {
    return Array.isArray(value) ? value.map((one) => object(one as JsonValue)) : [];
}
