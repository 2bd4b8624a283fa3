import { median } from "../speed/run-child.ts";
import type { Measure } from "./engine.ts";

/** Each quantity's own median. */
export function mediansOf(samples: readonly Measure[]): Measure {
    const of = (quantity: keyof Measure): number => median(samples.map((sample) => sample[quantity]));
    return {
        wall: of("wall"),
        cpu: of("cpu"),
        engineMegabytes: of("engineMegabytes"),
        programCpu: of("programCpu"),
        programMegabytes: of("programMegabytes"),
    };
}
