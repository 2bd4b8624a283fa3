/** Everything of a stack that AWS takes its time for, looked at as often as it takes. */
import type { PackAnswers } from "../../lib/verify/answers.ts";
import type { ExpectedPack } from "../../lib/verify/expected-pack.ts";
import { type RegionVerdict, verifyRegions } from "../../lib/verify/regions.ts";
import type { StackSetAnswer } from "./member-rollout.ts";

export interface ObservationArgs {
    /** By region. */
    readonly expected: ReadonlyMap<string, readonly ExpectedPack[]>;
    /** Whom to ask, by region. */
    readonly inquiries: ReadonlyMap<string, { readonly packs: () => Promise<PackAnswers> }>;
    /** @default nothing is rolled out to members */
    readonly askMembers?: () => Promise<readonly StackSetAnswer[]>;
}

/** What was seen last of packs and StackSets. Where everything is at rest nobody is asked again. */
export class Observation {
    readonly #args: ObservationArgs;
    #packs: readonly RegionVerdict[] | undefined;
    #members: readonly StackSetAnswer[] | undefined;

    constructor(args: ObservationArgs) {
        this.#args = args;
    }

    /** Empty before the first look. */
    get packs(): readonly RegionVerdict[] {
        return this.#packs ?? [];
    }

    /** Empty before the first look, and where nothing is rolled out. */
    get members(): readonly StackSetAnswer[] {
        return this.#members ?? [];
    }

    /** Asks about all that was never asked or is still settling. */
    async look(): Promise<readonly (RegionVerdict | StackSetAnswer)[]> {
        await Promise.all([this.#lookAtPacks(), this.#lookAtMembers()]);
        return [...this.packs, ...this.members];
    }

    async #lookAtPacks(): Promise<void> {
        const { expected, inquiries } = this.#args;
        const last = this.#packs;
        const open = [...inquiries].filter(
            ([region]) => last?.some((verdict) => verdict.region === region && verdict.settling) ?? true,
        );
        const answers = await Promise.all(
            open.map(async ([region, inquiry]) => [region, await inquiry.packs()] as const),
        );
        this.#packs = verifyRegions(expected, new Map(answers), last);
    }

    async #lookAtMembers(): Promise<void> {
        if (this.#members?.some(({ settling }) => settling) ?? true) {
            this.#members = (await this.#args.askMembers?.()) ?? [];
        }
    }
}
