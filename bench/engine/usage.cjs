/** Loaded by `--require` before a program: leaves behind what the process took, in the folder that BENCH_USAGE names. */
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");

process.once("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage = { script: process.argv[1] ?? "", cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1000 };
    writeFileSync(join(process.env.BENCH_USAGE, `${process.pid}.json`), JSON.stringify(usage));
});
