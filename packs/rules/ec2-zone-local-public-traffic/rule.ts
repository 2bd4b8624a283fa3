// Traffic between public addresses leaves the VPC and is billed in both directions, though both ends are in one Availability
// Zone, where traffic between private addresses is free. No configuration item shows it: VPC flow logs do.
import { type Context, compliant, nonCompliant, notApplicable, type ResourceEvaluation } from "#rule";
import { flowLogs } from "./flow-logs.ts";
import { type Instance, runningInstances } from "./instances.ts";
import { sentBytes } from "./traffic.ts";

export async function* evaluateAccount(
    { hours }: { readonly hours: number },
    context: Context,
): AsyncGenerator<ResourceEvaluation> {
    const instances = await runningInstances(context);
    const logs = await flowLogs(context);
    const addresses = new Map(instances.flatMap((instance) => instance.publicAddresses.map((one) => [one, instance])));
    const { sent, readable } = await sentBytes(logs, [...addresses.keys()], hours, context);
    for (const instance of instances) {
        const places = [instance.vpc, ...instance.subnets, ...instance.interfaces];
        const isLogged = places.some((place) => readable.has(place));
        const receivers = isLogged ? receiversOf(instance, sent, addresses) : [];
        const [most] = receivers;
        yield {
            resourceType: "AWS::EC2::Instance",
            resourceId: instance.id,
            ...(!isLogged
                ? notApplicable(`${instance.vpc} has no flow log in CloudWatch Logs that shows it`)
                : most === undefined
                  ? compliant()
                  : nonCompliant(
                        `${megabytes(receivers)} MB in ${hours} hours to public addresses in ${instance.zone}, most of it to ` +
                            `${most.to} at ${most.address}; private ones are free of charge`,
                    )),
        };
    }
}

interface Received {
    readonly to: string;
    readonly address: string;
    readonly bytes: number;
}

/** Other instances of the zone that were sent something at a public address; the one with the most first. */
function receiversOf(
    sender: Instance,
    sent: ReadonlyMap<string, ReadonlyMap<string, number>>,
    addresses: ReadonlyMap<string, Instance>,
): Received[] {
    return sender.interfaces
        .flatMap((one) => [...(sent.get(one) ?? [])])
        .flatMap(([address, bytes]): Received[] => {
            const receiver = addresses.get(address);
            return receiver !== undefined && receiver.id !== sender.id && receiver.zone === sender.zone
                ? [{ to: receiver.id, address, bytes }]
                : [];
        })
        .sort((a, b) => b.bytes - a.bytes || a.address.localeCompare(b.address));
}

function megabytes(received: readonly Received[]): string {
    return (received.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1);
}
