import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Where what is expensive to make is kept for all clones of one user: `$XDG_CACHE_HOME`, else `~/Library/Caches` on
 * macOS and `~/.cache` elsewhere (https://specifications.freedesktop.org/basedir-spec/latest/, which says that a
 * relative value is to be ignored).
 */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
    const configured = env["XDG_CACHE_HOME"];
    if (configured !== undefined && isAbsolute(configured)) {
        return join(configured, "conformance-packs");
    }
    const home = env["HOME"] ?? homedir();
    return join(home, ...(platform === "darwin" ? ["Library", "Caches"] : [".cache"]), "conformance-packs");
}
