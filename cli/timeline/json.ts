/** A timeline for machines; the shape is documented in docs/status.md. */
import type { TimelineReport } from "./report.ts";

export function formatJson({ failing, ...report }: TimelineReport): string {
    const rules = failing.map(({ waiver, ...rule }) => ({
        ...rule,
        ...(waiver !== undefined && {
            waiver: { reason: waiver.reason, owner: waiver.owner, expiry: waiver.expiry, resource: waiver.resource },
        }),
    }));
    return JSON.stringify({ ...report, failing: rules }, undefined, 2);
}
