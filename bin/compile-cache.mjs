import { homedir } from "node:os";
import module from "node:module";
import { isAbsolute, join } from "node:path";

/**
 * Keeps what V8 compiles, and TypeScript without its types, for the next run: half of the time of a short command.
 * In the user's own cache directory, as sandbox/cache-directory.ts has it, and not where Node would put it, since
 * everybody may write to the machine's folder for temporary files. Node checks each entry against its source.
 */
export function keepCompiledCode() {
    const { XDG_CACHE_HOME: configured = "", NODE_COMPILE_CACHE: chosen } = process.env;
    const caches = isAbsolute(configured)
        ? configured
        : join(homedir(), ...(process.platform === "darwin" ? ["Library", "Caches"] : [".cache"]));
    if (chosen === undefined) {
        module.enableCompileCache?.(join(caches, "conformance-packs", "compiled"));
    }
}
