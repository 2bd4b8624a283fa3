import assert from "node:assert/strict";
import { checkPack } from "../../../lib/check/check.ts";
import { parsePack } from "../../../lib/pack/parse.ts";
import { projectFolder } from "../../../lib/project-files.ts";

const ROLE = "AutomationAssumeRole: arn:aws:iam::111122223333:role/mine";

function check(remediation: string): string[] {
    const text = `rules:\n  s3-bucket-public-read-prohibited:\n    remediation:\n${remediation.replaceAll(/^/gm, "      ")}\n`;
    return found(text);
}

function found(text: string): string[] {
    const { pack, diagnostics } = parsePack("packs/one.yaml", text);
    return [...diagnostics, ...(pack === undefined ? [] : checkPack(pack))].map(
        ({ severity, code, line, hint }) => `${line ?? 0} ${severity} ${code}${hint === undefined ? "" : `: ${hint}`}`,
    );
}

describe("the document of a remediation", () => {
    it("is known, and gets a role of its own, or has one of the pack's", () => {
        const bucket = "parameters: { BucketName: RESOURCE_ID }";
        assert.deepEqual(check(`document: AWS-ConfigureS3BucketVersioning\n${bucket}`), []);
        assert.deepEqual(check(`document: Ours\nparameters: { ${ROLE} }`), []);
        assert.deepEqual(check("document: Ours\npermissions: [s3:PutBucketVersioning]"), []);
    });

    it("that nothing is known of says what it needs", () => {
        const [line = "", ...others] = check("document: AWS-ConfigureS3BucketVersionin");
        assert.deepEqual(others, []);
        assert.match(line, /^4 error unknown-automation-document: did you mean AWS-ConfigureS3BucketVersioning\?/);
        assert.match(line, /permissions: \[ec2:StopInstances\].*parameters: \{ AutomationAssumeRole: … \}/);
        assert.match(check("document: ConformancePacks-Nothing")[0] ?? "", /^4 error unknown-automation-document/);
    });

    it("needs no wildcard among actions, a reason for `*`, and resources for an action that is not known", () => {
        assert.match(check('document: Ours\npermissions: ["s3:*"]')[0] ?? "", /^5 error/);
        const any = "permissions: [{ actions: [x:Go], resources: ['*'] }]";
        assert.match(check(`document: Ours\n${any}`)[0] ?? "", /^5 error/);
        assert.deepEqual(check(`document: Ours\n${any.replace("] }]", "], reason: x has none }]")}`), []);
        assert.match(
            check("document: Ours\npermissions:\n  - s3:PutBucketVersioning\n  - x:Go")[0] ?? "",
            /^7 error action-without-resources: write \{ actions: \["x:Go"\], resources:/,
        );
        assert.match(
            check(`document: Ours\nparameters: { ${ROLE} }\npermissions: [s3:PutBucketVersioning]`)[0] ?? "",
            /^6 error permissions-beside-role/,
        );
    });

    it("gets the parameters that it has: what is known of AWS's own may be old", () => {
        assert.deepEqual(check("document: AWS-ConfigureS3BucketVersioning\nparameters: { Bucketname: RESOURCE_ID }"), [
            "5 warning unknown-document-parameter: did you mean BucketName?",
            "5 warning missing-document-parameter: RESOURCE_ID stands for the resource that does not comply",
        ]);
    });
});

describe("an automatic remediation by a document of the project's own", () => {
    function ofProject(automatic: boolean, parameters: string): string[] {
        const text = `rules:
  restricted-ssh:
    remediation:
      document: ConformancePacks-RestrictOpenIngress
      automatic: ${String(automatic)}
      acknowledgeDestructive: Nobody reaches us by SSH.
      parameters: { GroupId: RESOURCE_ID, Ports: ["22"]${parameters} }
`;
        const { pack, diagnostics } = parsePack("packs/one.yaml", text, projectFolder("."));
        assert.ok(pack !== undefined, JSON.stringify(diagnostics));
        return checkPack(pack).map(({ severity, code, line }) => `${line ?? 0} ${severity} ${code}`);
    }

    it("says whether it only rehearses, which is the default", () => {
        assert.deepEqual(ofProject(true, ""), ["7 warning remediation-only-rehearses"]);
        assert.deepEqual(ofProject(true, ', DryRun: "false"'), []);
        assert.deepEqual(ofProject(true, ', DryRun: "true"'), []);
        assert.deepEqual(ofProject(false, ""), []);
    });
});

describe("an automatic remediation that destroys something", () => {
    const deletion = "document: AWS-DeleteSnapshot\nparameters: { SnapshotId: RESOURCE_ID }";

    it("is acknowledged, with a reason", () => {
        const [line = "", ...others] = check(`${deletion}\nautomatic: true`);
        assert.deepEqual(others, []);
        assert.match(line, /^6 error destructive-remediation: write acknowledgeDestructive: <why that may happen>/);
        assert.deepEqual(check(`${deletion}\nautomatic: true\nacknowledgeDestructive: Nobody needs them.`), []);
        assert.deepEqual(check(`${deletion}\nautomatic: false`), []);
        assert.match(check(`${deletion}\nautomatic: true\nacknowledgeDestructive: ""`)[0] ?? "", /^7 error/);
    });

    it("is found by its actions, where nothing else is known", () => {
        const own = "document: Ours\npermissions: [ec2:DeleteVolume]\nautomatic: true";
        assert.match(check(own)[0] ?? "", /^6 error destructive-remediation/);
        assert.deepEqual(check(own.replace("DeleteVolume", "DescribeVolumes")), []);
    });

    it("is a warning in AWS's own format, which cannot acknowledge it", () => {
        const native = (document: string, parameters: string): string =>
            `Resources:
  One:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: one
      Source: { Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED }
  Fix:
    Type: AWS::Config::RemediationConfiguration
    Properties:
      ConfigRuleName: one
      TargetType: SSM_DOCUMENT
      TargetId: ${document}
      Automatic: true
      Parameters: { ${parameters} SnapshotId: { ResourceValue: { Value: RESOURCE_ID } } }
`;
        const role = 'AutomationAssumeRole: { StaticValue: { Values: ["arn:aws:iam::111122223333:role/r"] } },';
        assert.match(found(native("AWS-DeleteSnapshot", role))[0] ?? "", /^13 warning destructive-remediation/);
        assert.deepEqual(found(native("Somebody-Elses", role)), []);
        assert.match(found(native("Somebody-Elses", ""))[0] ?? "", /^14 error missing-automation-role/);
    });
});

describe("the limits of a remediation", () => {
    const limited = (line: string): string =>
        check(`document: AWS-ConfigureS3BucketVersioning\nparameters: { BucketName: RESOURCE_ID }\n${line}`)[0] ?? "";

    it("are AWS Config's", () => {
        assert.match(limited("attempts: 0"), /^6 error invalid-remediation-attempts/);
        assert.match(limited("retrySeconds: 2678001"), /^6 error invalid-retry-seconds/);
        assert.match(limited("concurrencyPercent: 0"), /^6 error invalid-percentage/);
        assert.equal(limited("attempts: 25\nretrySeconds: 2678000\nconcurrencyPercent: 100\nerrorPercent: 1"), "");
        const long = `document: AWS-PublishSNSNotification\nparameters: { TopicArn: t, Message: ${"x".repeat(257)} }`;
        assert.match(check(long)[0] ?? "", /^5 error invalid-remediation-parameter/);
    });
});
