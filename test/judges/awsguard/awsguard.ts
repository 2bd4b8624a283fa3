/** AWSGuard, Pulumi's policies for AWS: https://github.com/pulumi/pulumi-policy-aws */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../../sandbox/cache-directory.ts";
import { runChildProcess } from "../../../sandbox/child-process.ts";
import { waitForLock } from "../../../sandbox/lock-file.ts";
import { UserError } from "../../../sandbox/user-error.ts";

const FILES = ["package.json", "package-lock.json", "PulumiPolicy.yaml", "main.mjs"];
const INSTALL_TIMEOUT_MS = 300_000;

/**
 * Installs it, once for each content of its files, in the user's cache directory: what it depends on is of another age, and
 * must not come near the project's own packages.
 *
 * @returns the folder of the policy pack
 * @throws UserError where npm's registry does not have it
 */
export async function prepareAwsGuard(): Promise<string> {
    const hash = createHash("sha256");
    FILES.forEach((file) => hash.update(readFileSync(join(import.meta.dirname, file))));
    const parent = join(cacheDirectory(), "awsguard");
    const folder = join(parent, hash.digest("hex").slice(0, 16));
    if (existsSync(folder)) {
        return folder;
    }
    mkdirSync(parent, { recursive: true });
    const lock = await waitForLock(join(parent, "lock"));
    try {
        if (!existsSync(folder)) {
            await install(parent, folder);
        }
        return folder;
    } finally {
        lock.release();
    }
}

/** Complete or not at all. Its packages' scripts would download plugins that nothing here uses. */
async function install(parent: string, folder: string): Promise<void> {
    const draft = mkdtempSync(join(parent, ".build-"));
    try {
        FILES.forEach((file) => copyFileSync(join(import.meta.dirname, file), join(draft, file)));
        const { code, stderr } = await runChildProcess("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
            cwd: draft,
            env: process.env,
            timeoutMs: INSTALL_TIMEOUT_MS,
        });
        if (code !== 0) {
            throw new UserError(`AWSGuard cannot be had from npm's registry:\n${stderr}`);
        }
        renameSync(draft, folder);
    } finally {
        rmSync(draft, { recursive: true, force: true });
    }
}
