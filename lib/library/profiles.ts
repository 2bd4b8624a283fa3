/** Profiles: stacks that deploy packs of the library as a bundle, and what that saves against the packs by themselves. */
import { estimateCost } from "../cost/estimate.ts";
import { minus, plus, type Range, ZERO } from "../cost/range.ts";
import type { UsageProfile } from "../cost/usage.ts";
import { loadPlan } from "../plan/load.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import type { ProjectFiles } from "../project-files.ts";

export const PROFILES_FOLDER = "examples/profiles";

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

export interface Profile {
    /** As its stack file and its bundle are called. */
    readonly name: string;
    readonly packs: readonly string[];
    readonly plan: DeploymentPlan;
}

/** One way to deploy the packs of a profile. */
export interface Deployment {
    readonly packs: number;
    readonly rules: number;
    /** Of all evaluations of a month. */
    readonly cost: Range;
}

export interface ProfileCost {
    readonly bundle: Deployment;
    /** Each pack by itself, in one account and region. */
    readonly separate: Deployment;
    /** A month. */
    readonly saving: Range;
}

/**
 * The profiles, in alphabetical order.
 *
 * @throws where one has errors
 */
export function profiles(files: ProjectFiles): Profile[] {
    return files.list(PROFILES_FOLDER).flatMap((file) => {
        const name = STACK_FILE.exec(file)?.[1];
        if (name === undefined) {
            return [];
        }
        const plan = planOf(name, files.read(`${PROFILES_FOLDER}/${file}`) ?? "", files);
        const origins = plan.packs.flatMap(({ rules }) => rules).flatMap((rule) => rule.origins ?? []);
        return [{ name, packs: [...new Set(origins.map(({ pack }) => pack))].sort(), plan }];
    });
}

/** What a profile costs, and what its packs would cost without the bundle. */
export function profileCost({ packs, plan }: Profile, files: ProjectFiles, usage: UsageProfile): ProfileCost {
    // One by one, since together they may be more than AWS Config lets into an account; and each as a bundle of its own, so
    // that the rules of other regions are left out of both.
    const single = packs.flatMap((name) => planOf(name, stackOf(name, plan.region), files).packs);
    const bundle = deployment(plan, usage);
    const separate = deployment({ ...plan, packs: single }, usage);
    return { bundle, separate, saving: minus(separate.cost, bundle.cost) };
}

function deployment(plan: DeploymentPlan, usage: UsageProfile): Deployment {
    return {
        packs: plan.packs.length,
        rules: plan.packs.reduce((sum, { rules }) => sum + rules.length, 0),
        cost: estimateCost(plan, usage).packs.reduce((sum, { cost }) => plus(sum, cost), ZERO),
    };
}

function stackOf(pack: string, region: string): string {
    return `config:\n  aws:region: ${region}\n  conformance-packs:bundles: { ${pack}: { packs: [${pack}] } }\n`;
}

function planOf(stack: string, text: string, files: ProjectFiles): DeploymentPlan {
    const file = `Pulumi.${stack}.yaml`;
    const withStack: ProjectFiles = { ...files, read: (path) => (path === file ? text : files.read(path)) };
    const { plan, diagnostics } = loadPlan({ stack, files: withStack });
    if (plan === undefined) {
        throw new Error(`${stack} cannot be planned: ${diagnostics.map(({ message }) => message).join("; ")}`);
    }
    return plan;
}
