/** Stacks that roll out to members, each with other settings of theirs. */
import assert from "node:assert/strict";
import type { MembersPlan, RolloutPlan } from "../../../lib/plan/members-plan.ts";
import { planOf } from "../project.ts";

export const ORGANIZATION = "  conformance-packs:organization: { id: o-abcdefghij }\n";

/** Lines below `config:`. */
export const CONFIGURATIONS = {
    usual: `${ORGANIZATION}  conformance-packs:members: { units: [r-ab12] }\n`,
    everything: `${ORGANIZATION}  conformance-packs:regions: { us-east-1: , ap-southeast-2: }
  conformance-packs:deliveryBucket: { prefix: config }
  conformance-packs:aggregators: { all: { accounts: [self, "111122223333"] } }
  conformance-packs:members:
    units: [ou-ab12-cdefgh34, ou-ab12-aaaabbbb]
    notifications: true
    snapshotDeliveryFrequency: One_Hour
    recorder:
      record: { except: [AWS::EC2::NetworkInterface] }
      frequency: daily
      frequencyOverrides: [{ resourceTypes: [AWS::S3::Bucket], frequency: continuous, description: now }]
    failureTolerancePercentage: 0
    maxConcurrentPercentage: 100
    regionConcurrency: sequential
    concurrencyMode: soft
    remediationRole: { name: repair, actions: ["s3:PutBucketPublicAccessBlock", "s3:GetBucket*"] }
    evaluationRole: { account: "444455556666", evaluators: [evaluator-*], actions: ["s3:GetBucketPolicy"] }
`,
    least: `${ORGANIZATION}  conformance-packs:deliveryBucket: { mode: use, name: central }
  conformance-packs:members:
    units: [r-ab12]
    events: false
    recorder: { record: { only: [AWS::S3::Bucket] } }
    evaluationRole: { account: "444455556666" }
`,
} as const;

/** What a configuration plans for members. */
export function membersOf(configuration: string): { members: MembersPlan; rollout: RolloutPlan } {
    const { members } = planOf(configuration);
    assert.ok(members?.rollout);
    return { members, rollout: members.rollout };
}
