/** What AWS Config answered about the packs of a stack: plain data, so that the verdicts can be tested without AWS. */
import type { Answer } from "../doctor/inventory.ts";

/** A conformance pack of the account itself. */
export interface AccountPackAnswer {
    /** https://docs.aws.amazon.com/config/latest/APIReference/API_ConformancePackStatusDetail.html */
    readonly state: string;
    readonly reason?: string;
    /** Names with the ending that AWS Config appends. Absent while the pack is in progress. */
    readonly rules?: Answer<readonly string[]>;
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

export interface OrganizationPackAnswer {
    /** https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePackStatus.html */
    readonly state: string;
    readonly errorCode?: string;
    readonly errorMessage?: string;
    readonly members: Answer<readonly MemberAnswer[]>;
    /** The rules that the asking account has of it. Absent while in progress, or where the pack does not reach it. */
    readonly rules?: Answer<readonly string[]>;
}

/** By the pack's name; a pack that AWS does not have is absent. */
export interface PackAnswers {
    readonly account: Answer<Readonly<Record<string, AccountPackAnswer>>>;
    readonly organization: Answer<Readonly<Record<string, OrganizationPackAnswer>>>;
}
