/** Which pack deployed a rule: AWS Config ends the names of a pack's rules in the pack's own ID. */
import type { DeployedPack, Pages } from "./source.ts";

const ENDING = /-(conformance-pack-[a-z0-9]{8,})$/;

/** @returns such as `conformance-pack-ab12cd34e`, or undefined for a rule that no pack deployed */
export function endingOf(rule: string): string | undefined {
    return ENDING.exec(rule)?.[1];
}

/**
 * The name that a pack has in the plan. An organization's is `OrgConformsPack-<name>-<unique>` in every member:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePackDetailedStatus.html
 */
export function plannedPackName(deployed: string): string {
    return /^OrgConformsPack-(.+)-[a-z0-9]{8}$/.exec(deployed)?.[1] ?? deployed;
}

/** Names of packs by their endings: one short text for each pack in each place is all that is kept. */
export class PackEndings {
    readonly #names = new Map<string, string>();
    /** Of many thousand texts that are equal, one is kept. */
    readonly #distinct = new Map<string, string>();

    /** @param onPage told how many packs there are so far */
    static async read(
        packs: Pages<DeployedPack>,
        onPage: (packs: number) => void = () => undefined,
    ): Promise<PackEndings> {
        const endings = new PackEndings();
        for await (const page of packs) {
            for (const { pack, ending } of page) {
                if (ending !== undefined) {
                    endings.#add(ending, plannedPackName(pack));
                }
            }
            onPage(endings.#names.size);
        }
        return endings;
    }

    /** The plan's name of the pack that deployed a rule, where AWS told. */
    packOf(rule: string): string | undefined {
        const ending = endingOf(rule);
        return ending === undefined ? undefined : this.#names.get(ending);
    }

    #add(ending: string, name: string): void {
        const kept = this.#distinct.get(name) ?? name;
        this.#distinct.set(kept, kept);
        this.#names.set(ending, kept);
    }
}
