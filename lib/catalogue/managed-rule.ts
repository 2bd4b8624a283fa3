/** The shape of what is known about one of AWS's managed rules. An absent field is unknown, never "none". */

export type ParameterType = "integer" | "number" | "boolean" | "string" | "csv" | "map";

export interface ParameterData {
    readonly type?: ParameterType;
    /** Absent: unknown. */
    readonly optional?: boolean;
    /** What the page calls the default. The API does not fill it in for a parameter that is mandatory. */
    readonly default?: string;
}

export interface ManagedRuleData {
    /** The name of the rule's page, which is its name in the console. Not always the identifier in lower case. */
    readonly rule?: string;
    readonly trigger?: "change" | "periodic" | "both";
    /** `AWS::S3::Bucket` is exact; a lower-case word, such as `ec2`, only names the service. */
    readonly resourceTypes?: readonly string[];
    /** Absent: unknown. Empty: the rule has none. Names are case-sensitive. */
    readonly parameters?: Readonly<Record<string, ParameterData>>;
    /** `firewall-manager`: only that service creates it. `pack-only`: exists only inside conformance packs. */
    readonly creator?: "firewall-manager" | "pack-only";
    readonly deprecated?: true;
    /** Where the rule exists, if it is known not to exist everywhere. */
    readonly regions?: readonly string[];
}

export interface ManagedRule extends ManagedRuleData {
    /** The managed rule identifier, such as `ROOT_ACCOUNT_MFA_ENABLED`. */
    readonly identifier: string;
    /** The page's name, else the identifier in lower case with hyphens. */
    readonly name: string;
}
