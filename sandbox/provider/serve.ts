import { sandboxEndpoint } from "./aws-clients.ts";
import { handlers } from "./handlers/handlers.ts";
import { invokes } from "./invokes/invokes.ts";
import { Provider } from "./provider.ts";
import { serveProvider } from "./server.ts";

/** Starts the plugin: the first line on standard output is the port, as the engine expects of every plugin. */
export async function servePlugin(): Promise<void> {
    const provider = new Provider(sandboxEndpoint(process.env), handlers, invokes);
    const { port, close } = await serveProvider(provider);
    process.stdout.write(`${port}\n`);
    // The engine holds the other end of standard input: when that closes, the engine is gone, killed or not.
    process.stdin.resume();
    process.stdin.once("close", () => {
        provider.cancel();
        close();
        process.exit(0);
    });
}
