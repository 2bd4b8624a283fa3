import { getCallerIdentity, getPartition, getRegion } from "./account.ts";
import { getRole } from "./iam.ts";
import type { Invoke } from "./invoke.ts";
import { getAlias, getKey } from "./kms.ts";
import { getOrganization } from "./organization.ts";
import { getResources } from "./resource-groups-tagging.ts";

/** Every function of @pulumi/aws that has a stand-in. */
export const invokes: readonly Invoke[] = [
    getAlias,
    getCallerIdentity,
    getKey,
    getOrganization,
    getPartition,
    getRegion,
    getResources,
    getRole,
];
