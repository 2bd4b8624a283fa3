/** What AWS Config answered about the packs of a stack: plain data, so that the verdicts can be tested without AWS. */
import type { Answer } from "../doctor/inventory.ts";

/** A rule as AWS has it: https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html */
export interface DeployedRule {
    /** AWS, CUSTOM_LAMBDA or CUSTOM_POLICY. */
    readonly owner?: string;
    /** The managed rule identifier, or the Lambda function's ARN. */
    readonly sourceIdentifier?: string;
    /** JSON text of a map from name to value. */
    readonly inputParameters?: string;
    /** `MaximumExecutionFrequency`. */
    readonly frequency?: string;
    readonly scope?: DeployedScope;
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_Scope.html */
export interface DeployedScope {
    readonly resourceTypes: readonly string[];
    readonly resourceId?: string;
    readonly tagKey?: string;
    readonly tagValue?: string;
}

/** What the asking account has of a pack. Each is absent while the pack is in progress, or where it is not here. */
export interface RulesAnswer {
    /** Names with the ending that AWS Config appends. */
    readonly rules?: Answer<readonly string[]>;
    /** By these names; a rule that went meanwhile is absent. */
    readonly definitions?: Answer<Readonly<Record<string, DeployedRule>>>;
}

/** A conformance pack of the account itself. */
export interface AccountPackAnswer extends RulesAnswer {
    /** https://docs.aws.amazon.com/config/latest/APIReference/API_ConformancePackStatusDetail.html */
    readonly state: string;
    readonly reason?: string;
}

/** A member account of an organization, as far as one pack goes. */
export interface MemberAnswer {
    /** 12 digits. */
    readonly account: string;
    /** https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePackDetailedStatus.html */
    readonly state: string;
    readonly errorCode?: string;
    readonly errorMessage?: string;
}

/** With the rules of the pack that it made in the asking account, where that is one of its targets. */
export interface OrganizationPackAnswer extends RulesAnswer {
    /** https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePackStatus.html */
    readonly state: string;
    readonly errorCode?: string;
    readonly errorMessage?: string;
    readonly members: Answer<readonly MemberAnswer[]>;
}

/** By the pack's name; a pack that AWS does not have is absent. */
export interface PackAnswers {
    readonly account: Answer<Readonly<Record<string, AccountPackAnswer>>>;
    readonly organization: Answer<Readonly<Record<string, OrganizationPackAnswer>>>;
}
