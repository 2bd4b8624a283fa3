import type { Call } from "../handler.ts";
import type { Values } from "../property.ts";

/** A function of the provider: a Terraform data source behind Pulumi's bridge. */
export interface Invoke {
    /** Pulumi's token, such as `aws:index/getRegion:getRegion`. */
    readonly token: string;
    run(call: Call, given: Values): Promise<Values>;
}
