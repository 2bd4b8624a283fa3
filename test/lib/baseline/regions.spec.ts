import assert from "node:assert/strict";
import { baselineChanges } from "../../../lib/baseline/changes.ts";
import { lossesOf } from "../../../lib/baseline/check.ts";
import { coverageOf } from "../../../lib/baseline/coverage.ts";
import { type Baseline, readBaseline } from "../../../lib/baseline/read.ts";
import { baselineText } from "../../../lib/baseline/write.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { golden, NEW, OLD } from "../../cli/regions/project.ts";
import { memoryFiles } from "../project.ts";

function planOf(files: Readonly<Record<string, string>>): DeploymentPlan {
    const { plan, diagnostics } = loadPlan({ stack: "prod", files: memoryFiles(files) });
    assert.ok(plan, JSON.stringify(diagnostics));
    return plan;
}

/** The old project with another configuration below `aws:region`. */
function configured(config: string, files: Readonly<Record<string, string>> = OLD): DeploymentPlan {
    const text = `config:\n  aws:region: eu-west-1\n${config}`;
    return planOf({ ...files, "Pulumi.prod.yaml": text });
}

const textOf = (plan: DeploymentPlan): string => baselineText("prod", coverageOf(plan));

function read(text: string): Baseline {
    const { baseline, diagnostics } = readBaseline("baseline/prod.yaml", text);
    assert.ok(baseline, JSON.stringify(diagnostics));
    return baseline;
}

function losses(old: DeploymentPlan, now: DeploymentPlan): string[] {
    return lossesOf(read(textOf(old)), now).map(({ line, code, message }) => `${line} ${code}: ${message}`);
}

const PACKS = "  conformance-packs:packs: { identity: , storage: , network: }\n";

describe("the baseline of a stack with several regions", () => {
    it("says once what holds in all of them, and where the rest is", () => {
        golden("baseline.golden", textOf(planOf(OLD)));
    });

    it("loses nothing to the plan that it was written from, and has nothing to be changed", () => {
        for (const plan of [planOf(OLD), planOf(NEW)]) {
            const { coverage } = read(textOf(plan));
            assert.deepEqual(losses(plan, plan), []);
            assert.deepEqual(baselineChanges(coverage, coverageOf(plan)), { added: [], removed: [] });
        }
    });

    it("loses a region, a pack in one of them, and a rule in all", () => {
        assert.deepEqual(losses(planOf(OLD), planOf(NEW)), [
            "8 lost-region: sa-east-1 is no longer covered: the stack deploys to ap-east-1, ap-south-1, eu-west-1, us-east-1, us-west-2",
            "38 lost-rule: S3_BUCKET_LOGGING_ENABLED of the pack storage is gone, and no other pack checks the same " +
                "in ap-south-1, eu-west-1, us-east-1",
            "34 lost-rule: INCOMING_SSH_DISABLED of the pack network is gone, and no other pack checks the same in us-east-1",
        ]);
    });

    it("loses nothing where another of the regions becomes the home region", () => {
        const regions = "  conformance-packs:regions: { ap-south-1: , us-east-1: , sa-east-1: }\n";
        const moved = configured(`${PACKS}${regions}  conformance-packs:homeRegion: us-east-1\n`);
        assert.deepEqual(losses(planOf(OLD), moved), []);
        assert.deepEqual(losses(moved, planOf(OLD)), []);
        const elsewhere = configured(`${PACKS}${regions}  conformance-packs:homeRegion: us-west-2\n`);
        assert.deepEqual(
            losses(planOf(OLD), elsewhere).map((loss) => loss.replace(/^\d+ /, "")),
            [
                ...["Group", "Policy", "Role", "User"].map(
                    (type) => `lost-recorded-types: AWS::IAM::${type} is no longer recorded in eu-west-1`,
                ),
                "lost-rule: ROOT_ACCOUNT_MFA_ENABLED of the pack identity is gone, and no other pack checks the same in eu-west-1",
            ],
        );
    });

    it("loses a recorder that is given up in one region", () => {
        const now = configured(
            `${PACKS}  conformance-packs:regions: { ap-south-1: , sa-east-1: , us-east-1: { recorder: { mode: use } } }\n`,
        );
        assert.deepEqual(losses(planOf(OLD), now), [
            "11 lost-recorder: the stack no longer manages the recorder, and deletes its own in us-east-1",
        ]);
    });

    it("takes a pack with other parameters in one region for the same", () => {
        const files = {
            "packs/root.yaml":
                "Parameters: { Days: { Type: String, Default: '90' } }\nResources:\n  Rotation:\n" +
                "    Type: AWS::Config::ConfigRule\n    Properties:\n      ConfigRuleName: rotation\n" +
                "      InputParameters: { maxDaysSinceRotation: !Ref Days }\n" +
                "      Source: { Owner: AWS, SourceIdentifier: SECRETSMANAGER_SECRET_PERIODIC_ROTATION }\n",
        };
        const packs = "  conformance-packs:packs: { root: }\n";
        const plan = configured(
            `${packs}  conformance-packs:regions: { us-east-1: { packs: { root: { parameters: { Days: 30 } } } } }\n`,
            files,
        );
        assert.deepEqual(Object.values(read(textOf(plan)).coverage.packs), [
            { target: "account", rules: [{ rule: "SECRETSMANAGER_SECRET_PERIODIC_ROTATION" }] },
        ]);
        assert.deepEqual(losses(plan, configured(`${packs}  conformance-packs:regions: { us-east-1: }\n`, files)), []);
    });

    it("is refused where it names a region that it does not ask for", () => {
        const text = textOf(planOf(OLD)).replace("  - sa-east-1\n", "");
        const { diagnostics } = readBaseline("baseline/prod.yaml", text);
        assert.deepEqual(
            diagnostics.map(({ line, code, message }) => `${line} ${code}: ${message.replace(/^\S+ /, "")}`),
            [
                "12 invalid-key: sa-east-1 is none of ap-south-1, eu-west-1, us-east-1, so that nothing is asked of it here",
            ],
        );
    });
});
