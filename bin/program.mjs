/** What the Pulumi CLI runs: checks the Node version, then hands over to index.ts. */
import { requireNode } from "./require-node.mjs";

requireNode();

export default async () => {
    const { default: program } = await import("../index.ts");
    return program(process.cwd());
};
