/** What a deployment of a plan registers, component by component: known before any engine runs. */
import type { DeploymentPlan, SubscriptionPlan } from "./plan.ts";

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
        ...(plan.deliveryTopic === undefined
            ? []
            : [component("DeliveryTopic", "delivery", topic("delivery", plan.deliveryTopic.subscriptions))]),
        recorder(plan),
        ...(plan.packs.length === 0 ? [] : [conformancePacks(plan)]),
        ...aggregation(plan),
        ...(plan.alertTopic === undefined
            ? []
            : [
                  component("AlertTopic", "alerts", topic("alerts", plan.alertTopic.subscriptions), [
                      encryptionKey("alerts"),
                  ]),
              ]),
        ...(plan.auditTrail === undefined ? [] : [auditTrail()]),
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

function component(
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
    return plan.deliveryBucket.mode === "use"
        ? keys
        : [
              component(
                  "DeliveryBucket",
                  "delivery",
                  [...bucket("delivery"), resource("s3", "BucketLifecycleConfiguration", "delivery-bucket-lifecycle")],
                  keys,
              ),
          ];
}

function recorder({ role, recorder, deliveryChannel, retention }: DeploymentPlan): PlannedComponent {
    const ownRecorder = recorder.mode !== "use";
    return component("Recorder", "config", [
        ...(ownRecorder && role.mode !== "use" ? [resource("iam", "ServiceLinkedRole", "config-role")] : []),
        ...(ownRecorder ? [resource("cfg", "Recorder", "config-recorder")] : []),
        ...(deliveryChannel.mode !== "use" ? [resource("cfg", "DeliveryChannel", "config-channel")] : []),
        ...(ownRecorder ? [resource("cfg", "RecorderStatus", "config-recorder-status")] : []),
        ...(retention.mode !== "use" ? [resource("cfg", "RetentionConfiguration", "config-retention")] : []),
    ]);
}

function conformancePacks({ packs, templateBucket }: DeploymentPlan): PlannedComponent {
    return component(
        "ConformancePacks",
        "packs",
        packs.flatMap(({ name, target, delivery }) => [
            ...(delivery.kind === "s3" ? [resource("s3", "BucketObjectv2", `${name}-template`)] : []),
            resource("cfg", target === "organization" ? "OrganizationConformancePack" : "ConformancePack", name),
        ]),
        templateBucket === undefined ? [] : [component("TemplateBucket", "templates", bucket("templates"))],
    );
}

function aggregation({ aggregators, aggregateAuthorizations }: DeploymentPlan): PlannedComponent[] {
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
        ...aggregateAuthorizations.map(({ account, region }) =>
            resource("cfg", "AggregateAuthorization", `${account}-${region}`),
        ),
    ];
    return resources.length === 0 ? [] : [component("Aggregation", "aggregation", resources)];
}

/** The trail's own children are those of the package that it comes from. */
function auditTrail(): PlannedComponent {
    const trail = { type: "awsx:cloudtrail:Trail", name: "audit-trail" };
    return component("AuditTrail", "audit", [...bucket("audit"), trail], [encryptionKey("audit")]);
}

function encryptionKey(name: string): PlannedComponent {
    return component("EncryptionKey", name, [
        resource("kms", "Key", `${name}-key`),
        resource("kms", "Alias", `${name}-alias`),
    ]);
}

/** A bucket with what makes it safe. */
function bucket(name: string): PlannedResource[] {
    return [
        resource("s3", "Bucket", `${name}-bucket`),
        resource("s3", "BucketOwnershipControls", `${name}-bucket-ownership`),
        resource("s3", "BucketPublicAccessBlock", `${name}-bucket-public-access`),
        resource("s3", "BucketVersioning", `${name}-bucket-versioning`),
        resource("s3", "BucketServerSideEncryptionConfiguration", `${name}-bucket-encryption`),
        resource("s3", "BucketPolicy", `${name}-bucket-policy`),
    ];
}

function topic(name: string, subscriptions: readonly SubscriptionPlan[]): PlannedResource[] {
    return [
        resource("sns", "Topic", `${name}-topic`),
        resource("sns", "TopicPolicy", `${name}-topic-policy`),
        ...subscriptions.map(({ protocol, endpoint }) =>
            resource("sns", "TopicSubscription", `${name}-${protocol}-${endpoint}`),
        ),
    ];
}

/** `aws:s3/bucketPolicy:BucketPolicy`: the module is the class with a small first letter. */
function resource(service: string, kind: string, name: string): PlannedResource {
    return { type: `aws:${service}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`, name };
}
