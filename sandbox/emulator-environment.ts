import { join } from "node:path";
import { preparePythonEnvironment, type PythonEnvironmentOptions } from "./python-environment.ts";

export { findPython, OLDEST_PYTHON, PYTHON_INSTALL_COMMAND } from "./python-environment.ts";
export type EmulatorEnvironmentOptions = PythonEnvironmentOptions;

/**
 * Makes the emulator's virtual environment, once.
 *
 * @returns the path of the environment's Python.
 * @throws UserError when Python is missing or a package cannot be fetched; the signal's reason when it is aborted.
 */
export function prepareEmulator(options: EmulatorEnvironmentOptions = {}): Promise<string> {
    return preparePythonEnvironment(
        {
            name: "emulator",
            requirements: join(import.meta.dirname, "emulator", "requirements.txt"),
            what: "the AWS emulator",
            size: "some 150 MB",
        },
        options,
    );
}
