import { Alias } from "@pulumi/aws/kms/alias.js";
import { getAlias } from "@pulumi/aws/kms/getAlias.js";
import { Key } from "@pulumi/aws/kms/key.js";
import * as pulumi from "@pulumi/pulumi";
import { error, InvalidConfigurationError } from "../lib/diagnostic.ts";
import { KEY_TAG } from "../lib/plan/build.ts";
import type { EncryptionKeyPlan } from "../lib/plan/plan.ts";
import type { PolicyDocument } from "../lib/policies/policy-document.ts";
import { importIdentifier } from "./import-identifier.ts";

export interface EncryptionKeyArgs {
    readonly region: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly description: string;
    /** Without `alias/`. */
    readonly alias: string;
    readonly policy: PolicyDocument;
    /** 7 to 30. */
    readonly deletionWindowInDays: number;
    /** An existing key to manage from now on. @default a new key */
    readonly adoption?: KeyAdoption;
    /** One of the stack's further regions, where the key is. @default the stack's own */
    readonly furtherRegion?: string;
    /** Hooks of the alias, whose name may be taken. @default none */
    readonly aliasHooks?: pulumi.ResourceHookBinding;
}

export interface KeyAdoption {
    readonly keyId: string;
    /** Whether the alias leads to the key already and is adopted with it. */
    readonly withAlias: boolean;
}

/** A symmetric KMS key that is rotated every year, and its alias. */
export class EncryptionKey extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly key: Key;
    readonly alias: Alias;

    constructor(name: string, args: EncryptionKeyArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:EncryptionKey", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        this.key = new Key(
            `${name}-key`,
            {
                region: args.region,
                description: args.description,
                enableKeyRotation: true,
                deletionWindowInDays: args.deletionWindowInDays,
                policy: JSON.stringify(args.policy),
                tags: { ...args.tags, [KEY_TAG]: name },
            },
            { ...child, ...(args.adoption && { import: importIdentifier(args.adoption.keyId, args.furtherRegion) }) },
        );
        this.alias = new Alias(
            `${name}-alias`,
            { region: args.region, name: `alias/${args.alias}`, targetKeyId: this.key.keyId },
            {
                ...child,
                ...(args.adoption?.withAlias === true && {
                    import: importIdentifier(`alias/${args.alias}`, args.furtherRegion),
                }),
                ...(args.aliasHooks && { hooks: args.aliasHooks }),
            },
        );
        this.arn = this.key.arn;
        this.registerOutputs({ arn: this.arn });
    }
}

/**
 * Which key a plan adopts, or nothing where it adopts none. The alias is asked only for an import identifier: whether
 * something is registered follows from the plan alone.
 * @throws {InvalidConfigurationError} where the alias leads to no key.
 */
export async function readKeyAdoption(plan: EncryptionKeyPlan, region: string): Promise<KeyAdoption | undefined> {
    if (plan.mode !== "adopt") {
        return undefined;
    }
    const name = `alias/${plan.alias}`;
    if (plan.arn !== undefined) {
        const keyId = plan.arn.slice(plan.arn.lastIndexOf("/") + 1);
        return { keyId, withAlias: (await targetOf(name, region)) === keyId };
    }
    try {
        const { targetKeyId } = await getAlias({ name, region });
        return { keyId: targetKeyId, withAlias: true };
    } catch (failure) {
        throw new InvalidConfigurationError([
            error(undefined, {
                code: "key-alias-not-found",
                path: "conformance-packs:encryptionKey",
                message: `no key to adopt: ${name} could not be read in ${region} (${reason(failure)})`,
                hint: "name the key itself: conformance-packs:encryptionKey: { mode: adopt, arn: arn:aws:kms:… }",
            }),
        ]);
    }
}

/** The key to which an alias leads, or nothing where there is no such alias: the provider's function fails then. */
export async function targetOf(name: string, region: string): Promise<string | undefined> {
    try {
        return (await getAlias({ name, region })).targetKeyId;
    } catch {
        return undefined;
    }
}

function reason(failure: unknown): string {
    return failure instanceof Error ? (failure.message.split("\n")[0] ?? "") : String(failure);
}
