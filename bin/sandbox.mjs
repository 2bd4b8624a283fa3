#!/usr/bin/env node
/** `npm start` and `npm stop`: the project deployed into a local AWS. */
import { requireNode } from "./require-node.mjs";

requireNode();
const { main } = await import("../sandbox/main.ts");
const { endProcess } = await import("../sandbox/end-process.ts");
endProcess(await main(process.argv.slice(2)));
