/** Packs that AWS has and the plan has not. A pack carries no sign of the stack that made it: the stack's state tells. */
import type { Answer, StackState } from "../doctor/inventory.ts";
import type { ConformancePackPlan } from "../plan/plan.ts";

export interface FoundPack {
    readonly name: string;
    readonly target: ConformancePackPlan["target"];
    /** AWS's own word; absent where it was not asked. */
    readonly state?: string;
    /** Absent where the stack has a single region. */
    readonly region?: string;
    /** The AWS service that made it, such as AWS Config itself for an organization's pack. */
    readonly createdBy?: string;
}

export interface LeftoverPacks {
    /** In the stack's state, or in an operation that was interrupted: of this stack for certain. */
    readonly own: readonly FoundPack[];
    /** Of another stack, of somebody's hand, or of this stack when its state knew of them. */
    readonly others: readonly FoundPack[];
    /** Without the state, every pack is among the others. */
    readonly stateRead: boolean;
    /** Regions that could not be asked. Absent where all of them answered. */
    readonly unknownIn?: readonly { readonly region: string; readonly reason: string }[];
}

/** Pulumi's type tokens: https://www.pulumi.com/registry/packages/aws/api-docs/cfg/ */
const TYPES = {
    account: "aws:cfg/conformancePack:ConformancePack",
    organization: "aws:cfg/organizationConformancePack:OrganizationConformancePack",
} as const satisfies Record<FoundPack["target"], string>;

/** What AWS calls the pack that an organization's pack makes in a member. */
const MEMBER_PACK_PREFIX = "OrgConformsPack-";

/**
 * Packs that AWS services made, those of organization packs among them, are theirs and left out.
 *
 * @param region where the packs are; absent where the stack has a single region
 */
export function findLeftovers(
    planned: readonly Pick<ConformancePackPlan, "name" | "target">[],
    found: readonly FoundPack[],
    state: StackState | undefined,
    region?: string,
): LeftoverPacks {
    const unplanned = found
        .filter(
            ({ name, target, createdBy }) =>
                createdBy === undefined &&
                !(target === "account" && name.startsWith(MEMBER_PACK_PREFIX)) &&
                !planned.some((pack) => pack.name === name && pack.target === target),
        )
        .toSorted((one, other) => (`${one.name} ${one.target}` < `${other.name} ${other.target}` ? -1 : 1));
    const isOwn = ({ name, target }: FoundPack): boolean =>
        stackHolds(state, target, (known) => known === name, region);
    const placed = (pack: FoundPack): FoundPack => ({ ...pack, ...(region !== undefined && { region }) });
    return {
        own: unplanned.filter(isOwn).map(placed),
        others: unplanned.filter((pack) => !isOwn(pack)).map(placed),
        stateRead: state !== undefined,
    };
}

/** What was found in each region, as one answer: none is known where no region could be asked. */
export function joinLeftovers(
    found: readonly { readonly region: string; readonly answer: Answer<LeftoverPacks> }[],
): Answer<LeftoverPacks> {
    const known = found.flatMap(({ answer }) => (answer.known ? [answer.value] : []));
    const unknownIn = found.flatMap(({ region, answer }) => (answer.known ? [] : [{ region, reason: answer.reason }]));
    return known.length === 0
        ? { known: false, reason: unknownIn[0]?.reason ?? "there is no region to ask" }
        : {
              known: true,
              value: {
                  own: known.flatMap(({ own }) => own),
                  others: known.flatMap(({ others }) => others),
                  stateRead: known.every(({ stateRead }) => stateRead),
                  ...(unknownIn.length > 0 && { unknownIn }),
              },
          };
}

/** The regions in which the stack has, or began to make, a pack: a plan may have given some of them up. */
export function regionsWithPacks(state: StackState | undefined): string[] {
    const types: readonly string[] = Object.values(TYPES);
    return [...(state?.resources ?? []), ...(state?.pendingOperations ?? [])].flatMap(({ type, region }) =>
        types.includes(type) && region !== undefined ? [region] : [],
    );
}

/**
 * Whether the stack has, or began to make, a pack with this target. The provider's ID of a pack is its name; in a further
 * region the name of the resource ends in the region's.
 *
 * @param region where; absent: anywhere
 */
export function stackHolds(
    state: StackState | undefined,
    target: FoundPack["target"],
    test: (name: string) => boolean = () => true,
    region?: string,
): boolean {
    const isThere = (one: { readonly type: string; readonly region?: string }): boolean =>
        one.type === TYPES[target] && (region === undefined || one.region === undefined || one.region === region);
    const inAws = (name: string): string =>
        region !== undefined && name.endsWith(`-${region}`) ? name.slice(0, -region.length - 1) : name;
    return (
        state !== undefined &&
        (state.resources.some((one) => isThere(one) && test(one.id)) ||
            state.pendingOperations.some((one) => isThere(one) && (test(one.name) || test(inAws(one.name)))))
    );
}
