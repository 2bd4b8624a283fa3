/** `packs doctor` as a person runs it, against the emulator and the stack's real state. */
import { execFile } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { DoctorReport } from "../../../lib/doctor/advice.ts";
import { findPulumiCommand } from "../../../sandbox/pulumi-command.ts";
import { sandboxEnvironment } from "../../../sandbox/workspace.ts";
import { PROJECT, type Project } from "../end-to-end/project-fixture.ts";

/** @returns what it prints */
export async function runDoctor(project: Project, ...options: readonly string[]): Promise<string> {
    const { command } = await findPulumiCommand();
    const environment = sandboxEnvironment({ backend: join(project.folder, "backend"), endpoint: project.endpoint });
    const words = [join(PROJECT, "bin", "packs.mjs"), "doctor", "--stack", "test", ...options];
    const { stdout } = await promisify(execFile)(process.execPath, words, {
        cwd: project.folder,
        env: {
            ...process.env,
            ...environment,
            PATH: [dirname(command), environment["PATH"]].join(delimiter),
            PULUMI_HOME: join(project.folder, "pulumi-home"),
            AWS_ENDPOINT_URL: project.endpoint,
        },
    });
    return stdout;
}

export async function doctorReport(project: Project): Promise<DoctorReport> {
    return JSON.parse(await runDoctor(project, "--json")) as DoctorReport;
}
