import { EC2Client, paginateDescribeFlowLogs } from "@aws-sdk/client-ec2";
import type { Context } from "#rule";

export interface FlowLog {
    /** The VPC, subnet or network interface of which it records the traffic. */
    readonly place: string;
    readonly logGroup: string;
    /** In the order of its records: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
    readonly fields: readonly string[];
}

/** The format of logs that say none. */
const DEFAULT_FORMAT =
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} " +
    "${bytes} ${start} ${end} ${action} ${log-status}";

const NEEDED = ["interface-id", "dstaddr", "bytes"];

/** Those that can be asked who sent how much to whom: of accepted traffic, in CloudWatch Logs of this account. */
export async function flowLogs(context: Context): Promise<FlowLog[]> {
    const client = context.client(EC2Client);
    const Filter = [{ Name: "log-destination-type", Values: ["cloud-watch-logs"] }];
    const logs: FlowLog[] = [];
    for await (const { FlowLogs: found = [] } of paginateDescribeFlowLogs({ client }, { Filter })) {
        for (const log of found) {
            const fields = (log.LogFormat ?? DEFAULT_FORMAT).split(" ").map((field) => field.replace(/^\$\{|\}$/g, ""));
            if (
                log.FlowLogStatus === "ACTIVE" &&
                log.TrafficType !== "REJECT" &&
                log.DeliverCrossAccountRole === undefined &&
                log.LogGroupName !== undefined &&
                log.ResourceId !== undefined &&
                NEEDED.every((field) => fields.includes(field))
            ) {
                logs.push({ place: log.ResourceId, logGroup: log.LogGroupName, fields });
            }
        }
    }
    return logs;
}
