/** Long enough for what was printed to be read. */
const GRACE_MS = 1_000;

/**
 * Ends the process with this code although something of Pulumi's may keep it going: its runtime asks its own callback server
 * every second, for ever, where the engine ended before that server had answered once.
 * See `CallbackServer` in @pulumi/pulumi/runtime/callbacks.js.
 */
export function endProcess(exitCode: number): void {
    process.exitCode = exitCode;
    // A process that nothing keeps going does not wait for it.
    setTimeout(() => process.exit(), GRACE_MS).unref();
}
