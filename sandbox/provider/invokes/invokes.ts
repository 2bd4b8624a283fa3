import { getNamedQuery } from "./athena.ts";
import { getCallerIdentity, getPartition, getRegion } from "./account.ts";
import { getCatalogTable } from "./glue.ts";
import { getRole } from "./iam.ts";
import type { Invoke } from "./invoke.ts";
import { getAlias, getKey } from "./kms.ts";
import { getOrganization } from "./organization.ts";
import { getDelegatedAdministrators, getOrganizationalUnitDescendantAccounts } from "./organization-members.ts";
import { getResources } from "./resource-groups-tagging.ts";
import { getBucketObjectLockConfiguration } from "./s3.ts";

/** Every function of @pulumi/aws that has a stand-in. */
export const invokes: readonly Invoke[] = [
    getAlias,
    getBucketObjectLockConfiguration,
    getCallerIdentity,
    getCatalogTable,
    getDelegatedAdministrators,
    getKey,
    getNamedQuery,
    getOrganization,
    getOrganizationalUnitDescendantAccounts,
    getPartition,
    getRegion,
    getResources,
    getRole,
];
