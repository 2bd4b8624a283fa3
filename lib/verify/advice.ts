/** What to do about a pack that did not reach its state. */
import type { PackVerdict } from "./verify-packs.ts";

/**
 * A preview compares with the state, and the provider never reads a template back: neither shows what AWS really has,
 * so each sentence names a way by which AWS gets the pack again.
 *
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/configservice/conformance_pack.go
 *
 * @returns one sentence, or undefined where nothing is to be done
 */
export function adviceOn(verdict: PackVerdict, stack: string): string | undefined {
    switch (verdict.outcome) {
        case "failed":
            return verdict.failingMembers.length > 0
                ? recorderAdvice(verdict) +
                      "repair what each account names, or list it under excludedAccounts of the pack and deploy it; " +
                      `then run: packs verify --stack ${stack} --repair`
                : "repair what AWS names and deploy again; where pulumi up finds nothing to do, run: packs verify " +
                      `--stack ${stack} --repair`;
        case "missing":
            return (
                `run: pulumi refresh --stack ${stack}, so that the stack learns of it, ` +
                `then: pulumi up --stack ${stack}`
            );
        case "rules differ":
            return (
                `somebody changed the pack in AWS, or it is not deployed yet; where pulumi up --stack ${stack} finds ` +
                `nothing to change, run: packs verify --stack ${stack} --repair`
            );
        case "members differ":
            return (
                `run: pulumi up --stack ${stack}; where it finds nothing to change, run: packs verify --stack ` +
                `${stack} --repair: AWS then takes the pack from the accounts that are excluded`
            );
        case "unknown":
            return (
                "ask with credentials that may read the pack; organization packs answer the management account and " +
                "delegated administrators only"
            );
        case "in progress":
            return "AWS is still at work: run packs verify again, or let it wait with --wait <minutes>";
        case "reached":
            return undefined;
    }
}

/**
 * A member that joins is tried for a while, and then never again by itself:
 * https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
 */
function recorderAdvice({ membersWithoutRecorder: accounts }: PackVerdict): string {
    return accounts.length === 0
        ? ""
        : `turn the configuration recorder on in ${accounts.join(", ")}: AWS retries an account that joined the ` +
              "organization for 7 hours only, later it has to get the pack again; ";
}
