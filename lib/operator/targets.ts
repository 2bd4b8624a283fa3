/** What the names of the tables stand for in a stack. */
import type { TargetOf } from "./target.ts";
import { arns } from "./target.ts";
import * as accounts from "./targets/accounts-and-queries.ts";
import * as config from "./targets/config.ts";
import * as functions from "./targets/functions.ts";
import * as keys from "./targets/keys.ts";
import * as notifications from "./targets/notifications.ts";
import * as roles from "./targets/roles.ts";
import * as storage from "./targets/storage.ts";

export const TARGETS = {
    /** Actions that no policy can hold to a resource. */
    anything: () => arns("*"),
    account: accounts.account,
    "administered organization": accounts.administeredOrganization,
    "aggregate authorizations": config.aggregateAuthorizations,
    "aggregator roles": roles.aggregatorRoles,
    aggregators: config.aggregators,
    alarms: notifications.alarms,
    aliases: keys.aliases,
    buckets: storage.buckets,
    "buckets of objects": storage.bucketsOfObjects,
    "catalog databases": accounts.catalogDatabases,
    "catalog tables": accounts.catalogTables,
    "conformance packs": config.conformancePacks,
    "contents of databases": accounts.contentsOfDatabases,
    dashboards: notifications.dashboards,
    "delegated accounts": accounts.delegatedAccounts,
    documents: functions.documents,
    "email identities": notifications.emailIdentities,
    "emptied buckets": storage.emptiedBuckets,
    "event buses": notifications.eventBuses,
    "event rules": notifications.eventRules,
    "event source mappings": functions.eventSourceMappings,
    "every config rule": config.everyConfigRule,
    "every conformance pack": config.everyConformancePack,
    "every key": keys.everyKey,
    "foreign delivery bucket": storage.foreignDeliveryBucket,
    "forwarding roles": roles.forwardingRoles,
    "function roles": roles.functionRoles,
    functions: functions.functions,
    keys: keys.keys,
    "log groups": functions.logGroups,
    "new event source mappings": functions.newEventSourceMappings,
    "new keys": keys.newKeys,
    objects: storage.objects,
    "objects of emptied buckets": storage.objectsOfEmptiedBuckets,
    "organization conformance packs": config.organizationConformancePacks,
    "organization of aggregators": config.organizationOfAggregators,
    "organization of packs": config.organizationOfPacks,
    "organization of stack sets": accounts.organizationOfStackSets,
    "organization of trails": accounts.organizationOfTrails,
    "permitted functions": functions.permittedFunctions,
    queues: functions.queues,
    "reached organization": config.reachedOrganization,
    "recorder role": roles.recorderRole,
    recorders: config.recorders,
    "remediation configurations": config.remediationConfigurations,
    "remediation roles": roles.remediationRoles,
    "replication role": roles.replicationRole,
    "role of AWS Config": roles.roleOfConfig,
    roles: roles.roles,
    "roles with attached policies": roles.rolesWithAttachedPolicies,
    "schedule roles": roles.scheduleRoles,
    schedules: notifications.schedules,
    "service-linked role of CloudTrail": roles.roleOfCloudTrail,
    "service-linked role of conformance packs": roles.roleOfConformancePacks,
    "service-linked role of organization packs": roles.roleOfOrganizationPacks,
    "service-linked roles": roles.serviceLinkedRoles,
    "stack sets": accounts.stackSets,
    "template objects": storage.templateObjects,
    topics: notifications.topics,
    trails: accounts.trails,
    workgroups: accounts.workgroups,
} as const satisfies Readonly<Record<string, TargetOf>>;

export type TargetName = keyof typeof TARGETS;

export const TARGET_NAMES = Object.keys(TARGETS) as [TargetName, ...TargetName[]];
