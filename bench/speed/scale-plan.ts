/** Plans 10,000 accounts in 30 regions with 50 packs, and prints what that took: `{ cpu, wall, megabytes }`. */
import { simulate } from "../../lib/scale/measures.ts";

const begun = performance.now();
const { plan } = simulate({ accounts: 10_000, regions: 30, packs: 50 });
if (plan === undefined) {
    throw new Error("the organization cannot be planned");
}
const { user, system } = process.cpuUsage();
process.stdout.write(
    `${JSON.stringify({
        cpu: (user + system) / 1e6,
        wall: (performance.now() - begun) / 1000,
        megabytes: process.resourceUsage().maxRSS / 1000,
    })}\n`,
);
