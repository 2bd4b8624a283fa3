/** The composition root: configuration -> plan -> resources -> outputs. */
import * as pulumi from "@pulumi/pulumi";
import { bundleAlerts } from "./building/alert-bundle.ts";
import { bundleDigest } from "./building/digest-bundle.ts";
import { bundleRules } from "./building/rule-bundles.ts";
import { storeTemplates } from "./building/template-file.ts";
import { readPlan } from "./components/configuration.ts";
import { deploy } from "./components/deploy.ts";
import { readIdentity } from "./components/identity.ts";
import type { DeploymentOutputs } from "./components/outputs.ts";
import { unanswered } from "./components/unanswered.ts";
import { InvalidConfigurationError } from "./lib/diagnostic.ts";

/**
 * The program that `pulumi up` runs. Nothing is registered before configuration, packs and account are known to be
 * right.
 *
 * @param root folder of the project
 */
export default async function program(root: string = import.meta.dirname): Promise<DeploymentOutputs> {
    try {
        const plan = readPlan(root);
        const bundles = await bundleRules(plan, root);
        const alerts = await bundleAlerts(plan, root);
        const digestBundle = await bundleDigest(plan, root);
        storeTemplates(plan);
        const functions = { ...(alerts && { alerts }), ...(digestBundle && { digestBundle }) };
        return await deploy(plan, await readIdentity(plan), { bundles, ...functions });
    } catch (reason) {
        // A RunError is printed without a stack trace.
        throw reason instanceof InvalidConfigurationError
            ? new pulumi.RunError(`nothing was deployed; to be mended first:\n${reason.message}`)
            : (unanswered(reason) ?? reason);
    }
}
