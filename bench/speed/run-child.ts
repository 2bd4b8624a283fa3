/** One process, with what it took. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Sample {
    /** Seconds from start to end. */
    readonly wall: number;
    /** Seconds of the processor, user and system, of the process and its children. */
    readonly cpu: number;
}

/** What GNU time prints: https://www.gnu.org/software/time/ is not on every machine, while every shell has `times`. */
const SCRIPT = '"$@" >/dev/null 2>"$BENCH_ERRORS"; code=$?; times; exit $code';

/**
 * @param accepts exit codes that are no failure
 * @throws where it ends in another way, with what it said
 */
export async function runChild(
    command: readonly string[],
    options: { cwd: string; env: NodeJS.ProcessEnv; errors: string; accepts?: readonly number[] },
): Promise<Sample> {
    const begun = performance.now();
    const { code, out } = await new Promise<{ code: number | null; out: string }>((resolve, reject) => {
        const child = spawn("sh", ["-c", SCRIPT, "sh", ...command], {
            cwd: options.cwd,
            env: { ...options.env, BENCH_ERRORS: options.errors, LC_ALL: "C" },
            stdio: ["ignore", "pipe", "inherit"],
        });
        let out = "";
        child.stdout.on("data", (text: Buffer) => (out += text.toString()));
        child.once("error", reject).once("close", (code) => resolve({ code, out }));
    });
    const wall = (performance.now() - begun) / 1000;
    if (!(options.accepts ?? [0]).includes(code ?? -1)) {
        throw new Error(`${command.join(" ")} ended with ${String(code)}:\n${readFileSync(options.errors, "utf8")}`);
    }
    // The second line is of the shell's children: `0m0.262s 0m0.041s`.
    const [, children = ""] = out.trim().split("\n");
    const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
        ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
    );
    return { wall, cpu: seconds.reduce((sum, one) => sum + one, 0) };
}

export function median(values: readonly number[]): number {
    const sorted = values.toSorted((left, right) => left - right);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
