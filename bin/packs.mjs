#!/usr/bin/env node
/** The `packs` command. */
import { keepCompiledCode } from "./compile-cache.mjs";
import { requireNode } from "./require-node.mjs";

requireNode();
keepCompiledCode();

// A reader that has seen enough (`| head`) closes the pipe: nothing is left to do, and nothing is wrong.
process.stdout.on("error", (failure) => {
    if (failure.code !== "EPIPE") {
        throw failure;
    }
    process.exit();
});

const { main } = await import("../cli/main.ts");
process.exitCode = await main(process.argv.slice(2), process.cwd());
