/** What a deployment of a plan registers, component by component: known before any engine runs. */
import type { HistoryQueriesPlan } from "./history-queries.ts";
import type { MembersPlan } from "./members-plan.ts";
import { ADMINISTERED_SERVICES, administersOrganization, managedRoles } from "./organization.ts";
import type { DeploymentPlan, Existing, RegionPlan, SubscriptionPlan } from "./plan.ts";
import { plannedDigest } from "./planned-digest.ts";
import { plannedAlerts, plannedForwarding } from "./planned-alerts.ts";
import { memberDocuments, regionDocuments, remediationRoles } from "./planned-remediation.ts";
import { hasOwnRecorder, regionsOf } from "./regions.ts";

export interface PlannedResource {
    /** Pulumi's type token, such as `aws:s3/bucket:Bucket`. */
    readonly type: string;
    /** Name in a preview. */
    readonly name: string;
}

/** A component with what stands directly in it. */
export interface PlannedComponent extends PlannedResource {
    readonly resources: readonly PlannedResource[];
    readonly components: readonly PlannedComponent[];
}

/** The components of a stack, in the order in which they are registered. A test holds this to what `deploy` registers. */
export function plannedResources(plan: DeploymentPlan): PlannedComponent[] {
    return [
        ...deliveryComponents(plan),
        ...administration(plan),
        ...functionRoles(plan),
        ...remediationRoles(plan),
        ...regional(plan, plan, ""),
        ...(plan.furtherRegions ?? []).map((region) =>
            component(
                "Region",
                region.region,
                region.enable === true ? [resource("account", "Region", `${region.region}-opt-in`)] : [],
                [
                    ...regional(plan, region, `-${region.region}`),
                    ...aggregation([], plan.aggregateAuthorizations, `-${region.region}`),
                    ...plannedForwarding(plan, `-${region.region}`),
                ],
            ),
        ),
        ...(plan.members === undefined ? [] : [memberAccounts(plan.members)]),
        ...memberFunctions(plan),
        ...memberDocuments(plan),
        ...aggregation(plan.aggregators, plan.aggregateAuthorizations, ""),
        ...plannedAlerts(plan),
        ...(plan.auditTrail === undefined ? [] : [auditTrail()]),
        ...(plan.historyArchive === undefined ? [] : [historyArchive()]),
        ...(plan.historyQueries === undefined ? [] : [historyQueries(plan.historyQueries)]),
        ...(plan.digest === undefined ? [] : [plannedDigest(plan.digest)]),
    ];
}

/** Every resource with the component that it belongs to, from the outermost inwards; components themselves are left out. */
export function flattenResources(
    components: readonly PlannedComponent[],
): { readonly component: PlannedComponent; readonly resource: PlannedResource }[] {
    return components.flatMap((one) => [
        ...one.resources.map((resource) => ({ component: one, resource })),
        ...flattenResources(one.components),
    ]);
}

export function component(
    kind: string,
    name: string,
    resources: readonly PlannedResource[],
    components: readonly PlannedComponent[] = [],
): PlannedComponent {
    return { type: `conformance-packs:config:${kind}`, name, resources, components };
}

function deliveryComponents(plan: DeploymentPlan): PlannedComponent[] {
    const { mode } = plan.encryptionKey;
    const keys = mode === "create" || mode === "adopt" ? [encryptionKey("delivery")] : [];
    return plan.deliveryBucket.mode === "use" || plan.deliveryBucket.mode === "none"
        ? keys
        : [
              component(
                  "DeliveryBucket",
                  "delivery",
                  [...bucket("delivery"), resource("s3", "BucketLifecycleConfiguration", "delivery-bucket-lifecycle")],
                  [...keys, ...replication(plan.deliveryBucket)],
              ),
          ];
}

function replication({ replica }: { readonly replica?: unknown }): PlannedComponent[] {
    return replica === undefined
        ? []
        : [
              component("HistoryReplication", "replication", [
                  resource("iam", "Role", "replication-role"),
                  resource("iam", "RolePolicy", "replication-role-policy"),
                  resource("s3", "BucketReplicationConfig", "replication-configuration"),
              ]),
          ];
}

function historyArchive(): PlannedComponent {
    return component(
        "HistoryArchive",
        "archive",
        [
            ...bucket("archive"),
            resource("s3", "BucketObjectLockConfiguration", "archive-bucket-lock"),
            resource("s3", "BucketLifecycleConfiguration", "archive-bucket-lifecycle"),
        ],
        [encryptionKey("archive")],
    );
}

function administration(plan: DeploymentPlan): PlannedComponent[] {
    if (!administersOrganization(plan)) {
        return [];
    }
    const { serviceAccess = "use", delegatedAdministrator: delegate } = plan.organization ?? {};
    const unlessUsed = (mode: Existing | undefined, resources: readonly PlannedResource[]) =>
        mode === undefined || mode === "use" ? [] : resources;
    return [
        component("OrganizationAdministration", "administration", [
            ...unlessUsed(
                serviceAccess,
                ADMINISTERED_SERVICES.map((service) => resource("organizations", "AwsServiceAccess", service)),
            ),
            ...unlessUsed(
                delegate?.mode,
                ADMINISTERED_SERVICES.map((service) =>
                    resource("organizations", "DelegatedAdministrator", `${delegate?.account ?? ""}-${service}`),
                ),
            ),
            ...managedRoles(plan.organization ?? {}).map(({ role }) => resource("iam", "ServiceLinkedRole", role)),
        ]),
    ];
}

/** What every region has; the names of a further region end in its own. */
function regional(plan: DeploymentPlan, region: RegionPlan, suffix: string): PlannedComponent[] {
    const topicName = `delivery${suffix}`;
    return [
        ...(region.deliveryTopic === undefined
            ? []
            : [component("DeliveryTopic", topicName, topic(topicName, region.deliveryTopic.subscriptions))]),
        recorder(region, region === plan && hasOwnRecorder(plan) && plan.role.mode !== "use", suffix),
        ...functions(plan, region, suffix),
        ...regionDocuments(region, suffix),
        ...(region.packs.length === 0 ? [] : [conformancePacks(region, suffix)]),
    ];
}

function recorder(
    { recorder, deliveryChannel, retention }: RegionPlan,
    bringsRole: boolean,
    suffix: string,
): PlannedComponent {
    const ownRecorder = recorder.mode !== "use";
    const name = `config${suffix}`;
    return component("Recorder", name, [
        ...(bringsRole ? [resource("iam", "ServiceLinkedRole", `${name}-role`)] : []),
        ...(ownRecorder ? [resource("cfg", "Recorder", `${name}-recorder`)] : []),
        ...(deliveryChannel.mode !== "use" ? [resource("cfg", "DeliveryChannel", `${name}-channel`)] : []),
        ...(ownRecorder ? [resource("cfg", "RecorderStatus", `${name}-recorder-status`)] : []),
        ...(retention.mode !== "use" ? [resource("cfg", "RetentionConfiguration", `${name}-retention`)] : []),
    ]);
}

/** Each rule has one role, however many regions have its function. */
function functionRoles(plan: DeploymentPlan): PlannedComponent[] {
    const rules = new Set(regionsOf(plan).flatMap(({ functions = [] }) => functions.map(({ rule }) => rule)));
    return rules.size === 0
        ? []
        : [
              component(
                  "RuleFunctionRoles",
                  "function-roles",
                  [...rules].flatMap((rule) => [
                      resource("iam", "Role", `${rule}-function-role`),
                      resource("iam", "RolePolicy", `${rule}-function-role-policy`),
                  ]),
              ),
          ];
}

function functions({ ruleFunctions }: DeploymentPlan, region: RegionPlan, suffix: string): PlannedComponent[] {
    const name = `functions${suffix}`;
    const accounts = ruleFunctions?.members?.accounts ?? [];
    return region.functions === undefined
        ? []
        : [
              component(
                  "RuleFunctions",
                  name,
                  [
                      resource("sqs", "Queue", `${name}-failed-evaluations`),
                      ...region.functions.flatMap(({ rule, organizationWide }) => [
                          resource("cloudwatch", "LogGroup", `${rule}${suffix}-logs`),
                          resource("lambda", "Function", `${rule}${suffix}-function`),
                          resource("lambda", "Permission", `${rule}${suffix}-permission`),
                          ...(organizationWide ? accounts : []).map((account) =>
                              resource("lambda", "Permission", `${rule}${suffix}-permission-${account}`),
                          ),
                      ]),
                  ],
                  [encryptionKey(name)],
              ),
          ];
}

function conformancePacks({ packs, templateBucket }: RegionPlan, suffix: string): PlannedComponent {
    const templates = `templates${suffix}`;
    return component(
        "ConformancePacks",
        `packs${suffix}`,
        packs.flatMap(({ name, target, delivery }) => [
            ...(delivery.kind === "s3" ? [resource("s3", "BucketObjectv2", `${name}${suffix}-template`)] : []),
            resource(
                "cfg",
                target === "organization" ? "OrganizationConformancePack" : "ConformancePack",
                `${name}${suffix}`,
            ),
        ]),
        templateBucket === undefined ? [] : [component("TemplateBucket", templates, bucket(templates))],
    );
}

function aggregation(
    aggregators: DeploymentPlan["aggregators"],
    authorizations: DeploymentPlan["aggregateAuthorizations"],
    suffix: string,
): PlannedComponent[] {
    const resources = [
        ...aggregators.flatMap(({ name, source }) => [
            ...(source === "organization"
                ? [
                      resource("iam", "Role", `${name}-role`),
                      resource("iam", "RolePolicyAttachment", `${name}-role-policy`),
                  ]
                : []),
            resource("cfg", "ConfigurationAggregator", name),
        ]),
        ...authorizations.map(({ account, region }) =>
            resource("cfg", "AggregateAuthorization", `${account}-${region}${suffix}`),
        ),
    ];
    return resources.length === 0 ? [] : [component("Aggregation", `aggregation${suffix}`, resources)];
}

/** Of what members get, the stack itself has the StackSets. */
function memberAccounts({ ownRoles, rollout, remediationRole }: MembersPlan): PlannedComponent {
    const role = (name: string, withPolicy: boolean): PlannedResource[] => [
        resource("iam", "Role", `members-${name}-role`),
        ...(withPolicy ? [resource("iam", "RolePolicy", `members-${name}-role-policy`)] : []),
    ];
    return component("MemberAccounts", "members", [
        ...(ownRoles ? [...role("remediation", remediationRole.actions.length > 0), ...role("evaluation", true)] : []),
        ...(rollout?.eventBus === undefined
            ? []
            : [
                  resource("cloudwatch", "EventBus", "members-event-bus"),
                  resource("cloudwatch", "EventBusPolicy", "members-event-bus-policy"),
              ]),
        ...(rollout === undefined ? [] : ["members-global", "members-regional"]).flatMap((name) => [
            resource("cloudformation", "StackSet", `${name}-stack-set`),
            resource("cloudformation", "StackInstances", `${name}-instances`),
        ]),
    ]);
}

/** Each region has the code in a bucket of its own. */
function memberFunctions({ ruleFunctions, members }: DeploymentPlan): PlannedComponent[] {
    const { inMembers } = ruleFunctions ?? {};
    const name = "member-functions";
    return inMembers === undefined || members?.rollout === undefined
        ? []
        : [
              component("MemberFunctions", name, [
                  ...inMembers.regions.flatMap((region) => [
                      ...bucket(`${name}-${region}`),
                      ...inMembers.functions.map(({ rule }) =>
                          resource("s3", "BucketObjectv2", `${rule}-${region}-code`),
                      ),
                  ]),
                  resource("cloudformation", "StackSet", `${name}-stack-set`),
                  resource("cloudformation", "StackInstances", `${name}-instances`),
              ]),
          ];
}

function auditTrail(): PlannedComponent {
    return component(
        "AuditTrail",
        "audit",
        [...bucket("audit", "audit-trail-bucket-policy"), resource("cloudtrail", "Trail", "audit-trail")],
        [encryptionKey("audit")],
    );
}

function historyQueries({ queries }: HistoryQueriesPlan): PlannedComponent {
    return component("HistoryQueries", "history", [
        ...bucket("query-results"),
        resource("s3", "BucketLifecycleConfiguration", "query-results-bucket-lifecycle"),
        resource("glue", "CatalogDatabase", "history-database"),
        resource("glue", "CatalogTable", "configuration-history"),
        resource("glue", "CatalogTable", "configuration-snapshots"),
        resource("athena", "Workgroup", "history-workgroup"),
        ...queries.map(({ name }) => resource("athena", "NamedQuery", name)),
    ]);
}

export function encryptionKey(name: string): PlannedComponent {
    return component("EncryptionKey", name, [
        resource("kms", "Key", `${name}-key`),
        resource("kms", "Alias", `${name}-alias`),
    ]);
}

/** A bucket with what makes it safe. */
export function bucket(name: string, policy = `${name}-bucket-policy`): PlannedResource[] {
    return [
        resource("s3", "Bucket", `${name}-bucket`),
        resource("s3", "BucketOwnershipControls", `${name}-bucket-ownership`),
        resource("s3", "BucketPublicAccessBlock", `${name}-bucket-public-access`),
        resource("s3", "BucketVersioning", `${name}-bucket-versioning`),
        resource("s3", "BucketServerSideEncryptionConfiguration", `${name}-bucket-encryption`),
        resource("s3", "BucketPolicy", policy),
    ];
}

export function topic(name: string, subscriptions: readonly SubscriptionPlan[]): PlannedResource[] {
    return [
        resource("sns", "Topic", `${name}-topic`),
        resource("sns", "TopicPolicy", `${name}-topic-policy`),
        ...subscriptions.map(({ protocol, endpoint }) =>
            resource("sns", "TopicSubscription", `${name}-${protocol}-${endpoint}`),
        ),
    ];
}

/** `aws:s3/bucketPolicy:BucketPolicy`: the module is the class with a small first letter. */
export function resource(service: string, kind: string, name: string): PlannedResource {
    return { type: `aws:${service}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`, name };
}
