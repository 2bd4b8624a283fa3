/** What Athena and Glue have of an earlier run of this stack. */
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { HISTORY_TABLES, tableResourceName } from "../lib/query/history-tables.ts";
import { type ImportIdentifiers, type Sought, type SoughtByTag, taken } from "./left-behind-imports.ts";

const DATABASE = "aws:glue/catalogDatabase:CatalogDatabase history-database";
const WORKGROUP = "aws:athena/workgroup:Workgroup history-workgroup";

export function soughtHistory({ historyQueries }: DeploymentPlan, names: DeploymentNames): SoughtByTag[] {
    if (historyQueries === undefined) {
        return [];
    }
    const { databaseName, workgroupName } = historyQueries;
    const { partition, region, account } = names;
    return [
        {
            key: DATABASE,
            what: `the database ${databaseName}`,
            id: `${account}:${databaseName}`,
            arn: `arn:${partition}:glue:${region}:${account}:database/${databaseName}`,
        },
        {
            key: WORKGROUP,
            what: `the workgroup ${workgroupName}`,
            id: workgroupName,
            arn: `arn:${partition}:athena:${region}:${account}:workgroup/${workgroupName}`,
        },
    ];
}

/**
 * Neither tables nor named queries have tags: what is in this stack's database and workgroup is this stack's. AWS names the
 * queries, and would take a second one of the same text.
 *
 * @param isThere tells whether the state has a resource, or an earlier run left it
 */
export async function findInHistory(
    { historyQueries, region }: DeploymentPlan,
    { account }: DeploymentNames,
    isThere: (key: string) => boolean,
): Promise<ImportIdentifiers> {
    if (historyQueries === undefined) {
        return new Map();
    }
    const { databaseName, workgroupName: workgroup, queries } = historyQueries;
    const { getCatalogTable } = await import("@pulumi/aws/glue/getCatalogTable.js");
    const { getNamedQuery } = await import("@pulumi/aws/athena/getNamedQuery.js");
    const found: Sought[] = [];
    for (const name of isThere(DATABASE) ? HISTORY_TABLES : []) {
        const key = `aws:glue/catalogTable:CatalogTable ${tableResourceName(name)}`;
        const what = `the table ${databaseName}.${name}`;
        if (!isThere(key) && (await succeeds(() => getCatalogTable({ databaseName, name, region }))) !== undefined) {
            found.push({ key, what, id: `${account}:${databaseName}:${name}` });
        }
    }
    for (const { name } of isThere(WORKGROUP) ? queries : []) {
        const key = `aws:athena/namedQuery:NamedQuery ${name}`;
        const query = isThere(key) ? undefined : await succeeds(() => getNamedQuery({ name, workgroup, region }));
        if (query !== undefined) {
            found.push({ key, what: `the named query ${name}`, id: query.id });
        }
    }
    return taken(found);
}

/** The provider's functions fail where there is none. */
async function succeeds<Found>(look: () => Promise<Found>): Promise<Found | undefined> {
    try {
        return await look();
    } catch {
        return undefined;
    }
}
