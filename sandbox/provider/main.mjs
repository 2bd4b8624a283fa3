/** The plugin's entry, in plain JavaScript: checks the Node version before it loads TypeScript. */
import { requireNode } from "../../bin/require-node.mjs";

requireNode();
try {
    const { servePlugin } = await import("./serve.ts");
    await servePlugin();
} catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
}
