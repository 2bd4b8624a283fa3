import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPython, PYTHON_INSTALL_COMMAND } from "../../sandbox/python-environment.ts";
import { skipWithout } from "../requirements.ts";
import { prepareTemplateLinter } from "./template-linter.ts";

/**
 * Prepares the linter before the suite, which is skipped where it cannot be had, and gives the suite a folder.
 *
 * @returns writes a file into the folder, and gives its path
 */
export function useTemplateLinter(): (name: string, text: string) => string {
    let folder = "";

    before("prepare the linter", async function () {
        this.timeout(600_000);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python 3.10 or newer with venv", found, install: PYTHON_INSTALL_COMMAND });
        await prepareTemplateLinter();
        folder = mkdtempSync(join(tmpdir(), "template-linter-"));
    });

    after(() => {
        if (folder !== "") {
            rmSync(folder, { recursive: true, force: true });
        }
    });

    return (name, text) => {
        const file = join(folder, name);
        writeFileSync(file, text);
        return file;
    };
}
