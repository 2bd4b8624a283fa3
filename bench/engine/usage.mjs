/** Loaded by `--import` before a program: leaves behind what the process took, in the folder that BENCH_USAGE names. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

process.once("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const cpu = (userCPUTime + systemCPUTime) / 1e6;
    const usage = { script: process.argv[1] ?? "", cpu, megabytes: maxRSS / 1000 };
    writeFileSync(join(process.env.BENCH_USAGE, `${process.pid}.json`), JSON.stringify(usage));
});
