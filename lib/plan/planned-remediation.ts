/** What a deployment registers for remediations: known before any engine runs. */
import type { DeploymentPlan, RegionPlan } from "./plan.ts";
import type { PlannedComponent, PlannedResource } from "./planned-resources.ts";

/** Each document has one role, however many remediations run it. */
export function remediationRoles({ remediationRoles: roles }: DeploymentPlan): PlannedComponent[] {
    return roles === undefined
        ? []
        : [
              component(
                  "RemediationRoles",
                  "remediation-roles",
                  roles.flatMap(({ document }) => [
                      { type: "aws:iam/role:Role", name: `${document}-remediation-role` },
                      { type: "aws:iam/rolePolicy:RolePolicy", name: `${document}-remediation-role-policy` },
                  ]),
              ),
          ];
}

/** Documents of the project's own; their names end in a further region's. */
export function regionDocuments({ documents }: RegionPlan, suffix: string): PlannedComponent[] {
    return documents === undefined
        ? []
        : [
              component(
                  "AutomationDocuments",
                  `documents${suffix}`,
                  documents.map(({ name }) => ({ type: "aws:ssm/document:Document", name: `${name}${suffix}` })),
              ),
          ];
}

/** Of what members get, the stack itself has the StackSets. */
export function memberDocuments({ memberDocuments: plan, members }: DeploymentPlan): PlannedComponent[] {
    const name = "member-documents";
    return plan === undefined || members?.rollout === undefined
        ? []
        : [
              component(
                  "MemberDocuments",
                  name,
                  plan.documents.flatMap((document) => [
                      { type: "aws:cloudformation/stackSet:StackSet", name: `${name}-${document.name}-stack-set` },
                      {
                          type: "aws:cloudformation/stackInstances:StackInstances",
                          name: `${name}-${document.name}-instances`,
                      },
                  ]),
              ),
          ];
}

function component(kind: string, name: string, resources: readonly PlannedResource[]): PlannedComponent {
    return { type: `conformance-packs:config:${kind}`, name, resources, components: [] };
}
