/** Registers the guard rails with Pulumi: `pulumi preview --policy-pack policies`. What they judge is in lib/guard-rails. */
import { PolicyPack } from "@pulumi/policy";
import { GUARD_RAILS } from "../lib/guard-rails/guard-rails.ts";
import { policyOf } from "./policy.ts";

new PolicyPack("conformance-packs", {
    displayName: "Guard rails of AWS Config",
    description: "Recording on, history kept and encrypted, no policy open to everyone.",
    enforcementLevel: "mandatory",
    provider: "aws",
    policies: GUARD_RAILS.map(policyOf),
});
