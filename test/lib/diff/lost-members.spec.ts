import assert from "node:assert/strict";
import { lostMembers } from "../../../lib/diff/lost-members.ts";
import { textOf } from "../../../lib/diff/message.ts";
import { ORGANIZATION } from "../members/configurations.ts";
import { planOf } from "../project.ts";

function lost(old: string, now: string): string[] {
    const plan = (members: string) =>
        planOf(`${ORGANIZATION}${members === "" ? "" : `  conformance-packs:members: { ${members} }\n`}`);
    return lostMembers(plan(old), plan(now)).map(({ code, words }) => `${code}: ${textOf(words)}`);
}

const TWO = "units: [ou-ab12-aaaabbbb, ou-ab12-cdefgh34], regions: [eu-west-1, us-east-1]";

describe("what members lose", () => {
    it("is nothing where nothing goes, and where there was nothing", () => {
        assert.deepEqual(lost(TWO, TWO), []);
        assert.deepEqual(lost("", TWO), []);
        assert.deepEqual(lost(TWO, "units: [r-ab12], regions: [eu-west-1, us-east-1, us-west-2]"), []);
    });

    it("is the rollout, a unit or a region", () => {
        assert.deepEqual(lost(TWO, ""), ["members: AWS Config is no longer rolled out to member accounts"]);
        assert.deepEqual(lost(TWO, "units: []").length, 1);
        assert.deepEqual(lost(TWO, "units: [ou-ab12-cdefgh34]"), [
            "members: no longer rolled out below ou-ab12-aaaabbbb",
            "members: no longer rolled out in us-east-1",
        ]);
    });

    it("is what their recorder records, and how often", () => {
        assert.deepEqual(lost(TWO, `${TWO}, recorder: { record: { only: [AWS::S3::Bucket] } }`), [
            "member-recorded-types: members no longer record all types but those listed",
        ]);
        assert.deepEqual(lost(TWO, `${TWO}, recorder: { record: { except: [AWS::S3::Bucket] }, frequency: daily }`), [
            "member-recorded-types: members no longer record AWS::S3::Bucket",
            "member-recording-frequency: members record daily, no longer at each change: all types",
        ]);
    });
});
