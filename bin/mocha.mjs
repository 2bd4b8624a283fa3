#!/usr/bin/env node
/** Mocha on the Node that the project pins, which runs the TypeScript specs as they are. */
import { requireNode } from "./require-node.mjs";

requireNode();
await import("mocha/bin/mocha.js");
