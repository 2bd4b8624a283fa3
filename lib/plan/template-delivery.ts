/** How templates come to AWS Config: in the request, or as objects in a bucket of the stack's own. */
import { createHash } from "node:crypto";
import { INLINE_TEMPLATE_BYTES } from "../pack/limits.ts";
import { nameOf, type PlanInput } from "./context.ts";
import type { ConformancePackPlan, RegionPlan } from "./plan.ts";

type Delivery = ConformancePackPlan["delivery"];

/** A template that the request has no room for is an object in any case. */
export function deliveryBySize(name: string, template: string): Delivery {
    return Buffer.byteLength(template) <= INLINE_TEMPLATE_BYTES ? { kind: "inline" } : asObject(name, template);
}

/** A changed template has another key, so that a change of content is always a change of the pack. */
function asObject(name: string, template: string): Delivery {
    const hash = createHash("sha256").update(template).digest("hex").slice(0, 32);
    return { kind: "s3", objectKey: `${name}/${hash}.yaml` };
}

/**
 * Moves templates out of the requests where the settings want it, and gives each region with objects its bucket.
 *
 * @param own the stack's own region, which alone may have a bucket with a name that somebody chose
 */
export function deliverTemplates<Region extends RegionPlan>(
    own: RegionPlan,
    further: readonly Region[],
    { stack, settings }: PlanInput,
): { own: RegionPlan; furtherRegions: readonly Region[] } {
    const { name, packs: which } = settings.templateBucket;
    const all = which === "all";
    const namePrefix = `config-packs-${nameOf(stack)}`;
    const deliver = <Plan extends RegionPlan>(region: Plan, bucket: RegionPlan["templateBucket"]): Plan => {
        const packs = all
            ? region.packs.map((pack) => ({ ...pack, delivery: asObject(pack.name, pack.template) }))
            : region.packs;
        const needsBucket = packs.some(({ delivery }) => delivery.kind === "s3");
        return { ...region, packs, ...(needsBucket && { templateBucket: bucket }) };
    };
    return {
        own: deliver(own, { ...(name !== undefined && { name }), namePrefix }),
        furtherRegions: further.map((region) => deliver(region, { namePrefix })),
    };
}
