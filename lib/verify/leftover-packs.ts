/** Packs that AWS has and the plan has not. A pack carries no sign of the stack that made it: the stack's state tells. */
import type { StackState } from "../doctor/inventory.ts";
import type { ConformancePackPlan } from "../plan/plan.ts";

export interface FoundPack {
    readonly name: string;
    readonly target: ConformancePackPlan["target"];
    /** AWS's own word; absent where it was not asked. */
    readonly state?: string;
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
}

/** Pulumi's type tokens: https://www.pulumi.com/registry/packages/aws/api-docs/cfg/ */
const TYPES = {
    account: "aws:cfg/conformancePack:ConformancePack",
    organization: "aws:cfg/organizationConformancePack:OrganizationConformancePack",
} as const satisfies Record<FoundPack["target"], string>;

/** What AWS calls the pack that an organization's pack makes in a member. */
const MEMBER_PACK_PREFIX = "OrgConformsPack-";

/** Packs that AWS services made, those of organization packs among them, are theirs and left out. */
export function findLeftovers(
    planned: readonly Pick<ConformancePackPlan, "name" | "target">[],
    found: readonly FoundPack[],
    state: StackState | undefined,
): LeftoverPacks {
    const unplanned = found
        .filter(
            ({ name, target, createdBy }) =>
                createdBy === undefined &&
                !(target === "account" && name.startsWith(MEMBER_PACK_PREFIX)) &&
                !planned.some((pack) => pack.name === name && pack.target === target),
        )
        .toSorted((one, other) => (`${one.name} ${one.target}` < `${other.name} ${other.target}` ? -1 : 1));
    const isOwn = ({ name, target }: FoundPack): boolean => stackHolds(state, target, (known) => known === name);
    return {
        own: unplanned.filter(isOwn),
        others: unplanned.filter((pack) => !isOwn(pack)),
        stateRead: state !== undefined,
    };
}

/** Whether the stack has, or began to make, a pack with this target. The provider's ID of a pack is its name. */
export function stackHolds(
    state: StackState | undefined,
    target: FoundPack["target"],
    test: (name: string) => boolean = () => true,
): boolean {
    return (
        state !== undefined &&
        (state.resources.some(({ type, id }) => type === TYPES[target] && test(id)) ||
            state.pendingOperations.some(({ type, name }) => type === TYPES[target] && test(name)))
    );
}
