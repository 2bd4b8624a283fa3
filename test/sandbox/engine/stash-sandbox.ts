/**
 * `npm start` and `npm stop` for a program of one resource, which the engine itself provides. Arguments: the command
 * and the project's folder. Variables: VALUE is what the resource keeps, WAIT is for how many milliseconds a
 * deployment (not a preview) goes on after it was made.
 */
import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { runCommand } from "../../../sandbox/main.ts";
import { start } from "../../../sandbox/start.ts";
import { sandboxPaths } from "../../../sandbox/state.ts";
import { stop } from "../../../sandbox/stop.ts";

const [command, project = ""] = process.argv.slice(2);

async function program(): Promise<Record<string, unknown>> {
    const kept = new pulumi.Stash("kept", { input: process.env["VALUE"] ?? "" });
    if (!pulumi.runtime.isDryRun()) {
        await delay(Number(process.env["WAIT"] ?? 0));
    }
    return { value: kept.output };
}

process.exitCode = await runCommand(
    (context) => (command === "stop" ? stop(context) : start({ ...context, program, project, stackName: "dev" })),
    sandboxPaths(project),
);
