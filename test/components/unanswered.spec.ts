import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { unanswered } from "../../components/unanswered.ts";

const TOKEN = "aws:index/getCallerIdentity:getCallerIdentity";

describe("what AWS refuses to tell", () => {
    it("is told in AWS's words, with what the credentials need", () => {
        const told = unanswered(
            new Error(
                `invocation of ${TOKEN} returned an error: invoking ${TOKEN}: 1 error occurred: AccessDenied: no`,
            ),
        );
        assert.ok(told instanceof pulumi.RunError);
        assert.equal(
            told.message,
            "AWS did not say what has to be known first: 1 error occurred: AccessDenied: no\n" +
                "hint: packs permissions policy --for up prints what the credentials have to allow",
        );
    });

    it("is told with the code that the SDK has for it", () => {
        const failure = Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException", $metadata: {} });
        assert.match(unanswered(failure)?.message ?? "", /first: ThrottlingException: Rate exceeded\n.*run it again/);
    });

    it("is no defect, which keeps its stack trace", () => {
        assert.equal(unanswered(new TypeError("undefined is not a function")), undefined);
        assert.equal(unanswered("text"), undefined);
    });
});
