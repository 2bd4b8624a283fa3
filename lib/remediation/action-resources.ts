/** What each IAM action can be held to: data beside this file, read when first asked for. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const arn = z.string().regex(/^arn:\$\{AWS::Partition\}:.+$/, "an ARN with the partition left open");

export const actionResourcesSchema = z.record(
    z.string().regex(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/, "an action looks like ec2:DeleteSecurityGroup"),
    z.union([z.literal("none").transform(() => ["*"]), arn.transform((one) => [one]), z.array(arn).min(2)]),
);

let loaded: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * Resources of a policy by action: ARNs with `${AWS::Partition}` and `${AWS::AccountId}` in them, or `*` alone where the
 * action has no resource-level permission.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function actionResources(): ReadonlyMap<string, readonly string[]> {
    loaded ??= new Map(
        Object.entries(
            actionResourcesSchema.parse(parse(readFileSync(new URL("action-resources.yaml", import.meta.url), "utf8"))),
        ),
    );
    return loaded;
}
