// An image gets older without a change that AWS Config would notice, so that the rule runs on a schedule. What was patched
// within a running instance does not show: instances are replaced, not repaired.
import { EC2Client, type Image, paginateDescribeImages, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import { compliant, type Context, type Evaluation, nonCompliant, type ResourceEvaluation } from "#rule";

const DAY_MS = 86_400_000;
/** As many values as a filter takes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Using_Filtering.html */
const FILTER_VALUES = 200;

export async function* evaluateAccount(
    { days }: { readonly days: number },
    context: Context,
): AsyncGenerator<ResourceEvaluation> {
    const client = context.client(EC2Client);
    const known = new Map<string, Image | undefined>();
    const existing = [{ Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] }];
    for await (const { Reservations: reservations = [] } of paginateDescribeInstances(
        { client },
        { Filters: existing },
    )) {
        const instances = reservations.flatMap(({ Instances: inside = [] }) => inside);
        await lookUp(
            client,
            instances.flatMap(({ ImageId: id }) => (id === undefined || known.has(id) ? [] : [id])),
            known,
        );
        for (const { InstanceId: resourceId = "", ImageId: imageId = "" } of instances) {
            const evaluation = evaluate(imageId, known.get(imageId), days, context.time);
            yield { resourceType: "AWS::EC2::Instance", resourceId, ...evaluation };
        }
    }
}

function evaluate(imageId: string, image: Image | undefined, days: number, now: Date): Evaluation {
    const created = Date.parse(image?.CreationDate ?? "");
    if (Number.isNaN(created)) {
        return nonCompliant(`The image ${imageId} is gone, or no longer shared: nobody can tell its age.`);
    }
    const age = Math.floor((now.getTime() - created) / DAY_MS);
    return age > days
        ? nonCompliant(`The image ${imageId} (${image?.Name ?? "without a name"}) is ${age} days old.`)
        : compliant();
}

/** By a filter: asked for by their IDs, one image that is gone would fail the request for all. */
async function lookUp(client: EC2Client, ids: readonly string[], known: Map<string, Image | undefined>): Promise<void> {
    const wanted = [...new Set(ids)];
    wanted.forEach((id) => known.set(id, undefined));
    for (let start = 0; start < wanted.length; start += FILTER_VALUES) {
        const Filters = [{ Name: "image-id", Values: wanted.slice(start, start + FILTER_VALUES) }];
        const request = { Filters, IncludeDeprecated: true, IncludeDisabled: true };
        for await (const { Images: images = [] } of paginateDescribeImages({ client }, request)) {
            images.forEach((image) => known.set(image.ImageId ?? "", image));
        }
    }
}
