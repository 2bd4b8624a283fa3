/**
 * The deployment plan: everything that a stack is going to be, as plain data, before any resource is registered.
 * The Pulumi program, the command line, the reports and the tests all read it, so they cannot disagree.
 *
 * What only the account can tell (its ID) is absent: names that contain the ID are completed by `components/names.ts`.
 */
import type { Location } from "../diagnostic.ts";
import type { TemplateObject, TemplateValue } from "../pack/template-value.ts";
import type { RuleKindName } from "../rules/custom-rule.ts";
import type { DeliverySources } from "../policies/delivery-sources.ts";
import type { Settings } from "../settings/schema.ts";
import type { AlertsPlan } from "./alerts-plan.ts";
import type { DigestPlan } from "./digest-plan.ts";
import type { HistoryArchivePlan, ReplicaPlan } from "./history-archive.ts";
import type { HistoryQueriesPlan } from "./history-queries.ts";
import type { MembersPlan } from "./members-plan.ts";
import type {
    MemberDocumentsPlan,
    ProvidedRole,
    RegionDocumentPlan,
    RemediationRolePlanned,
} from "./remediation-plan.ts";
import type { RuleFunctionPlan, RuleFunctionsPlan } from "./rule-functions-plan.ts";

/** Registered as new, imported and then managed, or only referred to. */
export type Existing = "create" | "adopt" | "use";

export type SubscriptionPlan = Settings["deliveryTopic"]["subscriptions"][number];

/** The KMS key of the delivery bucket. `none` where there is no bucket, or one that something else manages. */
export type EncryptionKeyPlan =
    | {
          readonly mode: "create" | "adopt";
          /** Without `alias/`. */
          readonly alias: string;
          /** `adopt` only: the key to import; where absent, the alias leads to it. */
          readonly arn?: string;
          readonly deletionWindowInDays: number;
          /** ARNs of IAM roles and users. */
          readonly administrators: readonly string[];
      }
    | { readonly mode: "use"; readonly arn: string }
    | { readonly mode: "none" };

/** Days after which objects move or end; absent means never. */
export interface LifecyclePlan {
    readonly infrequentAccessAfterDays?: number;
    readonly glacierInstantRetrievalAfterDays?: number;
    readonly expireAfterDays?: number;
    readonly noncurrentVersionsExpireAfterDays: number;
}

export type DeliveryBucketPlan =
    | {
          readonly mode: "create" | "adopt";
          /** Absent: `<namePrefix>-<account>-<region>`. */
          readonly name?: string;
          readonly namePrefix: string;
          readonly prefix?: string;
          readonly lifecycle: LifecyclePlan;
          /** Absent: the stack's own account alone. */
          readonly sources?: DeliverySourcesPlan;
          /** The copy in another account. Absent: there is none. */
          readonly replica?: ReplicaPlan;
          /** Present: Pulumi refuses to destroy, replace or forget it. */
          readonly protect?: true;
      }
    | { readonly mode: "use"; readonly name: string; readonly prefix?: string }
    /** The delivery channel is something else's, and so is the bucket that it delivers to. */
    | { readonly mode: "none"; readonly name?: undefined; readonly prefix?: undefined };

/** Who delivers besides the stack's own account. */
export type DeliverySourcesPlan = Omit<DeliverySources, "regions">;

export interface DeliveryTopicPlan {
    readonly name: string;
    readonly kmsKeyArn?: string;
    readonly subscriptions: readonly SubscriptionPlan[];
    /** Absent: the stack's own account alone. */
    readonly sources?: DeliverySourcesPlan;
}

export interface AlertTopicPlan {
    readonly name: string;
    /** Alias of the topic's own key, without `alias/`. */
    readonly keyAlias: string;
    readonly deletionWindowInDays: number;
    readonly subscriptions: readonly SubscriptionPlan[];
}

/** `arn` only with `use`; without it the service-linked role is meant. */
export interface RolePlan {
    readonly mode: Existing;
    readonly arn?: string;
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html */
export interface RecordingGroupPlan {
    readonly strategy: "ALL_SUPPORTED_RESOURCE_TYPES" | "INCLUSION_BY_RESOURCE_TYPES" | "EXCLUSION_BY_RESOURCE_TYPES";
    readonly includeGlobalResourceTypes: boolean;
    /** Sorted; empty with ALL_SUPPORTED_RESOURCE_TYPES. */
    readonly resourceTypes: readonly string[];
}

export type RecordingFrequency = "CONTINUOUS" | "DAILY";

export type RecorderPlan =
    | {
          readonly mode: "create" | "adopt";
          readonly name: string;
          readonly recordingGroup: RecordingGroupPlan;
          readonly recordingFrequency: RecordingFrequency;
          readonly overrides: readonly {
              readonly resourceTypes: readonly string[];
              readonly recordingFrequency: RecordingFrequency;
              readonly description?: string;
          }[];
      }
    | { readonly mode: "use"; readonly name: string };

export type DeliveryChannelPlan =
    | { readonly mode: "create" | "adopt"; readonly name: string; readonly snapshotDeliveryFrequency: string }
    | { readonly mode: "use"; readonly name: string };

export interface RetentionPlan {
    readonly mode: Existing;
    readonly days: number;
}

export interface AggregatorPlan {
    readonly name: string;
    /** Account IDs, among them `self` for the stack's own account; or the whole organization. */
    readonly source: { readonly accounts: readonly string[] } | "organization";
    readonly regions: "all" | readonly string[];
}

export interface AggregateAuthorizationPlan {
    readonly account: string;
    readonly region: string;
}

/** A control that a rule gives evidence for. AWS's own packs name no framework. */
export interface ControlPlan {
    readonly framework?: string;
    readonly id: string;
}

/** A control that AWS Config cannot check, and why. */
export interface UncoveredControl extends ControlPlan {
    readonly reason: string;
}

export type Severity = "low" | "medium" | "high" | "critical";

/** A rule of the project's own that runs in AWS Lambda. */
export interface RuleProgramPlan {
    /** Name of its folder. */
    readonly rule: string;
    readonly kind: RuleKindName;
    /** As written, before it is compiled. */
    readonly source: string;
    readonly trigger: "change" | "periodic";
    /** What it looks at, where that is said by type. */
    readonly resourceTypes?: readonly string[];
    /** Actions that the rule's own calls need; sorted. */
    readonly permissions: readonly string[];
    /** MB. */
    readonly memory: number;
    /** Seconds. */
    readonly timeout: number;
}

/** One rule of a pack, as far as it can be read without evaluating conditions. */
export interface RulePlan {
    readonly logicalId: string;
    readonly name?: string;
    /** AWS, CUSTOM_LAMBDA or CUSTOM_POLICY. */
    readonly owner?: string;
    /** The managed rule identifier, or the Lambda function's ARN where it is a plain string. */
    readonly sourceIdentifier?: string;
    /** Of a Guard rule. */
    readonly policy?: { readonly text: string; readonly debugLog: boolean };
    /** Of a rule that this project runs in AWS Lambda. */
    readonly program?: RuleProgramPlan;
    readonly description?: string;
    readonly severity?: Severity;
    readonly controls?: readonly ControlPlan[];
    /** Why the rule matters. */
    readonly reason?: string;
    /** `InputParameters`: intrinsic functions in their long form, or resolved as far as the stack's values are known. */
    readonly inputParameters?: TemplateValue;
    /** `Scope` of the template. */
    readonly scope?: TemplateObject;
    /** `MaximumExecutionFrequency`. */
    readonly frequency?: string;
    /** A condition of the template, without which the rule is left out. */
    readonly condition?: string;
    /** Of a rule of a bundle: the packs that have it, and where. */
    readonly origins?: readonly { readonly pack: string; readonly location: Location }[];
    /** Where the rule stands in its pack's file, or in the file that the pack includes. */
    readonly location: Location;
}

/** What repairs the resources that do not comply with a rule. */
export interface RemediationPlan {
    readonly logicalId: string;
    /** Name of the rule, or its logical ID where it has none. */
    readonly rule: string;
    /** The Systems Manager document, where it is known. */
    readonly document?: string;
    /** Runs by itself, without anybody asking. */
    readonly automatic: boolean;
    /** What the document deletes or ends. Absent: nothing, or nobody knows. */
    readonly destructive?: string;
    /** Why that may happen without anybody looking. */
    readonly acknowledgement?: string;
    /** Absent: the pack names a role itself, or none. */
    readonly role?: ProvidedRole;
    /** All other properties of the template, with the stack's values in them. */
    readonly settings?: TemplateObject;
    /** A condition of the template, without which the remediation is left out. */
    readonly condition?: string;
}

/** Members have a pack ring by ring. */
export interface RolloutPlan {
    /** The last is the rest of the organization, and has no units. */
    readonly rings: readonly { readonly name: string; readonly units: readonly string[] }[];
    /** The last ring that has the pack. */
    readonly upTo: string;
}

export interface ConformancePackPlan {
    /** Name in AWS, and of the resource in a preview. */
    readonly name: string;
    readonly target: "account" | "organization";
    /** Path of the pack's file, relative to the project, with forward slashes; of a bundle, the stack's. */
    readonly file: string;
    /** Of a part of a bundle: the bundle's name. */
    readonly bundle?: string;
    /** The template without comments, as it is sent to AWS. */
    readonly template: string;
    /** UTF-8 bytes of `template`. */
    readonly bytes: number;
    /** Inline, or an object whose key carries the hash of the content: above 51,200 bytes, or where the stack wants it. */
    readonly delivery: { readonly kind: "inline" } | { readonly kind: "s3"; readonly objectKey: string };
    /** In alphabetical order of their names. */
    readonly parameters: readonly { readonly name: string; readonly value: string }[];
    readonly excludedAccounts: readonly string[];
    /** Organizational units that an organization pack leaves out. Absent where there are none. */
    readonly excludedUnits?: readonly string[];
    /** The only organizational units that it reaches. Absent: the whole organization. */
    readonly units?: readonly string[];
    /** Absent: every ring has it. */
    readonly rollout?: RolloutPlan;
    readonly timeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
    /** Input parameters and scopes have the stack's values in them. */
    readonly rules: readonly RulePlan[];
    /** Absent where there are none. */
    readonly remediations?: readonly RemediationPlan[];
    /** Rules and remediations: what AWS counts against 130. */
    readonly resources: number;
}

export interface AuditTrailPlan {
    readonly name: string;
    /** Of its key, without `alias/`. */
    readonly keyAlias: string;
    readonly allRegions: boolean;
    readonly organization: boolean;
}

/** The organization that a stack belongs to, as far as the configuration names it. */
export interface OrganizationPlan {
    /** `o-…` */
    readonly id?: string;
    /** Absent: the stack's own account is it. */
    readonly managementAccount?: string;
    /** Trusted access of the services that administer AWS Config. Absent: not this stack's business. */
    readonly serviceAccess?: Existing;
    /** Absent: nothing is delegated, as far as this stack knows. */
    readonly delegatedAdministrator?: DelegatedAdministratorPlan;
}

/** To whom the management account hands over the administration of AWS Config. */
export interface DelegatedAdministratorPlan {
    readonly mode: Existing;
    readonly account: string;
    /** AWS Config's roles for organizations in the management account. */
    readonly serviceLinkedRoles: Existing;
}

/** A rule that stays out of a region, because another one answers for it. */
export interface LeftOutRule {
    readonly pack: string;
    /** Name of the rule, or its logical ID where it has none. */
    readonly rule: string;
}

/** What there is once in each region of a stack. */
export interface RegionPlan {
    readonly region: string;
    /** The account has to enable the region, and the stack does so. Absent: nothing is to be done. */
    readonly enable?: true;
    /** Absent where it is switched off. */
    readonly deliveryTopic?: DeliveryTopicPlan;
    readonly recorder: RecorderPlan;
    readonly deliveryChannel: DeliveryChannelPlan;
    readonly retention: RetentionPlan;
    readonly packs: readonly ConformancePackPlan[];
    /** Rules on global resource types, outside the home region. Absent where there are none. */
    readonly leftOut?: readonly LeftOutRule[];
    /** Of rules in AWS Lambda, sorted by name. Absent where there are none. */
    readonly functions?: readonly RuleFunctionPlan[];
    /** Automation documents of the project's own, sorted by name. Absent where there are none. */
    readonly documents?: readonly RegionDocumentPlan[];
    /** Present where at least one pack is delivered through S3. */
    readonly templateBucket?: { readonly name?: string; readonly namePrefix: string };
}

/** A stack: what it has once, and, as a region's plan itself, what its own region has. */
export interface DeploymentPlan extends RegionPlan {
    readonly stack: string;
    /** The account that the stack belongs to, where the configuration names it. */
    readonly account?: string;
    /** aws, aws-cn or aws-us-gov: follows from the region. */
    readonly partition: string;
    /** The region that records global resource types. */
    readonly homeRegion: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly encryptionKey: EncryptionKeyPlan;
    readonly deliveryBucket: DeliveryBucketPlan;
    /** Where other stacks' history is replicated to. Absent: this stack keeps none. */
    readonly historyArchive?: HistoryArchivePlan;
    readonly alertTopic?: AlertTopicPlan;
    /** What stands between AWS Config and that topic. Absent: events are published as they come. */
    readonly alerts?: AlertsPlan;
    readonly role: RolePlan;
    readonly aggregators: readonly AggregatorPlan[];
    readonly aggregateAuthorizations: readonly AggregateAuthorizationPlan[];
    /** In alphabetical order of their names. Absent where there are none. */
    readonly furtherRegions?: readonly RegionPlan[];
    readonly auditTrail?: AuditTrailPlan;
    /** Absent where it is off. */
    readonly historyQueries?: HistoryQueriesPlan;
    /** Digest, metrics, alarms and dashboard. Absent where none is asked for. */
    readonly digest?: DigestPlan;
    /** Absent where nothing is said of one. */
    readonly organization?: OrganizationPlan;
    /** What the functions of all regions have in common. Absent where there are none. */
    readonly ruleFunctions?: RuleFunctionsPlan;
    /** Of remediations whose packs name no role, sorted by name. Absent where there are none. */
    readonly remediationRoles?: readonly RemediationRolePlanned[];
    /** Automation documents of the project's own in member accounts. Absent where there are none. */
    readonly memberDocuments?: MemberDocumentsPlan;
    /** What member accounts of the organization get. Absent: nothing. */
    readonly members?: MembersPlan;
}
