/**
 * Where compliance is read from: the one interface behind status, reports and evidence, whoever answers.
 *
 * Everything comes page by page, as AWS Config gives it, and nobody keeps the pages: an organization of 10,000 accounts has
 * millions of rules. Whoever answers waits where AWS asks for patience, and throws AWS's error where it refuses.
 */

/**
 * AWS Config's words for a rule's or a resource's compliance, from the worst to what says nothing:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_Compliance.html
 */
export const COMPLIANCE_TYPES = ["NON_COMPLIANT", "INSUFFICIENT_DATA", "COMPLIANT", "NOT_APPLICABLE"] as const;
export type ComplianceType = (typeof COMPLIANCE_TYPES)[number];

/** A place that AWS Config evaluates: an account in a region. */
export interface Place {
    /** 12 digits. */
    readonly account: string;
    readonly region: string;
}

/** Which accounts and regions are read. */
export type ComplianceScope =
    | { readonly kind: "aggregator"; readonly aggregator: string; readonly region: string }
    | { readonly kind: "account"; readonly account: string; readonly regions: readonly string[] };

/** How many resources; AWS Config counts up to 25 and then says that there are more. */
export interface ResourceCount {
    readonly count: number;
    /** There are more than the count. */
    readonly capped: boolean;
}

/** A rule in one place, by the name that it has there. */
export interface RuleInPlace extends Place {
    /** With the ending that a conformance pack appends. */
    readonly rule: string;
}

export interface RuleCompliance extends RuleInPlace {
    readonly compliance: ComplianceType;
    /** Resources that do not comply; absent where AWS tells no number. */
    readonly nonCompliant?: ResourceCount;
}

export interface PackCompliance extends Place {
    /** The pack's name in the account: of an organization's pack `OrgConformsPack-<name>-<unique>`. */
    readonly pack: string;
    readonly compliance: ComplianceType;
    readonly compliantRules: number;
    readonly nonCompliantRules: number;
    readonly totalRules: number;
}

/** A pack in one place, with what tells its rules from others of the same name. */
export interface DeployedPack extends Place {
    readonly pack: string;
    /** That the names of its rules end in, such as `conformance-pack-ab12cd34e`. Absent where it has no rules. */
    readonly ending?: string;
}

/** The verdict of a rule on one resource. */
export interface Evaluation extends RuleInPlace {
    readonly compliance: ComplianceType;
    readonly resourceType: string;
    /** As AWS Config has it: a name, a generated ID, for some types an ARN. */
    readonly resourceId: string;
    /** What the rule says of it. */
    readonly annotation?: string;
    /** When AWS Config recorded it: ISO 8601. */
    readonly recorded?: string;
}

/** How many rules comply, by account or region: https://docs.aws.amazon.com/config/latest/APIReference/API_AggregateComplianceCount.html */
export interface RuleCount {
    /** The account's ID, or the region. */
    readonly name: string;
    readonly compliant: ResourceCount;
    readonly nonCompliant: ResourceCount;
}

/** What whoever answers may leave out; it need not. */
export interface ComplianceFilter {
    readonly account?: string;
    readonly region?: string;
    /** An aggregator is able to leave others out by these two only. */
    readonly compliance?: "COMPLIANT" | "NON_COMPLIANT";
}

export type Pages<Item> = AsyncIterable<readonly Item[]>;

export interface ComplianceSource {
    readonly scope: ComplianceScope;
    /** Every rule in every place. */
    rules(filter?: ComplianceFilter): Pages<RuleCompliance>;
    /** Every conformance pack in every place, with the number of its rules that comply. */
    packs(filter?: Omit<ComplianceFilter, "compliance">): Pages<PackCompliance>;
    /** Every conformance pack in every place, with the ending of its rules' names. */
    deployedPacks(): Pages<DeployedPack>;
    /** What a rule says of each resource. A rule that is gone says nothing. */
    evaluations(of: RuleInPlace, compliance?: ComplianceType): Pages<Evaluation>;
    /** How many rules comply, from one short question. */
    ruleCounts(by: "account" | "region"): Pages<RuleCount>;
}
