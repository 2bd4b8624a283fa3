import { resolve } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import composition from "../index.ts";

/** The project's own program, run inline: a second run in one process composes everything anew. */
export const program: PulumiFn = async () => ({ ...(await composition(resolve(import.meta.dirname, ".."))) });
