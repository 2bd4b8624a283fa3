import { spawnSync } from "node:child_process";
import { OLDEST_GO } from "./pulumi-build.ts";

/** @returns the version of Go on PATH when it is new enough to build the Pulumi CLI, such as "1.26.8". */
export function findGo(): string | undefined {
    // GOTOOLCHAIN=local: what is installed, not what a go.mod in the working directory asks for.
    const result = spawnSync("go", ["env", "GOVERSION"], {
        encoding: "utf8",
        env: { ...process.env, GOTOOLCHAIN: "local", GOWORK: "off" },
    });
    const match = /^go(\d+)\.(\d+)(\S*)/.exec(result.stdout ?? "");
    if (result.status !== 0 || match === null) {
        return undefined;
    }
    const [major, minor] = [Number(match[1]), Number(match[2])];
    const recent = major > OLDEST_GO.major || (major === OLDEST_GO.major && minor >= OLDEST_GO.minor);
    return recent ? match[0].slice(2) : undefined;
}
