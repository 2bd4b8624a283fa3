/** Resources that a change replaces, leaves behind or gives up: what no reviewer sees in one changed line. */
import type { DeploymentPlan, RegionPlan } from "../plan/plan.ts";
import { regionsInWords } from "../plan/alike-regions.ts";
import { message, type Words } from "./message.ts";
import { flattenResources, type PlannedComponent, plannedResources } from "../plan/planned-resources.ts";
import { hasSeveralRegions, inEachRegion, pairRegions } from "./region-pairs.ts";

export interface ResourceChanges {
    /** `aws:s3/bucket:Bucket delivery-bucket`, sorted; packs are told apart from these. */
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** Registered before and after under the same name, but another thing in AWS; in words. */
    readonly replaced: readonly Words[];
    /** The further region of each that belongs to one. Absent where the stack has a single region. */
    readonly regionOf?: Readonly<Record<string, string>>;
}

/** Compares what both plans register. */
export function changedResources(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): ResourceChanges {
    const [before, after] = [registered(old), registered(now)];
    const regionOf = [old, now].flatMap(regionalRows);
    return {
        added: after.filter((row) => !before.includes(row)),
        removed: before.filter((row) => !after.includes(row)),
        replaced: old === undefined || now === undefined ? [] : replaced(old, now),
        ...(regionOf.length > 0 && { regionOf: Object.fromEntries(regionOf) }),
    };
}

function registered(plan: DeploymentPlan | undefined): string[] {
    return plan === undefined ? [] : rowsOf(plannedResources(plan)).sort();
}

function rowsOf(components: readonly PlannedComponent[]): string[] {
    return flattenResources(components)
        .map(({ resource: { type, name } }) => `${type} ${name}`)
        .filter((row) => !/onformancePack /.test(row));
}

function regionalRows(plan: DeploymentPlan | undefined): [row: string, region: string][] {
    const names = new Set(plan?.furtherRegions?.map(({ region }) => region));
    return plan === undefined
        ? []
        : plannedResources(plan)
              .filter(({ type, name }) => names.has(name) && type.endsWith(":Region"))
              .flatMap((one) => rowsOf([one]).map((row): [string, string] => [row, one.name]));
}

function replaced(old: DeploymentPlan, now: DeploymentPlan): Words[] {
    const pairs = pairRegions(old, now);
    const named = hasSeveralRegions(old, now);
    const regional = (find: (before: RegionPlan, after: RegionPlan) => Words[]): Words[] =>
        inEachRegion(pairs, named, ({ old: before, now: after }) =>
            before === undefined || after === undefined ? [] : find(before, after).map((words) => ({ words })),
        ).map(({ words, regions }) =>
            regions === undefined ? words : [...words, " in ", { code: regionsInWords(regions) }],
        );
    return [
        ...(old.region === now.region
            ? []
            : [message`everything regional is made again in ${now.region}, and left behind in ${old.region}`]),
        ...historyMoves(old, now),
        ...regional((before, after) =>
            renamed("the delivery topic", before.deliveryTopic?.name, after.deliveryTopic?.name),
        ),
        ...renamed("the alert topic", old.alertTopic?.name, now.alertTopic?.name),
        ...regional((before, after) => [
            ...renamed("the recorder", nameIfOwn(before.recorder), nameIfOwn(after.recorder)),
            ...renamed("the delivery channel", nameIfOwn(before.deliveryChannel), nameIfOwn(after.deliveryChannel)),
            ...renamed(
                "the template bucket",
                before.templateBucket && (before.templateBucket.name ?? before.templateBucket.namePrefix),
                after.templateBucket && (after.templateBucket.name ?? after.templateBucket.namePrefix),
            ),
        ]),
        ...renamed("the audit trail", old.auditTrail?.name, now.auditTrail?.name),
        ...regional(retargeted),
    ];
}

function renamed(what: string, before: string | undefined, after: string | undefined): Words[] {
    return before === undefined || after === undefined || before === after
        ? []
        : [[`${what} is replaced: `, ...message`${before} -> ${after}`]];
}

function retargeted(old: RegionPlan, now: RegionPlan): Words[] {
    return now.packs.flatMap((pack) => {
        const before = old.packs.find(({ name }) => name === pack.name);
        return before === undefined || before.target === pack.target
            ? []
            : [message`the pack ${pack.name} is deleted and created again: target ${before.target} -> ${pack.target}`];
    });
}

/** Bucket and key outlive their stack, so a change leaves them behind; a deployment refuses that where it manages both. */
function historyMoves(old: DeploymentPlan, now: DeploymentPlan): Words[] {
    const [bucket, next] = [bucketName(old), bucketName(now)];
    const { encryptionKey: key } = old;
    const { encryptionKey: nextKey } = now;
    const findings: Words[] = [];
    if (bucket !== next) {
        const refused = old.deliveryBucket.mode !== "use" && now.deliveryBucket.mode !== "use";
        const then = refused ? "a deployment refuses this" : "the old one is kept, but left behind";
        findings.push([...message`the delivery bucket would change: ${bucket} -> ${next}`, `; ${then}`]);
    } else if (old.deliveryBucket.mode !== now.deliveryBucket.mode) {
        findings.push(
            message`the delivery bucket stays, with another mode: ${old.deliveryBucket.mode} -> ${now.deliveryBucket.mode}`,
        );
    }
    const [arn, nextArn] = [key, nextKey].map((one) => ("arn" in one ? one.arn : undefined));
    const managed = [key.mode, nextKey.mode].every((mode) => mode === "create" || mode === "adopt");
    if ((key.mode !== nextKey.mode && !managed) || (arn !== nextArn && arn !== undefined && nextArn !== undefined)) {
        const name = (mode: string, id: string | undefined): string => (id === undefined ? mode : `${mode} ${id}`);
        findings.push(
            message`the encryption key would change: ${name(key.mode, arn)} -> ${name(nextKey.mode, nextArn)}`,
        );
    } else if (key.mode !== nextKey.mode) {
        findings.push(message`the encryption key has another mode: ${key.mode} -> ${nextKey.mode}`);
    }
    if ("alias" in key && "alias" in nextKey && key.alias !== nextKey.alias) {
        findings.push(message`the key's alias is replaced: ${key.alias} -> ${nextKey.alias}`);
    }
    return findings;
}

function bucketName({ deliveryBucket: bucket }: DeploymentPlan): string {
    return bucket.name ?? ("namePrefix" in bucket ? `${bucket.namePrefix}-<account>-<region>` : "");
}

function nameIfOwn({ mode, name }: { readonly mode: string; readonly name: string }): string | undefined {
    return mode === "use" ? undefined : name;
}
