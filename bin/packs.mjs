#!/usr/bin/env node
/** The `packs` command. */
import { requireNode } from "./require-node.mjs";

requireNode();

const { main } = await import("../cli/main.ts");
process.exitCode = await main(process.argv.slice(2), process.cwd());
