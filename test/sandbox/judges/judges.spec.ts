import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderTemplate } from "../../../lib/members/cloudformation-template.ts";
import { globalTemplate } from "../../../lib/members/global-template.ts";
import { regionalTemplate } from "../../../lib/members/regional-template.ts";
import { CONFIGURATIONS, membersOf } from "../../lib/members/configurations.ts";
import { functionsTemplateOf, MEMBER_FUNCTIONS } from "../../lib/members/functions.ts";
import { prepareAwsGuard } from "../../judges/awsguard/awsguard.ts";
import { judgeTemplates, prepareCheckov } from "../../judges/checkov/checkov.ts";
import { compareWithExceptions } from "../../judges/exceptions.ts";
import type { Finding } from "../../judges/finding.ts";
import { judgePolicies, prepareParliament } from "../../judges/parliament/parliament.ts";
import { skipWithout } from "../../requirements.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import type { Outcome } from "../end-to-end/outcome.ts";
import type { StateResource } from "../end-to-end/project-fixture.ts";
import { PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { example, makeOrganization } from "../examples/example-organization.ts";

const OWN_PACK = join(PROJECT, "policies");

/** A rule of the pack custom-examples asks flow logs, whichever log group a VPC has them in. */
const OWN_CONFIGURATION = { "roles-without-wildcards": { actionsOnEveryResource: ["logs:StartQuery"] } };

/** What one stack deployed, for the judges to look at. */
interface Deployed {
    readonly resources: readonly StateResource[];
    /** With both policy packs, and every value known. */
    readonly preview: Outcome;
}

/** Deploys stacks once, and has judges from outside look at them: https://github.com/pulumi/pulumi-policy-aws and others. */
describe("judges from outside", function () {
    this.timeout(300_000);

    const project = useProject();
    const deployed = new Map<string, Deployed>();
    let awsGuard = "";

    before("get the judges", async function () {
        this.timeout(900_000);
        for (const prepare of [prepareParliament, prepareCheckov]) {
            await prepare().catch((error: unknown) => notJudged(this, error));
        }
        awsGuard = await prepareAwsGuard().catch((error: unknown) => notJudged(this, error));
        cpSync(join(PROJECT, "packs"), join(project.folder, "packs"), { recursive: true });
        cpSync(join(PROJECT, "queries"), join(project.folder, "queries"), { recursive: true });
        const configuration = join(project.folder, "policy-configuration.json");
        writeFileSync(configuration, JSON.stringify(OWN_CONFIGURATION));
        const none = join(project.folder, "no-policy-configuration.json");
        writeFileSync(none, "{}");
        project.policyPacks = [OWN_PACK, awsGuard];
        project.policyConfigurations = [configuration, none];
    });

    /** Who cannot be had has judged nothing, which is no verdict. */
    function notJudged(context: Mocha.Context, error: unknown): string {
        const install = error instanceof Error ? error.message : String(error);
        skipWithout(context, { name: "npm's registry and PyPI", found: false, install });
        return "";
    }

    async function deploy(name: string, stackFile: string): Promise<void> {
        project.writeStackFile(stackFile);
        const policyPacks = project.policyPacks;
        project.policyPacks = [];
        await project.up();
        project.policyPacks = policyPacks;
        deployed.set(name, { resources: await project.resources(), preview: await project.preview() });
    }

    /** Says, in the report, what was judged. */
    function tell(context: Mocha.Context, text: string): void {
        context.runnable().title += ` [${text}]`;
    }

    function assertNothingFound(judge: string, findings: readonly Finding[]): number {
        const { unexpected, stale, excepted } = compareWithExceptions(judge, findings);
        assert.deepEqual({ unexpected, stale }, { unexpected: [], stale: [] });
        return excepted;
    }

    it("are shown the stack that works out of the box", async () => {
        await deploy("dev", readFileSync(join(PROJECT, "Pulumi.dev.yaml"), "utf8"));
    });

    it("are shown rules in AWS Lambda, history that Athena reads, and an audit trail", async () => {
        await project.beginAnew();
        await deploy(
            "functions",
            `config:
  aws:region: ${REGION}
  conformance-packs:athena: { enabled: true }
  conformance-packs:auditTrail: { enabled: true }
  conformance-packs:packs: { custom-examples: }
`,
        );
    });

    it("are shown an organization", async () => {
        await project.beginAnew();
        const management: ClientSettings = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        const { ids } = await makeOrganization(management);
        await deploy("organization", example("organization-management", ids));
    });

    /** Both packs judged every resource of AWS that is in the state. */
    function policyFindings(): (Finding & { own: boolean })[] {
        assert.equal(deployed.size, 3);
        return [...deployed].flatMap(([stack, { preview }]) =>
            preview.policyFindings.map(({ pack, policy: check, resource, message }) => ({
                judge: "awsguard",
                check,
                thing: `${stack} ${resource}`,
                message,
                own: pack === "conformance-packs",
            })),
        );
    }

    function resourceCount(): number {
        return [...deployed.values()].flatMap(({ resources }) =>
            resources.filter(({ type }) => type.startsWith("aws:")),
        ).length;
    }

    it("the project's own guard rails refuse nothing", function () {
        assert.deepEqual(
            policyFindings().filter(({ own }) => own),
            [],
        );
        tell(this, `${resourceCount()} resources of ${deployed.size} stacks`);
    });

    it("AWSGuard finds nothing without a reason", function () {
        for (const { preview } of deployed.values()) {
            assert.match(preview.printed, /pulumi-awsguard@v0\.3\.1|awsguard@v0\.3\.1/);
        }
        const excepted = assertNothingFound(
            "awsguard",
            policyFindings().filter(({ own }) => !own),
        );
        tell(this, `${resourceCount()} resources of ${deployed.size} stacks, ${excepted} findings with a reason`);
    });

    /** Every policy as it was registered, by stack, resource and property. */
    function policies(): Map<string, string> {
        const found = new Map<string, string>();
        for (const [stack, { resources }] of deployed) {
            for (const { urn, inputs = {}, outputs } of resources) {
                const name = `${stack} ${urn.split("::").pop() ?? ""}`;
                if (typeof inputs["policy"] === "string") {
                    found.set(`${name} policy`, inputs["policy"]);
                }
                if (typeof inputs["assumeRolePolicy"] === "string") {
                    found.set(`${name} trust policy`, onResource(inputs["assumeRolePolicy"], String(outputs?.["arn"])));
                }
            }
        }
        return found;
    }

    /** A trust policy means its own role without saying so, which parliament takes for a fault. */
    function onResource(policy: string, arn: string): string {
        const document = JSON.parse(policy) as { Statement: readonly object[] };
        return JSON.stringify({
            ...document,
            Statement: document.Statement.map((statement) => ({ ...statement, Resource: arn })),
        });
    }

    it("parliament finds nothing without a reason in IAM policies", async function () {
        const found = policies();
        assert.ok(
            found.size > 30 && [...found.keys()].some((name) => name.endsWith("trust policy")),
            [...found.keys()].join("\n"),
        );
        const excepted = assertNothingFound("parliament", await judgePolicies(found));
        tell(this, `${found.size} policies, ${excepted} findings with a reason`);
    });

    it("parliament would have found a wrong action", async () => {
        const [[name, document]] = [...policies()].filter(([, text]) => text.includes("s3:PutObject")) as [
            [string, string],
        ];
        const wrong = document.replaceAll("s3:PutObject", "s3:PutObjekt");
        const findings = await judgePolicies(new Map([[name, wrong]]));
        assert.ok(findings.some(({ check, thing }) => check === "UNKNOWN_ACTION" && thing === name));
    });

    /** The templates of member accounts, with every setting there is, and all templates of packs. */
    function templates(): Map<string, string> {
        const found = new Map<string, string>();
        for (const [name, configuration] of Object.entries(CONFIGURATIONS)) {
            const { members, rollout } = membersOf(configuration);
            found.set(`members-${name}-global`, renderTemplate(globalTemplate(members, rollout)));
            found.set(`members-${name}-regional`, renderTemplate(regionalTemplate(rollout)));
        }
        found.set("members-functions", renderTemplate(functionsTemplateOf(MEMBER_FUNCTIONS)));
        for (const [stack, { resources }] of deployed) {
            for (const { urn, outputs } of resources) {
                const body = outputs?.["templateBody"];
                if (typeof body === "string") {
                    found.set(`${stack}-${urn.split("::").pop() ?? ""}`, body);
                }
            }
        }
        return found;
    }

    it("checkov finds nothing without a reason in the templates of members and packs", async function () {
        const found = templates();
        assert.ok(found.size > 12, [...found.keys()].join("\n"));
        const { resources, passed, findings } = await judgeTemplates(found);
        assert.ok(passed > 0);
        const excepted = assertNothingFound("checkov", findings);
        tell(
            this,
            `${resources} resources of ${found.size} templates, ${passed} checks passed, ${excepted} findings with a reason`,
        );
    });

    it("checkov would have found a role for everyone", async () => {
        const [name, template] = ["members-usual-global", templates().get("members-usual-global") ?? ""];
        const wrong = template.replace(/"Principal": *\{[^}]*\}/, '"Principal": { "AWS": "*" }');
        assert.notEqual(wrong, template);
        const { findings } = await judgeTemplates(new Map([[name, wrong]]));
        assert.ok(
            findings.some(({ check }) => check === "CKV_AWS_60" || check === "CKV_AWS_61"),
            JSON.stringify(findings),
        );
    });
});
