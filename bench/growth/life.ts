/** The beginning of a stack's life: what it takes to make it, and then to find that nothing has changed. */
import type { Engine, Measure, StackUnderTest } from "../engine/engine.ts";

export const STEPS = ["preview", "up", "preview again", "up again"] as const;
export type Step = (typeof STEPS)[number];

export interface Life {
    readonly steps: Readonly<Record<Step, Measure>>;
    /** Of the state's file in the end. */
    readonly stateBytes: number;
}

export async function measureLife(engine: Engine, stack: StackUnderTest): Promise<Life> {
    await engine.init(stack);
    const steps = {
        preview: await engine.run("preview", stack),
        up: await engine.run("up", stack),
        "preview again": await engine.run("preview", stack),
        "up again": await engine.run("up", stack),
    };
    return { steps, stateBytes: engine.stateBytes(stack) };
}
