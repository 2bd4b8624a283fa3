/** The tables of docs/library.md. */
import { formatMoney } from "../cost/format.ts";
import type { UsageProfile } from "../cost/usage.ts";
import type { Pack } from "../pack/parse.ts";
import type { ProjectFiles } from "../project-files.ts";
import { libraryPacks } from "./library.ts";
import { profileCost, profiles } from "./profiles.ts";

export interface Table {
    /** Stands between its two marks in the document. */
    readonly name: string;
    readonly header: readonly string[];
    readonly rows: readonly (readonly string[])[];
}

export function packTable(files: ProjectFiles): Table {
    return {
        name: "packs",
        header: ["Pack", "What it is", "Rules", "Controls", "Not covered", "Bytes"],
        rows: libraryPacks(files).map(({ name, pack }) => [
            `[\`${name}\`](../${pack.file})`,
            pack.title ?? "",
            String(pack.rules.length),
            String(controlsOf(pack).size),
            String(pack.notCovered?.length ?? 0),
            Buffer.byteLength(pack.body).toLocaleString("en"),
        ]),
    };
}

export function profileTable(files: ProjectFiles, usage: UsageProfile): Table {
    return {
        name: "profiles",
        header: [
            "Profile",
            "Packs",
            "Rules, pack by pack",
            "Rules, as a bundle",
            "USD a month, pack by pack",
            "USD a month, as a bundle",
            "Saved",
        ],
        rows: profiles(files).map((profile) => {
            const { bundle, separate, saving } = profileCost(profile, files, usage);
            return [
                `[\`${profile.name}\`](../examples/profiles/Pulumi.${profile.name}.yaml)`,
                profile.packs.map((name) => `\`${name}\``).join(", "),
                separate.rules.toLocaleString("en"),
                bundle.rules.toLocaleString("en"),
                ...[separate.cost, bundle.cost, saving].map((cost) => formatMoney(cost).replace("USD ", "")),
            ];
        }),
    };
}

function controlsOf({ rules }: Pack): Set<string> {
    return new Set(rules.flatMap(({ controls = [] }) => controls.map(({ framework, id }) => `${framework} ${id}`)));
}
