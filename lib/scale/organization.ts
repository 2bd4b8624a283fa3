/** Made-up organizations of any size, as the files of a project: what a plan does with them is real. */
import { catalogue } from "../catalogue/catalogue.ts";
import { isOptIn, KNOWN_REGIONS } from "../catalogue/regions.ts";
import { partitionOf } from "../plan/partition.ts";
import type { ProjectFiles } from "../project-files.ts";

export interface OrganizationSize {
    /** Members, the management account among them. */
    readonly accounts: number;
    readonly regions: number;
    readonly packs: number;
    /** @default 12 */
    readonly rulesPerPack?: number;
    /** Characters of every rule's description. @default 0 */
    readonly descriptionLength?: number;
    /** Members that every pack leaves out. @default 0 */
    readonly excludedAccounts?: number;
    /** @default 1 */
    readonly aggregators?: number;
    /** Administrators of the encryption key. @default 0 */
    readonly keyAdministrators?: number;
    /**
     * `organization`: one stack of the management account, for all members. `accounts`: no organization, so that the
     * aggregator names each account, and packs are the account's own. @default organization
     */
    readonly reach?: "organization" | "accounts";
}

export interface SimulatedOrganization {
    readonly stack: string;
    readonly files: ProjectFiles;
    /** IDs, the management account's first. */
    readonly accounts: readonly string[];
    /** The stack's own region first. */
    readonly regions: readonly string[];
    /** Text of `usage.yaml`. */
    readonly usage: string;
}

/** The name of the stack. */
const STACK = "organization";
const OWN_REGION = "eu-west-1";

/** The same size gives the same organization. */
export function simulateOrganization(size: OrganizationSize): SimulatedOrganization {
    const accounts = Array.from({ length: size.accounts }, (_, index) => accountId(index));
    const regions = regionNames(size.regions);
    const usage = `accounts: ${size.accounts}\n`;
    const files: Record<string, string> = {
        [`Pulumi.${STACK}.yaml`]: stackFile(size, accounts, regions),
        "usage.yaml": usage,
    };
    for (let index = 0; index < size.packs; index++) {
        files[`packs/${packName(index)}.yaml`] = packText(size, index);
    }
    const names = Object.keys(files);
    return {
        stack: STACK,
        accounts,
        regions,
        usage,
        files: {
            read: (path) => files[path],
            list: (folder) =>
                folder === "."
                    ? names.filter((name) => !name.includes("/"))
                    : names
                          .filter((name) => name.startsWith(`${folder}/`))
                          .map((name) => name.slice(folder.length + 1))
                          .sort(),
            others: (folder) => (folder === "." ? ["packs"] : []),
        },
    };
}

/** Twelve digits that no two members share, and that no real account is likely to have. */
function accountId(index: number): string {
    return String(900_000_000_000 + index);
}

function packName(index: number): string {
    return `pack-${String(index + 1).padStart(3, "0")}`;
}

function regionNames(count: number): string[] {
    const others = KNOWN_REGIONS.filter((region) => region !== OWN_REGION && partitionOf(region) === "aws");
    // Those first that every account has.
    const sorted = [...others.filter((region) => !isOptIn(region)), ...others.filter(isOptIn)];
    if (count < 1 || count > sorted.length + 1) {
        throw new RangeError(`there are ${sorted.length + 1} regions to choose from, not ${count}`);
    }
    return [OWN_REGION, ...sorted.slice(0, count - 1)];
}

/** Flow collections of JSON are YAML. */
function stackFile(size: OrganizationSize, accounts: readonly string[], regions: readonly string[]): string {
    const { reach = "organization", aggregators = 1, excludedAccounts = 0, keyAdministrators = 0 } = size;
    const whole = reach === "organization";
    const pack = {
        ...(whole && { target: "organization" }),
        ...(excludedAccounts > 0 && { excludedAccounts: accounts.slice(-excludedAccounts) }),
    };
    const administrators = Array.from(
        { length: keyAdministrators },
        (_, index) => `arn:aws:iam::${accounts[0] ?? ""}:role/key-administrator-${index}`,
    );
    const named = (count: number, name: (index: number) => string, value: unknown): Record<string, unknown> =>
        Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), value]));
    const settings: Readonly<Record<string, unknown>> = {
        account: accounts[0],
        ...(whole && { organization: { id: "o-simulated0" }, members: { units: ["r-simu"] } }),
        ...(administrators.length > 0 && { encryptionKey: { administrators } }),
        aggregators: named(
            aggregators,
            (index) => `aggregator-${index + 1}`,
            whole ? { organization: true } : { accounts },
        ),
        regions: Object.fromEntries(
            regions.slice(1).map((region) => [region, isOptIn(region) ? { optIn: "enabled" } : {}]),
        ),
        packs: named(size.packs, packName, pack),
    };
    const lines = Object.entries(settings).map(
        ([key, value]) => `  conformance-packs:${key}: ${JSON.stringify(value)}`,
    );
    return `config:\n  aws:region: ${OWN_REGION}\n${lines.join("\n")}\n`;
}

/** Rules of AWS's that need no parameters, in the order of the catalogue, from pack to pack. */
function packText({ rulesPerPack = 12, descriptionLength = 0 }: OrganizationSize, pack: number): string {
    const names = ruleNames();
    const description = "x".repeat(descriptionLength);
    const lines = Array.from({ length: rulesPerPack }, (_, index) => {
        // Beyond the catalogue's rules the same ones return under other names.
        const number = pack * rulesPerPack + index;
        const rule = names[number % names.length] ?? "";
        return `  rule-${number}: { rule: ${rule}${description === "" ? "" : `, description: ${description}`} }`;
    });
    return `rules:\n${lines.join("\n")}\n`;
}

let known: readonly string[] | undefined;

function ruleNames(): readonly string[] {
    known ??= catalogue()
        .all()
        .filter(({ creator, deprecated, regions }) => creator === undefined && !deprecated && regions === undefined)
        .filter(({ parameters }) => Object.keys(parameters ?? { unknown: {} }).length === 0)
        .map(({ name }) => name);
    return known;
}
