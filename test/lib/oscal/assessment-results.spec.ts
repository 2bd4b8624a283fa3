import assert from "node:assert/strict";
import type { AssessmentResultsDocument, Property } from "../../../lib/oscal/document.ts";
import { evaluation, failing, ruleCompliance } from "../compliance/fixture-source.ts";
import { LOGGING, PUBLIC, waiversFor } from "../compliance/project.ts";
import { ACCOUNT, ANSWERS, assess, OTHER, resultOf, RULES } from "./assessed.ts";

function property(props: readonly Property[], name: string): string | undefined {
    return props.find((one) => one.name === name)?.value;
}

/** `<control> <state> <reason>` of each finding, in its order. */
function states(document: AssessmentResultsDocument): string[] {
    return (resultOf(document).findings ?? []).map(({ title, target }) => {
        return `${title} ${target.status.state} ${target.status.reason}`;
    });
}

/** Every UUID that something refers to, and every one that something has. */
function references(document: AssessmentResultsDocument): { named: Set<string>; had: Set<string> } {
    const named = new Set<string>();
    const had = new Set<string>();
    JSON.stringify(document, (key, value: unknown) => {
        if (typeof value === "string" && key === "uuid") {
            had.add(value);
        } else if (typeof value === "string" && key.endsWith("-uuid")) {
            named.add(value);
        }
        return value;
    });
    return { named, had };
}

describe("assessment results", () => {
    it("have a finding for each control: satisfied, not satisfied, or without a verdict", async () => {
        const document = await assess();
        assert.deepEqual(states(document), [
            "CIS 2.1 not-satisfied fail",
            "CIS 3.6 satisfied pass",
            "PCI 1.3 not-satisfied fail",
        ]);
        const undecided = await assess({
            answers: { rules: [[ruleCompliance(PUBLIC, ACCOUNT, { compliance: "INSUFFICIENT_DATA" })]] },
        });
        assert.deepEqual(states(undecided), ["CIS 2.1 not-satisfied other", "PCI 1.3 not-satisfied other"]);
    });

    it("have findings for no other control than those that are asked about", async () => {
        assert.deepEqual(states(await assess({ filter: { controls: ["CIS"] } })), [
            "CIS 2.1 not-satisfied fail",
            "CIS 3.6 satisfied pass",
        ]);
    });

    it("have an open risk for what fails, and an approved deviation with owner and deadline for what is waived", async () => {
        const { risks = [], observations = [] } = resultOf(await assess());
        const [open, ...otherOpen] = risks.filter(({ status }) => status === "open");
        const [waived, ...otherWaived] = risks.filter(({ status }) => status === "deviation-approved");
        assert.deepEqual([otherOpen, otherWaived], [[], []]);
        assert.equal(property(open?.props ?? [], "failing-resources"), "1");
        assert.equal(open?.deadline, undefined);
        assert.deepEqual(
            open?.characterizations?.[0]?.facets.map(({ value }) => value),
            ["critical"],
        );
        assert.equal(waived?.deadline, "2027-01-31T23:59:59Z");
        assert.equal(property(waived.props, "waiver-owner"), "web-team");
        const [response] = waived.remediations ?? [];
        assert.deepEqual(response?.props, [{ name: "type", value: "accept" }]);
        const failed = observations.find(({ subjects }) => subjects !== undefined);
        assert.deepEqual(
            risks.map((risk) => risk["related-observations"]),
            risks.map(() => [{ "observation-uuid": failed?.uuid }]),
        );
    });

    it("do not call a control satisfied because everything that fails is waived", async () => {
        const waivers = waiversFor({ rule: "s3-bucket-public-read-prohibited", resource: "*" });
        const document = await assess({ waivers });
        assert.equal(states(document)[0], "CIS 2.1 not-satisfied fail");
        assert.deepEqual(
            resultOf(document).risks?.map(({ status }) => status),
            ["deviation-approved"],
        );
    });

    it("take a waiver that has ended for none", async () => {
        const waivers = waiversFor({ rule: "s3-bucket-public-read-prohibited", resource: "*", expiry: "2026-11-22" });
        assert.deepEqual(
            resultOf(await assess({ waivers })).risks?.map(({ status }) => status),
            ["open"],
        );
    });

    it("name the resources that do not comply, and count all others", async () => {
        const { observations = [], "local-definitions": definitions } = resultOf(await assess());
        assert.deepEqual(definitions["inventory-items"]?.map(({ props }) => property(props, "asset-id")).sort(), [
            "leak",
            "site",
        ]);
        const ofAudit = observations.find(({ props }) => property(props, "pack") === "audit");
        assert.equal(property(ofAudit?.props ?? [], "account-and-region-pairs"), "2");
        assert.equal(property(ofAudit?.props ?? [], "resources"), "1");
        assert.deepEqual(ofAudit?.subjects, undefined);
    });

    it("keep a rule that fails in a place of its own for each account", async () => {
        const rules = [failing(PUBLIC, ACCOUNT, 1), failing(PUBLIC, OTHER, 1), ruleCompliance(LOGGING, OTHER)];
        const { observations = [], risks = [] } = resultOf(await assess({ answers: { ...ANSWERS, rules: [rules] } }));
        assert.equal(observations.length, 3);
        // In the other account the rule fails without a resource to name: that is a risk as well.
        assert.equal(risks.filter(({ status }) => status === "open").length, 2);
    });

    it("exclude controls that no rule answers, and repeat why one is not all a matter of rules", async () => {
        const document = await assess({
            options: {
                unanswered: [
                    { control: { framework: "CIS", id: "1.1" }, reasons: ["somebody has to look"] },
                    { control: { framework: "CIS", id: "2.1" }, reasons: ["partly"] },
                ],
            },
        });
        const { "reviewed-controls": reviewed, findings = [] } = resultOf(document);
        const [selection] = reviewed["control-selections"];
        assert.deepEqual(selection?.["exclude-controls"], [{ "control-id": "cis-1.1" }]);
        assert.deepEqual(
            selection["include-controls"]?.map((control) => control["control-id"]),
            ["cis-2.1", "cis-3.6", "pci-1.3"],
        );
        assert.match(findings[0]?.remarks ?? "", /\n\npartly$/);
    });

    it("refer to nothing that they do not have", async () => {
        const { named, had } = references(await assess());
        assert.ok(named.size > 8, String(named.size));
        assert.deepEqual(
            [...named].filter((uuid) => !had.has(uuid)),
            [],
        );
    });

    it("are the same for the same answers, in whatever order they come", async () => {
        const text = JSON.stringify(await assess());
        assert.equal(JSON.stringify(await assess()), text);
        const { evaluations = [] } = ANSWERS;
        const reversed = { ...ANSWERS, rules: [[...RULES].reverse()], evaluations: [...evaluations].reverse() };
        assert.equal(JSON.stringify(await assess({ answers: reversed })), text);
    });

    it("are another document for other answers, with the same UUIDs for the same risks", async () => {
        const one = await assess();
        const later = await assess({ options: { collected: "2026-11-24T08:00:00.000Z" } });
        assert.notEqual(one["assessment-results"].uuid, later["assessment-results"].uuid);
        assert.notDeepEqual(resultOf(one).observations, resultOf(later).observations);
        assert.deepEqual(
            resultOf(one).risks?.map(({ uuid }) => uuid),
            resultOf(later).risks?.map(({ uuid }) => uuid),
        );
        const annotated = await assess({
            answers: { ...ANSWERS, evaluations: [evaluation(PUBLIC, ACCOUNT, "site")] },
        });
        assert.notEqual(one["assessment-results"].uuid, annotated["assessment-results"].uuid);
    });
});
