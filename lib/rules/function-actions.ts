/** What every function of a rule asks AWS Config for, whatever the rule itself does: see functions/runtime/. */
export const RUNTIME_ACTIONS = {
    /** An item that is too large for an event is asked for. */
    change: ["config:GetResourceConfigHistory", "config:PutEvaluations"],
    /** Earlier results of resources that are gone are withdrawn. */
    periodic: ["config:GetComplianceDetailsByConfigRule", "config:PutEvaluations"],
} as const;
