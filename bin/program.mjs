/** What the Pulumi CLI runs: checks the Node version, keeps what V8 compiles, then hands over to index.ts. */
import { keepCompiledCode } from "./compile-cache.mjs";
import { requireNode } from "./require-node.mjs";

requireNode();
keepCompiledCode();

export default async () => {
    const { default: program } = await import("../index.ts");
    return program(process.cwd());
};
