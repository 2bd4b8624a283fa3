#!/usr/bin/env node
/** `npm start` and `npm stop`: the project deployed into a local AWS. */
import { requireNode } from "./require-node.mjs";

requireNode();
const { main } = await import("../sandbox/main.ts");
process.exitCode = await main(process.argv.slice(2));
