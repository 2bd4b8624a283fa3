/** The code of rules' functions as Pulumi uploads it. */
import * as pulumi from "@pulumi/pulumi";
import type { BundledRules } from "../building/rule-bundles.ts";

/** Texts go into the archive as they are; what is no text, as the file that it was built into. By the rule's name. */
export function codeOf(bundles: BundledRules): ReadonlyMap<string, pulumi.asset.Archive> {
    return new Map(
        [...bundles].map(([rule, files]) => [
            rule,
            new pulumi.asset.AssetArchive(
                Object.fromEntries(
                    [...files].map(([name, content]) => [
                        name,
                        "text" in content
                            ? new pulumi.asset.StringAsset(content.text)
                            : new pulumi.asset.FileAsset(content.file),
                    ]),
                ),
            ),
        ]),
    );
}
