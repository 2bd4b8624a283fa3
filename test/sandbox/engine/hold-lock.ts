/** Takes the lock file named by the argument, says so, and holds it until it is ended or its input closes. */
import { isLock, tryLock } from "../../../sandbox/lock-file.ts";

const outcome = tryLock(process.argv[2] ?? "");
process.stdout.write(isLock(outcome) ? "held\n" : `taken by ${outcome.pid}\n`);
process.stdin.resume().on("end", () => process.exit(0));
