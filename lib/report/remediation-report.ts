/** A remediation as people and machines read it. */
import type { RemediationPlan } from "../plan/plan.ts";

export interface RemediationReport extends Pick<
    RemediationPlan,
    "rule" | "document" | "automatic" | "destructive" | "acknowledgement"
> {
    /** Name of the role that the stack provides. Absent: the pack names one. */
    readonly role?: string;
}

export function reportRemediation({
    rule,
    document,
    automatic,
    destructive,
    acknowledgement,
    role,
}: RemediationPlan): RemediationReport {
    return {
        rule,
        ...(document !== undefined && { document }),
        automatic,
        ...(destructive !== undefined && { destructive }),
        ...(acknowledgement !== undefined && { acknowledgement }),
        ...(role && { role: role.name }),
    };
}
