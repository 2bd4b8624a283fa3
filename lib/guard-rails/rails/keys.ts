/** Keys that encrypt what the stack keeps. */
import type { ResourceGuardRail } from "../guard-rail.ts";
import { textAt, UNKNOWN, valueAt } from "../guarded-resource.ts";

export const keyRotated: ResourceGuardRail = {
    scope: "resource",
    name: "key-rotated",
    title: "Keys are rotated",
    description: "Refuses a symmetric KMS key that AWS does not rotate every year.",
    remedy: "Set enableKeyRotation: true; what is encrypted already stays readable",
    severity: "medium",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    judge: (resource) => {
        const symmetric =
            resource.type === "aws:kms/key:Key" &&
            [undefined, "ENCRYPT_DECRYPT"].includes(textAt(resource, "keyUsage")) &&
            [undefined, "SYMMETRIC_DEFAULT"].includes(textAt(resource, "customerMasterKeySpec"));
        const rotation = valueAt(resource, "enableKeyRotation");
        return symmetric && rotation !== true && rotation !== UNKNOWN ? ["the key is never rotated"] : [];
    },
};
