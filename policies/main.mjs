/** What the Pulumi engine runs: checks the Node version, then hands over to TypeScript. */
import { requireNode } from "../bin/require-node.mjs";

requireNode();
// The engine's runner requires this file, which rules out waiting for a promise here; the runner reports what fails.
void import("./policy-pack.ts");
