import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import type { PulumiCommand, PulumiFn, Stack } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { failingWhereLost } from "./inline-program.ts";
import { UserError } from "./user-error.ts";

/** Read by the stand-in for the AWS plugin: where the emulator listens. */
export const ENDPOINT_VARIABLE = "CONFORMANCE_PACKS_SANDBOX_ENDPOINT";

const PROJECT = resolve(import.meta.dirname, "..");
const PROVIDER = join(import.meta.dirname, "provider");
/** Folder of what starts policy packs, where the CLI came without its language hosts. */
const POLICY_ANALYZER = join(import.meta.dirname, "policy-analyzer");

/** A stack's configuration as under `config:` in `Pulumi.<stack>.yaml`. */
export type StackConfiguration = Record<string, unknown>;

export interface WorkspaceSettings {
    /** Folder that receives the sandbox's own copies of Pulumi.yaml and Pulumi.<stack>.yaml. */
    workDir: string;
    stackName: string;
    configuration: StackConfiguration;
    /** The emulator, such as http://127.0.0.1:5000. */
    endpoint: string;
    /** @default the project's Pulumi.yaml */
    projectFile?: string;
    /** Folder of the `pulumi-resource-aws` to use. @default sandbox/provider */
    provider?: string;
    /** What `main` in the copy says: where the program is. @default the folder of the project file */
    main?: string;
}

export interface StackSettings extends WorkspaceSettings {
    command: PulumiCommand;
    program: PulumiFn;
    /** Folder of the file backend. */
    backend: string;
    /** Pulumi's own home, apart from the user's. */
    pulumiHome: string;
    /** More variables for Pulumi and the provider. */
    environment?: Record<string, string>;
}

/**
 * Opens, or makes, a stack of an inline program in the sandbox.
 *
 * @throws UserError for stack settings that cannot be used in the sandbox.
 */
export async function openStack(settings: StackSettings): Promise<Stack> {
    writeWorkspace(settings);
    mkdirSync(settings.backend, { recursive: true });
    mkdirSync(settings.pulumiHome, { recursive: true });
    const projectName = readYaml(join(settings.workDir, "Pulumi.yaml"))["name"];
    return LocalWorkspace.createOrSelectStack(
        {
            stackName: settings.stackName,
            projectName: String(projectName),
            program: failingWhereLost(settings.program),
        },
        {
            workDir: settings.workDir,
            pulumiCommand: settings.command,
            pulumiHome: settings.pulumiHome,
            envVars: sandboxEnvironment(settings),
        },
    );
}

/**
 * Writes the project and stack settings that Pulumi sees in the sandbox. They differ from the project's own only in
 * the provider and in how it reaches AWS; so nothing of the sandbox needs to stand in Pulumi.yaml.
 */
export function writeWorkspace(settings: WorkspaceSettings): void {
    mkdirSync(settings.workDir, { recursive: true });
    const projectFile = settings.projectFile ?? join(PROJECT, "Pulumi.yaml");
    const project = {
        ...readYaml(projectFile),
        main: settings.main ?? dirname(projectFile),
        // https://www.pulumi.com/docs/iac/concepts/projects/project-file/#plugins-options
        plugins: { providers: [{ name: "aws", path: settings.provider ?? PROVIDER }] },
    };
    writeFileSync(join(settings.workDir, "Pulumi.yaml"), stringify(project));

    const stackFile = join(settings.workDir, `Pulumi.${settings.stackName}.yaml`);
    // Pulumi adds the salt of the stack's (empty) passphrase, which has to stay the same from run to run.
    const salt = existsSync(stackFile) ? readYaml(stackFile)["encryptionsalt"] : undefined;
    rejectSecrets(settings.configuration);
    const config = { ...settings.configuration, ...connection(settings.endpoint) };
    writeFileSync(stackFile, stringify({ ...(salt === undefined ? {} : { encryptionsalt: salt }), config }));
}

/**
 * What the program itself asks AWS, past the provider, goes to the emulator too:
 * https://www.pulumi.com/registry/packages/aws/installation-configuration/
 */
function connection(endpoint: string): StackConfiguration {
    return {
        "aws:accessKey": "sandbox",
        "aws:secretKey": "sandbox",
        "aws:endpoints": [{ cloudformation: endpoint, configservice: endpoint, lambda: endpoint, scheduler: endpoint }],
    };
}

/** @returns what stands under `config:` in a stack's settings file. */
export function readStackConfiguration(stackFile: string): StackConfiguration {
    const configuration = readYaml(stackFile)["config"] ?? {};
    if (!isRecord(configuration)) {
        throw new UserError(`${stackFile}: \`config\` must be a mapping from keys to values.`);
    }
    return configuration;
}

/**
 * The variables under which Pulumi, the provider and the program run: nothing of the user's own Pulumi account, AWS
 * account or plugins is within reach.
 */
export function sandboxEnvironment(
    settings: Pick<StackSettings, "backend" | "endpoint" | "environment">,
): Record<string, string> {
    return {
        // The engine starts `node` for the provider: the one that runs this. What starts policy packs it finds by name.
        PATH: [dirname(process.execPath), process.env["PATH"] ?? "", POLICY_ANALYZER].join(delimiter),
        // Without the file of attributes beside each file: one torn by a kill makes the stack unreadable.
        // https://pkg.go.dev/gocloud.dev/blob/fileblob
        PULUMI_BACKEND_URL: `${pathToFileURL(settings.backend).href}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // Packages that are installed but not used would ask for their plugins.
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        [ENDPOINT_VARIABLE]: settings.endpoint,
        AWS_ACCESS_KEY_ID: "sandbox",
        AWS_SECRET_ACCESS_KEY: "sandbox",
        AWS_SESSION_TOKEN: "",
        AWS_PROFILE: "",
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        AWS_EC2_METADATA_DISABLED: "true",
        ...settings.environment,
    };
}

/** A secret is encrypted for the stack's own key, which the sandbox has not. */
function rejectSecrets(value: unknown, path = "config"): void {
    if (!isRecord(value)) {
        return;
    }
    for (const [key, child] of Object.entries(value)) {
        if (key === "secure") {
            throw new UserError(
                `${path} is a secret, which only the stack's own key can decrypt. ` +
                    "Use a stack without secrets in the sandbox.",
            );
        }
        rejectSecrets(child, `${path}.${key}`);
    }
}

function readYaml(file: string): Record<string, unknown> {
    let content: unknown;
    try {
        content = parse(readFileSync(file, "utf8"));
    } catch (error) {
        throw new UserError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!isRecord(content)) {
        throw new UserError(`${file} must hold a mapping.`);
    }
    return content;
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
