/** What the Pulumi CLI runs: checks the Node version, keeps what V8 compiles, then hands over to index.ts. */
import { keepCompiledCode } from "./compile-cache.mjs";
import { requireNode } from "./require-node.mjs";

requireNode();
keepCompiledCode();

// The SDK takes a stack trace with every promise, and its runner has each of them mapped back through source maps, which
// are read for it: a third of the memory. What runs here is the source itself, so that Node's own traces are right.
Error.prepareStackTrace = undefined;

export default async () => {
    const { default: program } = await import("../index.ts");
    return program(process.cwd());
};
