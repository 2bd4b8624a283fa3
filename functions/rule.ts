/** What a rule in TypeScript is written with: `import { compliant, type ConfigurationItem } from "#rule";`. */
import { matchesGlob } from "../lib/glob.ts";

/** What AWS Config says of a resource: https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
export type Compliance = "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE";

/** What a rule says of a resource. */
export interface Evaluation {
    readonly compliance: Compliance;
    /** Why, for people: AWS Config shows it beside the result. What is longer than 256 characters is cut. */
    readonly annotation?: string;
}

/** What a scheduled rule says of one of the resources that it found. */
export interface ResourceEvaluation extends Evaluation {
    /** Such as `AWS::IAM::User`, or `AWS::::Account` for the account as a whole. */
    readonly resourceType: string;
    readonly resourceId: string;
}

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
    readonly [key: string]: JsonValue | undefined;
}

export interface Relationship {
    readonly resourceType?: string;
    readonly resourceId?: string;
    readonly resourceName?: string;
    readonly relationshipName?: string;
    readonly name?: string;
}

/**
 * A resource as AWS Config recorded it, spelt as in the events that AWS Config sends, wherever it comes from.
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 *
 * @typeParam Configuration what the rule reads of `configuration`; nothing checks it, so say `?` of what may be absent
 */
export interface ConfigurationItem<Configuration extends object = JsonObject> {
    readonly resourceType: string;
    readonly resourceId: string;
    readonly resourceName?: string;
    readonly ARN?: string;
    readonly awsAccountId?: string;
    readonly awsRegion?: string;
    readonly availabilityZone?: string;
    /** `OK` or `ResourceDiscovered`: a rule is not asked about resources that are gone. */
    readonly configurationItemStatus?: string;
    /** ISO 8601. */
    readonly configurationItemCaptureTime?: string;
    /** ISO 8601. */
    readonly resourceCreationTime?: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly relationships: readonly Relationship[];
    readonly configuration: Configuration;
    readonly supplementaryConfiguration: JsonObject;
}

/** Values by the types of `rule.yaml`: a whole number is a number, a list an array; absent where it is optional. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** What every client of the AWS SDK is made with here. */
export interface ClientSettings {
    readonly region?: string;
    readonly credentials?: () => Promise<{
        accessKeyId: string;
        secretAccessKey: string;
        sessionToken?: string;
        expiration?: Date;
    }>;
    readonly maxAttempts: number;
    readonly retryMode: "standard";
}

/** Where and when the rule runs, and the way from there to AWS. */
export interface Context {
    /** Whose resources are evaluated: in an organization not the function's own account. */
    readonly accountId: string;
    readonly region: string;
    /** `aws`, `aws-cn` or `aws-us-gov`. */
    readonly partition: string;
    /** As AWS Config calls the rule, which in a pack has a suffix. */
    readonly ruleName: string;
    /** When AWS Config asked. Take it in place of the clock, and the rule can be tested. */
    readonly time: Date;
    /**
     * A client of the AWS SDK for the account that is evaluated, with its credentials and with retries; always the same one
     * for a class and a region.
     *
     * @param region another than the rule's own
     */
    client<Client>(type: new (settings: ClientSettings) => Client, region?: string): Client;
    /**
     * Every resource of some types that AWS Config records, as of now, page by page. It needs the permission
     * `config:SelectResourceConfig`.
     */
    resources<Configuration extends object = JsonObject>(
        ...types: readonly string[]
    ): AsyncIterable<ConfigurationItem<Configuration>>;
}

/** `evaluate` of a rule that runs when a resource changes. */
export type ChangeEvaluator<
    Given extends object = Parameters,
    Item extends ConfigurationItem<object> = ConfigurationItem,
> = (item: Item, parameters: Given, context: Context) => Evaluation | Promise<Evaluation>;

/** `evaluateAccount` of a rule that runs on a schedule: what it yields is handed to AWS Config a hundred at a time. */
export type ScheduledEvaluator<Given extends object = Parameters> = (
    parameters: Given,
    context: Context,
) => AsyncIterable<ResourceEvaluation> | Promise<readonly ResourceEvaluation[]>;

/** The resource is as the rule asks for. */
export function compliant(annotation?: string): Evaluation {
    return { compliance: "COMPLIANT", ...(annotation !== undefined && { annotation }) };
}

/** The resource is not as the rule asks for. */
export function nonCompliant(annotation: string): Evaluation {
    return { compliance: "NON_COMPLIANT", annotation };
}

/** The rule says nothing of the resource: AWS Config shows no result of it. */
export function notApplicable(annotation?: string): Evaluation {
    return { compliance: "NOT_APPLICABLE", ...(annotation !== undefined && { annotation }) };
}

/** Whether a text fits any of the patterns, in which `*` stands for any characters; capitals count. */
export function matches(text: string, patterns: readonly string[]): boolean {
    return patterns.some((pattern) => matchesGlob(pattern, text));
}
