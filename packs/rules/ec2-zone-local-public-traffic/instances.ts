import { EC2Client, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import type { Context } from "#rule";

export interface Instance {
    readonly id: string;
    readonly zone: string;
    readonly vpc: string;
    readonly subnets: readonly string[];
    readonly interfaces: readonly string[];
    readonly publicAddresses: readonly string[];
}

/** Every instance that may send something. */
export async function runningInstances(context: Context): Promise<Instance[]> {
    const client = context.client(EC2Client);
    const Filters = [{ Name: "instance-state-name", Values: ["running"] }];
    const instances: Instance[] = [];
    for await (const { Reservations: reservations = [] } of paginateDescribeInstances({ client }, { Filters })) {
        for (const instance of reservations.flatMap(({ Instances: inside = [] }) => inside)) {
            const attached = instance.NetworkInterfaces ?? [];
            instances.push({
                id: instance.InstanceId ?? "",
                zone: instance.Placement?.AvailabilityZone ?? "",
                vpc: instance.VpcId ?? "",
                subnets: texts(attached.map(({ SubnetId: id }) => id)),
                interfaces: texts(attached.map(({ NetworkInterfaceId: id }) => id)),
                // An interface has a public address for each of its private ones, the first of which it repeats.
                publicAddresses: texts(
                    attached.flatMap(({ Association: first, PrivateIpAddresses: all = [] }) => [
                        first?.PublicIp,
                        ...all.map(({ Association: association }) => association?.PublicIp),
                    ]),
                ),
            });
        }
    }
    return instances;
}

function texts(values: readonly (string | undefined)[]): string[] {
    return [...new Set(values.filter((value) => value !== undefined))];
}
