import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import type { KeyAdoption } from "./encryption-key.ts";
import type { ExistingHooks } from "./existing.ts";
import type { LeftBehind } from "./left-behind.ts";
import type { StackResources } from "./stack-resources.ts";

/** What every step of a deployment works with. */
export interface Deployment {
    readonly plan: DeploymentPlan;
    readonly names: DeploymentNames;
    readonly leftBehind: LeftBehind;
    /** The delivery key that exists already. */
    readonly adoption: KeyAdoption | undefined;
    readonly hooks: ExistingHooks;
    readonly state: StackResources;
    /** Whether there are traces of an earlier run of this stack. */
    readonly interrupted: boolean;
}
