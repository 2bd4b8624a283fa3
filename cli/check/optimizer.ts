/** How much V8 compiles for work that is over in a moment. */
import { setFlagsFromString } from "node:v8";

/** Packs: of 1,200 both ways take the same time, of fewer this one takes a tenth less. */
const FEW = 1_000;

/**
 * Does the work without V8's optimizing compiler where there is little to do: of the half second that a hundred packs take,
 * a quarter would go into optimizing code that is hardly run any more.
 *
 * @param packs how many are to be checked
 */
export async function withoutOptimizing<Result>(packs: number, work: () => Promise<Result>): Promise<Result> {
    if (packs > FEW) {
        return work();
    }
    setFlagsFromString("--no-opt");
    try {
        return await work();
    } finally {
        setFlagsFromString("--opt");
    }
}
