/** What a program registers, written down so that a program without any classes can do it once more. */
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine, StackUnderTest } from "./engine.ts";

/** Of the engine's own making. */
const OWN = /^pulumi:(?:pulumi:Stack|providers:)/;

/**
 * Deploys a stack, and takes its registrations from the state: types, names, inputs, parents and what waits for what.
 *
 * @param to the file that is written
 * @returns the same stack, of the bare program: to be initialized before it is run
 */
export async function bareStack(engine: Engine, stack: StackUnderTest, to: string): Promise<StackUnderTest> {
    await engine.init(stack);
    engine.forgetAsked();
    await engine.run("up", stack);
    const invokes = engine.asked;
    const registrations = (await engine.resources(stack))
        .filter(({ type }) => !OWN.test(type))
        .map(({ urn, type, custom, parent, inputs = {}, dependencies = [], propertyDependencies, retainOnDelete }) => ({
            urn,
            name: urn.split("::").slice(3).join("::"),
            type,
            custom,
            parent,
            inputs: Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__"))),
            dependencies,
            propertyDependencies: propertyDependencies ?? {},
            retain: retainOnDelete ?? false,
        }));
    writeFileSync(to, JSON.stringify({ registrations, invokes }));
    // Beside the same packages: the host searches all folders of a program for those that ask for a plugin.
    const program = `${stack.folder}-bare-program`;
    mkdirSync(program);
    for (const file of ["index.mjs", "package.json"]) {
        symlinkSync(join(import.meta.dirname, "bare", file), join(program, file));
    }
    symlinkSync(realpathSync(join(stack.program, "node_modules")), join(program, "node_modules"));
    return {
        ...stack,
        folder: `${stack.folder}-bare`,
        program,
        environment: { ...stack.environment, BENCH_REGISTRATIONS: to },
    };
}
