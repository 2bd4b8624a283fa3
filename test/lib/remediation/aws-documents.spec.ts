import assert from "node:assert/strict";
import { actionResources } from "../../../lib/remediation/action-resources.ts";
import { awsDocuments, pageOf } from "../../../lib/remediation/aws-documents.ts";
import { knownDocuments } from "../../../lib/remediation/known-documents.ts";
import { isDestructive } from "../../../lib/remediation/permissions.ts";

const documents = [...awsDocuments().values()];

/** Documents that are as good as undone by setting the value back, though an action begins as those do that destroy. */
const PUT_BACK = new Map([
    ["AWSConfigRemediation-CancelKeyDeletion", "keeps the key"],
    ["AWSConfigRemediation-EnableVPCFlowLogsToCloudWatch", "replaces a flow log by another one"],
    ["AWSConfigRemediation-EnableVPCFlowLogsToS3Bucket", "replaces a flow log by another one"],
]);

describe("the table of AWS's Automation documents", () => {
    it("has each document once, with an address of AWS's own", () => {
        assert.equal(documents.length, awsDocuments().size);
        assert.ok(documents.length >= 90, String(documents.length));
        const pages = documents.map(pageOf);
        assert.equal(new Set(pages).size, pages.length);
        pages.forEach((page) => {
            assert.match(page, /^https:\/\/docs\.aws\.amazon\.com\/systems-manager-automation-runbooks\/.*\.html$/);
        });
    });

    it("knows those that AWS's sample packs name", () => {
        for (const name of [
            "AWS-PublishSNSNotification",
            "AWS-DisableS3BucketPublicReadWrite",
            "AWS-EnableS3BucketEncryption",
            "AWS-ConfigureS3BucketLogging",
        ]) {
            assert.ok(awsDocuments().has(name), name);
        }
    });

    it("names no action of which it is not known what it can be held to, and no such action that nobody calls", () => {
        const called = new Set(documents.flatMap(({ actions }) => actions));
        assert.deepEqual(
            [...called].filter((action) => !actionResources().has(action)),
            [],
        );
        const own = new Set(["iam:PassRole"]);
        assert.deepEqual(
            [...actionResources().keys()].filter((action) => !called.has(action) && !own.has(action)),
            [],
        );
    });

    it("calls destructive whatever calls an action that deletes or ends something", () => {
        for (const { document, actions, destructive } of documents) {
            if (actions.some(isDestructive) && !PUT_BACK.has(document)) {
                assert.ok(destructive, document);
            }
        }
    });

    it("has no wildcard among actions, and `*` alone as a resource only where an action can be held to nothing", () => {
        const known = knownDocuments(undefined);
        for (const { document } of documents) {
            for (const { actions, resources } of known.find(document)?.permissions({}) ?? []) {
                actions.forEach((action) => {
                    assert.doesNotMatch(action, /\*/, document);
                });
                if (resources.includes("*")) {
                    assert.deepEqual(resources, ["*"], document);
                    actions.forEach((action) => {
                        assert.deepEqual(actionResources().get(action), ["*"], `${document} ${action}`);
                    });
                }
            }
        }
    });

    it("holds an action to the value of a parameter, and lets pass one role to one service", () => {
        const known = knownDocuments(undefined);
        const topic = "arn:aws:sns:eu-west-1:111122223333:findings";
        assert.deepEqual(known.find("AWS-PublishSNSNotification")?.permissions({ TopicArn: topic }), [
            { actions: ["sns:Publish"], resources: [topic] },
        ]);
        const role = "arn:aws:iam::111122223333:role/flow-logs";
        const document = known.find("AWSConfigRemediation-EnableVPCFlowLogsToCloudWatch");
        const passing = document
            ?.permissions({ DeliverLogsPermissionArn: role })
            .find(({ actions }) => actions.includes("iam:PassRole"));
        assert.deepEqual(passing, {
            actions: ["iam:PassRole"],
            resources: [role],
            conditions: { StringEquals: { "iam:PassedToService": "vpc-flow-logs.amazonaws.com" } },
        });
        for (const { document: name, passes } of documents) {
            const all =
                known
                    .find(name)
                    ?.permissions({})
                    .flatMap(({ actions }) => actions) ?? [];
            assert.equal(all.includes("iam:PassRole"), passes !== undefined, name);
        }
    });
});
