import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { catalogueText, normalise } from "../../../lib/catalogue/generate.ts";
import { catalogue, Catalogue } from "../../../lib/catalogue/catalogue.ts";
import type { ManagedRuleData } from "../../../lib/catalogue/managed-rule.ts";

describe("the catalogue of managed rules", () => {
    it("finds a rule by its identifier and by its page's name", () => {
        assert.equal(catalogue().byIdentifier("INCOMING_SSH_DISABLED")?.name, "restricted-ssh");
        assert.equal(catalogue().byName("restricted-ssh")?.identifier, "INCOMING_SSH_DISABLED");
        assert.equal(catalogue().byIdentifier("incoming_ssh_disabled"), undefined);
        assert.equal(catalogue().byIdentifier("__proto__"), undefined);
        assert.equal(catalogue().byName("constructor"), undefined);
    });

    it("knows what was meant by the other spelling of either", () => {
        assert.equal(catalogue().byOtherSpelling("RESTRICTED_SSH")?.identifier, "INCOMING_SSH_DISABLED");
        assert.equal(catalogue().byOtherSpelling("incoming-ssh-disabled")?.identifier, "INCOMING_SSH_DISABLED");
        assert.equal(catalogue().byOtherSpelling("RESTRICTED_SSHD"), undefined);
    });

    it("tells unknown from none", () => {
        assert.deepEqual(catalogue().byIdentifier("ROOT_ACCOUNT_MFA_ENABLED")?.parameters, {});
        assert.equal(catalogue().byIdentifier("AWS_CONFIG_PROCESS_CHECK")?.parameters, undefined);
        assert.equal(catalogue().byIdentifier("AWS_CONFIG_PROCESS_CHECK")?.creator, "pack-only");
        assert.ok(
            catalogue()
                .all()
                .some(({ parameters }) => Object.values(parameters ?? {}).some((p) => p.optional === undefined)),
        );
    });

    it("is written as its generator writes it", () => {
        const text = readFileSync("lib/catalogue/managed-rules.json", "utf8");
        assert.equal(catalogueText(JSON.parse(text) as Record<string, ManagedRuleData>), text);
    });

    it("is collected with one spelling for types, and text for defaults", () => {
        const collected = {
            B_RULE: { parameters: { days: { type: "int", optional: false, default: 90 }, odd: { type: "Blob" } } },
            A_RULE: { rule: "a-rule", trigger: "change", resourceTypes: ["s3", "AWS::S3::Bucket"], creator: "nobody" },
        };
        assert.deepEqual(Object.entries(normalise(collected)), [
            ["A_RULE", { rule: "a-rule", trigger: "change", resourceTypes: ["AWS::S3::Bucket", "s3"] }],
            ["B_RULE", { parameters: { days: { type: "integer", optional: false, default: "90" }, odd: {} } }],
        ]);
        assert.equal(new Catalogue(normalise(collected)).byIdentifier("B_RULE")?.name, "b-rule");
    });
});
