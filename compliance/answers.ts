/** AWS Config's answers in the words of the compliance source. */
import type { ComplianceContributorCount, EvaluationResult } from "@aws-sdk/client-config-service";
import {
    COMPLIANCE_TYPES,
    type ComplianceType,
    type Evaluation,
    type Place,
    type ResourceCount,
} from "../lib/compliance/source.ts";

/** A word that is newer than this version says nothing that anybody could count on. */
export function complianceOf(word: string | undefined): ComplianceType {
    return COMPLIANCE_TYPES.find((type) => type === word) ?? "INSUFFICIENT_DATA";
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ComplianceContributorCount.html */
export function countOf(answer: ComplianceContributorCount | undefined): { nonCompliant?: ResourceCount } {
    return answer?.CappedCount === undefined ? {} : { nonCompliant: capped(answer) };
}

export function capped(answer: ComplianceContributorCount | undefined): ResourceCount {
    return { count: answer?.CappedCount ?? 0, capped: answer?.CapExceeded ?? false };
}

/** @param answer as both EvaluationResult and AggregateEvaluationResult have it */
export function evaluationOf(
    answer: Pick<
        EvaluationResult,
        "EvaluationResultIdentifier" | "ComplianceType" | "Annotation" | "ResultRecordedTime"
    >,
    { account, region }: Place,
): Evaluation {
    const {
        ConfigRuleName: rule = "",
        ResourceType: resourceType = "",
        ResourceId: resourceId = "",
    } = answer.EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
    return {
        rule,
        account,
        region,
        compliance: complianceOf(answer.ComplianceType),
        resourceType,
        resourceId,
        ...(answer.Annotation !== undefined && { annotation: answer.Annotation }),
        ...(answer.ResultRecordedTime !== undefined && { recorded: answer.ResultRecordedTime.toISOString() }),
    };
}
