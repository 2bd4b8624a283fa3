/** Built-in functions that a compiled policy asks its host for. */
import { createRequire } from "node:module";
import type { LoadedPolicy } from "@open-policy-agent/opa-wasm";

/** What a policy exports: https://www.openpolicyagent.org/docs/wasm#exports */
interface PolicyExports {
    readonly builtins: () => number;
    readonly opa_json_dump: (address: number) => number;
}

/** The module for imports lacks this function, which its types have. */
const { loadPolicySync } = createRequire(import.meta.url)("@open-policy-agent/opa-wasm") as {
    readonly loadPolicySync: (module: Uint8Array<ArrayBuffer>) => LoadedPolicy;
};

export function hostBuiltinsOf(module: Uint8Array<ArrayBuffer>): string[] {
    const { wasmInstance, mem } = loadPolicySync(module) as unknown as {
        readonly wasmInstance: { readonly exports: PolicyExports };
        readonly mem: { readonly buffer: ArrayBuffer };
    };
    const { builtins, opa_json_dump: dump } = wasmInstance.exports;
    const start = dump(builtins());
    const bytes = new Uint8Array(mem.buffer, start);
    const text = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
    return Object.keys(JSON.parse(text) as Record<string, number>);
}
