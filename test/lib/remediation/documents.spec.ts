import assert from "node:assert/strict";
import { parse } from "yaml";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import type { AutomationDocument, DocumentObject } from "../../../lib/remediation/automation-document.ts";
import { documentName, ownDocuments, readDocument } from "../../../lib/remediation/documents.ts";
import { isCustomRule } from "../../../lib/rules/find.ts";
import { memoryFiles } from "../project.ts";

const FOLDER = "packs/documents/close-door";
const DESCRIPTION = `description: Closes a door.
resourceType: AWS::EC2::SecurityGroup
resourceParameter: DoorId
destructive: false
reason: Doors can be opened again.
rules: [INCOMING_SSH_DISABLED]
permissions:
    - actions: [ec2:DescribeSecurityGroups]
      resources: ["*"]
`;
const CONTENT = `schemaVersion: "0.3"
description: Closes a door.
assumeRole: "{{ AutomationAssumeRole }}"
parameters:
    AutomationAssumeRole: { type: String }
    DoorId: { type: String }
    Often: { type: Integer, default: 2 }
mainSteps:
    - name: CloseDoor
      action: aws:executeScript
      timeoutSeconds: 60
      inputs:
          Runtime: python3.11
          Handler: close
          Script: door.py
`;
const SCRIPT = "from hinges import oil\n\n\ndef close(events, context):\n    return oil(events)\n";
const SHARED = "def oil(events):\n    return events\n";

const FILES = {
    [`${FOLDER}/document.yaml`]: DESCRIPTION,
    [`${FOLDER}/content.yaml`]: CONTENT,
    [`${FOLDER}/door.py`]: SCRIPT,
    "packs/documents/hinges.py": SHARED,
};

function read(changes: Readonly<Record<string, string | undefined>> = {}): ReturnType<typeof readDocument> {
    const entries = Object.entries<string | undefined>({ ...FILES, ...changes });
    const given = entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
    return readDocument("close-door", memoryFiles(Object.fromEntries(given)));
}

function stepsOf({ content }: AutomationDocument): readonly DocumentObject[] {
    return content["mainSteps"] as readonly DocumentObject[];
}

describe("an Automation document", () => {
    it("is named after its folder", () => {
        assert.equal(documentName("close-door"), "ConformancePacks-CloseDoor");
    });

    it("has its script in the step, with what the script takes from a shared module", () => {
        const { document, diagnostics } = read();
        assert.deepEqual(diagnostics, []);
        assert.ok(document);
        const [step] = stepsOf(document);
        assert.deepEqual(step?.["inputs"], {
            Runtime: "python3.11",
            Handler: "close",
            Script: "def oil(events):\n    return events\n\n\n\ndef close(events, context):\n    return oil(events)\n",
        });
        assert.equal(step["timeoutSeconds"], 60, "numbers are numbers");
        assert.deepEqual(parse(document.text), document.content);
        assert.deepEqual(document.parameters["Often"], { type: "Integer", default: 2 });
        assert.deepEqual(document.permissions, [{ actions: ["ec2:DescribeSecurityGroups"], resources: ["*"] }]);
        assert.equal(document.resourceParameter, "DoorId");
    });

    it("quotes what another version of YAML reads otherwise", () => {
        const { document } = read({ [`${FOLDER}/content.yaml`]: CONTENT.replace("Closes a door.", '"yes"') });
        assert.match(document?.text ?? "", /^description: "yes"$/m);
    });

    for (const [fault, changes, place, hint] of [
        ["no description", { "document.yaml": undefined }, "document.yaml:1:1 missing-document-description"],
        ["no content", { "content.yaml": undefined }, "content.yaml:1:1 missing-document-content"],
        ["no script", { "door.py": undefined }, "content.yaml:15:11 missing-document-script"],
        [
            "a script outside its folder",
            { "content.yaml": CONTENT.replace("door.py", "../door.py") },
            "content.yaml:15:11 missing-document-script",
            /Script: <name>\.py/,
        ],
        [
            "double braces in a script",
            { "door.py": 'def close(events, context):\n    return f"{{x}}"\n' },
            "door.py:2:1 braces-in-script",
            /space between/,
        ],
        [
            "an unknown key",
            { "document.yaml": `${DESCRIPTION}destructiv: true\n` },
            "document.yaml:10:1 unknown-key",
            /did you mean destructive/,
        ],
        [
            "a permission with a wildcard",
            { "document.yaml": DESCRIPTION.replace("ec2:DescribeSecurityGroups", "ec2:*") },
            "document.yaml:8:17 invalid-key",
        ],
        [
            "a resource of one partition",
            { "document.yaml": DESCRIPTION.replace('"*"', "arn:aws:s3:::*") },
            "document.yaml:9:19 invalid-key",
        ],
        [
            "a parameter that the content does not have",
            { "document.yaml": DESCRIPTION.replace("DoorId", "Door") },
            "document.yaml:3:1 unknown-document-parameter",
            /DoorId/,
        ],
        ["no role", { "content.yaml": CONTENT.replace(/assumeRole.*\n/, "") }, "content.yaml:1:1 invalid-key"],
        ["another schema", { "content.yaml": CONTENT.replace("0.3", "2.2") }, "content.yaml:1:1 invalid-key"],
    ] as const) {
        it(`is refused with ${fault}`, () => {
            const inFolder = Object.entries<string | undefined>(changes).map(([name, text]) => [
                `${FOLDER}/${name}`,
                text,
            ]);
            const { document, diagnostics } = read(Object.fromEntries(inFolder));
            assert.equal(document, undefined);
            const [found] = diagnostics;
            assert.equal(diagnostics.length, 1, JSON.stringify(diagnostics));
            assert.equal(`${found?.file}:${found?.line}:${found?.column} ${found?.code}`, `${FOLDER}/${place}`);
            if (hint !== undefined) {
                assert.match(found?.hint ?? "", hint);
            }
        });
    }

    it("is refused where it is larger than Systems Manager takes", () => {
        const long = `${SCRIPT}${"# a comment that says nothing\n".repeat(3_000)}`;
        assert.deepEqual(
            read({ [`${FOLDER}/door.py`]: long }).diagnostics.map(({ code }) => code),
            ["document-too-large"],
        );
    });
});

describe("the project's Automation documents", () => {
    const files = projectFolder(".");
    const documents = ownDocuments(files);

    it("are five", () => {
        assert.deepEqual(
            documents.map(({ name, destructive }) => [name, destructive]),
            [
                ["ConformancePacks-DeleteUnattachedSecurityGroup", true],
                ["ConformancePacks-DisableUnusedCredentials", true],
                ["ConformancePacks-EnableBucketPublicAccessBlock", true],
                ["ConformancePacks-EnableCloudTrailLogFileValidation", false],
                ["ConformancePacks-RestrictOpenIngress", true],
            ],
        );
    });

    for (const document of documents) {
        const { name, parameters, destructive, permissions } = document;

        it(`${name} can be rehearsed, and leaves alone what is exempt`, () => {
            assert.equal(parameters["DryRun"]?.default, String(destructive), "what is destructive has to be told to");
            assert.deepEqual(parameters["DryRun"].allowedValues, ["true", "false"]);
            assert.deepEqual(parameters["ExemptResources"]?.default, []);
            assert.equal(parameters["ExemptTag"]?.default, "RemediationExempt");
            assert.equal(parameters["AutomationAssumeRole"]?.default, undefined);
            const needed = Object.entries(parameters).filter(([, { default: value }]) => value === undefined);
            assert.deepEqual(
                needed.map(([key]) => key).sort(),
                ["AutomationAssumeRole", document.resourceParameter].sort(),
            );
        });

        it(`${name} decides first, and verifies last`, () => {
            const steps = stepsOf(document);
            assert.match(String(steps[0]?.["name"]), /^Inspect/);
            assert.equal(steps[1]?.["action"], "aws:branch");
            assert.equal(steps[1]["isEnd"], true, "with nothing to do, it ends");
            assert.match(String(steps.at(-1)?.["name"]), /^Verify/);
            const outputs = document.content["outputs"] as readonly string[];
            const declared = steps.flatMap((step) =>
                ((step["outputs"] ?? []) as readonly DocumentObject[]).map(
                    (output) => `${String(step["name"])}.${String(output["Name"])}`,
                ),
            );
            assert.deepEqual(
                outputs.filter((output) => !declared.includes(output)),
                [],
            );
        });

        it(`${name} answers rules that exist, and changes resources of the partition that it is in`, () => {
            for (const rule of document.rules) {
                assert.ok(catalogue().byIdentifier(rule) ?? isCustomRule(rule, files), rule);
            }
            for (const { actions, resources } of permissions) {
                const reads = actions.every((action) => /:(Describe|Get|List)/.test(action));
                assert.ok(reads || !resources.includes("*"), `${actions.join(", ")} on every resource`);
            }
        });
    }
});
