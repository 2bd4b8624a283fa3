/** `npm start` for the real program on a project in another folder. Argument: the folder. */
import composition from "../../../index.ts";
import { runCommand } from "../../../sandbox/main.ts";
import { start } from "../../../sandbox/start.ts";
import { sandboxPaths } from "../../../sandbox/state.ts";

const [project = ""] = process.argv.slice(2);
const program = async (): Promise<Record<string, unknown>> => ({ ...(await composition(project)) });

process.exitCode = await runCommand(
    (context) => start({ ...context, program, project, stackName: "dev" }),
    sandboxPaths(project),
);
