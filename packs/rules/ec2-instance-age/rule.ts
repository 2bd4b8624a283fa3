// An instance gets older without a change that AWS Config would notice, so that the rule runs on a schedule. A stop and a
// start are a new launch to EC2, though the disks stay: what the disks came from, the rule ami-age looks at.
import { EC2Client, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import { compliant, type Context, nonCompliant, type ResourceEvaluation } from "#rule";

const DAY_MS = 86_400_000;

export async function* evaluateAccount(
    { days }: { readonly days: number },
    context: Context,
): AsyncGenerator<ResourceEvaluation> {
    const client = context.client(EC2Client);
    const existing = [{ Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] }];
    for await (const { Reservations: reservations = [] } of paginateDescribeInstances(
        { client },
        { Filters: existing },
    )) {
        for (const { InstanceId: resourceId = "", LaunchTime: launched } of reservations.flatMap(
            ({ Instances: instances = [] }) => instances,
        )) {
            const age = launched === undefined ? 0 : Math.floor((context.time.getTime() - launched.getTime()) / DAY_MS);
            const evaluation = age > days ? nonCompliant(`The instance was launched ${age} days ago.`) : compliant();
            yield { resourceType: "AWS::EC2::Instance", resourceId, ...evaluation };
        }
    }
}
