/** Whether somebody accepted a finding: the one question that status, reports and alerts ask of the waivers. */
import { isExpired } from "./expiry.ts";
import { matchesGlob } from "../glob.ts";
import { ALL_ACCOUNTS } from "./all-accounts.ts";
import type { Waiver } from "./waiver.ts";

/** What of a waiver says whether it covers a finding. */
export type WaiverToMatch = Pick<Waiver, "rule" | "identifier" | "account" | "resource" | "expiry">;

/** One evaluation result of AWS Config. */
export interface WaivableFinding {
    /** The rule's name, with or without the ending that a conformance pack appends. */
    readonly rule: string;
    /** The managed rule identifier, where the rule is a managed one and the caller knows it. */
    readonly identifier?: string;
    /** 12 digits. */
    readonly account: string;
    /** Such as `AWS::S3::Bucket`. */
    readonly resourceType: string;
    /** As AWS Config has it: a name, a generated ID, for some types an ARN. */
    readonly resourceId: string;
    /** Where the caller knows it; without it a pattern that is an ARN fits only resources whose ID is one. */
    readonly resourceArn?: string;
    /** The day that is asked about: YYYY-MM-DD. */
    readonly on: string;
}

/**
 * The waiver that covers a finding, the first of the file where several do, or undefined where none does.
 *
 * A resource pattern that begins with `AWS::` is compared with `<type>/<ID>`, any other with the ID and with the ARN;
 * upper and lower case differ.
 */
export function isWaived<Applied extends WaiverToMatch>(
    waivers: readonly Applied[],
    finding: WaivableFinding,
): Applied | undefined {
    return waiversOf(waivers, finding).find(({ resource }) => coversResource(resource, finding));
}

/** The waivers that hold for resources of a rule in an account, in the order of the file; which ones, they say themselves. */
export function waiversOf<Applied extends WaiverToMatch>(
    waivers: readonly Applied[],
    { rule, identifier, account, on }: Pick<WaivableFinding, "rule" | "identifier" | "account" | "on">,
): Applied[] {
    if (waivers.length === 0) {
        return [];
    }
    const name = nameInPack(rule);
    return waivers.filter(
        (waiver) =>
            coversRule(waiver, name, identifier) &&
            (waiver.account === ALL_ACCOUNTS || waiver.account === account) &&
            !isExpired(waiver.expiry, on),
    );
}

/**
 * The name that a rule has in its pack. AWS Config appends `-conformance-pack-` and nine characters when it deploys one:
 * https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
 */
export function nameInPack(deployedName: string): string {
    return deployedName.replace(/-conformance-pack-[a-z0-9]{8,}$/, "");
}

function coversRule(waiver: WaiverToMatch, name: string, identifier: string | undefined): boolean {
    return waiver.rule === name || (identifier !== undefined && waiver.identifier === identifier);
}

/** Whether a waiver's pattern fits a resource. */
export function coversResource(
    pattern: string,
    finding: Pick<WaivableFinding, "resourceType" | "resourceId" | "resourceArn">,
): boolean {
    const { resourceType, resourceId, resourceArn } = finding;
    return pattern.startsWith("AWS::")
        ? matchesGlob(pattern, `${resourceType}/${resourceId}`)
        : matchesGlob(pattern, resourceId) || (resourceArn !== undefined && matchesGlob(pattern, resourceArn));
}
