/**
 * A change that would replace the delivery bucket or its key is a fault: history would go on in a new place, and the
 * old one would be nobody's. So is one that would close them to recorders that stay in member accounts. Found before anything is registered, from the outputs of the stack's own last update.
 */
import type { Diagnostic } from "../lib/diagnostic.ts";
import { error, InvalidConfigurationError } from "../lib/diagnostic.ts";
import { deliverySources } from "../lib/plan/delivering.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import type { KeyAdoption } from "./encryption-key.ts";
import type { LastOutputs } from "./last-outputs.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";

/**
 * Compares the plan with the stack's last outputs.
 * @throws {InvalidConfigurationError} where the bucket or the key would be replaced, or closed to members.
 */
export function refuseReplacement(
    plan: DeploymentPlan,
    names: DeploymentNames,
    adoption: KeyAdoption | undefined,
    last: LastOutputs,
): void {
    const faults = [...findReplacements(plan, names, adoption, last), ...findShutOutMembers(plan, last)];
    if (faults.length > 0) {
        throw new InvalidConfigurationError(faults);
    }
}

/** Every way in which the bucket or the key would be replaced. Pure. */
export function findReplacements(
    plan: DeploymentPlan,
    names: DeploymentNames,
    adoption: KeyAdoption | undefined,
    last: LastOutputs,
): Diagnostic[] {
    const managesBucket = staysManaged("deliveryBucket", plan, last);
    const managesKey = staysManaged("encryptionKey", plan, last);
    if (!managesBucket && !managesKey) {
        return [];
    }
    const moved = (["account", "region"] as const).filter(
        (place) => last[place] !== undefined && last[place] !== names[place],
    );
    if (moved.length > 0) {
        return moved.map((place) =>
            fault(plan, {
                path: place === "region" ? "aws:region" : "conformance-packs:account",
                what: `the stack's ${place} would change from ${last[place]} to ${names[place]}`,
                hint: `keep ${last[place]}, and use a new stack for ${names[place]}: pulumi stack init <name>`,
            }),
        );
    }
    const faults: Diagnostic[] = [];
    if (managesBucket && last.deliveryBucket !== undefined && last.deliveryBucket !== names.deliveryBucket) {
        faults.push(
            fault(plan, {
                path: "conformance-packs:deliveryBucket",
                what: `the delivery bucket would change from ${last.deliveryBucket} to ${names.deliveryBucket ?? "none"}`,
                hint:
                    `keep the name ${last.deliveryBucket}, use a new stack, or deliver to a bucket that something ` +
                    "else manages (mode: use)",
            }),
        );
    }
    const lastKeyId = last.encryptionKeyArn?.split("/").at(-1);
    if (managesKey && adoption !== undefined && lastKeyId !== undefined && lastKeyId !== adoption.keyId) {
        faults.push(
            fault(plan, {
                path: "conformance-packs:encryptionKey",
                what: `the encryption key would change from ${lastKeyId} to ${adoption.keyId}`,
                hint: `keep arn: ${last.encryptionKeyArn}, use a new stack, or refer to the other key (mode: use)`,
            }),
        );
    }
    return faults;
}

/**
 * A rollout that ends leaves recorders and delivery channels in member accounts, which go on as long as the policies of
 * bucket and key let the organization in: from then on, only the configuration can say so. Pure.
 */
export function findShutOutMembers(plan: DeploymentPlan, last: LastOutputs): Diagnostic[] {
    const wasRolledOut = Object.keys(last.members?.stackSets ?? {}).length > 0;
    const letsIn = deliverySources(plan).organizationId !== undefined;
    if (!wasRolledOut || letsIn || !staysManaged("deliveryBucket", plan, last)) {
        return [];
    }
    return [
        error(
            { file: `Pulumi.${plan.stack}.yaml` },
            {
                code: "members-would-not-deliver",
                path: "conformance-packs:members",
                message:
                    "recorders stay in member accounts when they are no longer rolled out, and the policies of bucket and " +
                    "key would not let them deliver any more: what they record would be lost",
                hint:
                    "write conformance-packs:deliveryBucket: { organization: true }, and conformance-packs:organization: " +
                    "{ id: o-… } beside it; a later update can take it out, once no member records any more",
            },
        ),
    ];
}

/** Whether the stack has managed one of the two, and goes on doing so. */
function staysManaged(what: "deliveryBucket" | "encryptionKey", plan: DeploymentPlan, last: LastOutputs): boolean {
    const { mode } = plan[what];
    return mode !== "use" && mode !== "none" && last.retained?.includes(what) === true;
}

function fault(
    plan: DeploymentPlan,
    finding: { readonly path: string; readonly what: string; readonly hint: string },
): Diagnostic {
    return error(
        { file: `Pulumi.${plan.stack}.yaml` },
        {
            code: "history-would-move",
            path: finding.path,
            message: `${finding.what}, and history with it: the old bucket and key would be kept, but left behind`,
            hint: finding.hint,
        },
    );
}
