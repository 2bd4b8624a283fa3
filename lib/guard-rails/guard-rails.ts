/** All guard rails, in the order in which they are documented. */
import type { GuardRail } from "./guard-rail.ts";
import { notOpenToEveryone, servicesHeldToAccount } from "./rails/access.ts";
import { bucketEncrypted, bucketPublicAccessBlocked, bucketRequiresTls } from "./rails/buckets.ts";
import { historyEncrypted, historyKept, retentionLongEnough } from "./rails/history.ts";
import { keyRotated } from "./rails/keys.ts";
import { archiveLocked, deletionsNotReplicated, deliveryNotLocked } from "./rails/object-lock.ts";
import { rolesWithoutWildcards } from "./rails/permissions.ts";
import { recorderOn } from "./rails/recorder.ts";

export const GUARD_RAILS: readonly GuardRail[] = [
    recorderOn,
    retentionLongEnough,
    historyKept,
    historyEncrypted,
    deliveryNotLocked,
    archiveLocked,
    deletionsNotReplicated,
    notOpenToEveryone,
    servicesHeldToAccount,
    rolesWithoutWildcards,
    bucketEncrypted,
    bucketPublicAccessBlocked,
    bucketRequiresTls,
    keyRotated,
];

/** What a person is told: what is wrong, then what to write instead. */
export function violationMessage(rail: GuardRail, message: string): string {
    return `${message}.\n${rail.remedy}. ${rail.page}`;
}
