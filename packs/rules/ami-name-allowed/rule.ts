// The configuration item of an instance holds the image's ID, and nothing else of it.
import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { compliant, type ConfigurationItem, type Context, type Evaluation, matches, nonCompliant } from "#rule";

interface Instance {
    readonly imageId?: string;
}

interface Given {
    readonly allowedNames: readonly string[];
    readonly deniedImages?: readonly string[];
}

export async function evaluate(
    { configuration: { imageId = "" } }: ConfigurationItem<Instance>,
    { allowedNames, deniedImages = [] }: Given,
    context: Context,
): Promise<Evaluation> {
    if (matches(imageId, deniedImages)) {
        return nonCompliant(`The image ${imageId} is on the deny list.`);
    }
    // By a filter: asked for by its ID, an image that is gone would be an error.
    const { Images: [image] = [] } = await context.client(EC2Client).send(
        new DescribeImagesCommand({
            Filters: [{ Name: "image-id", Values: [imageId] }],
            IncludeDeprecated: true,
            IncludeDisabled: true,
        }),
    );
    if (image === undefined) {
        return nonCompliant(`The image ${imageId} is gone, or no longer shared: nobody can tell its name.`);
    }
    const { Name: name = "" } = image;
    if (matches(name, deniedImages)) {
        return nonCompliant(`The image ${imageId} is on the deny list by its name, ${name}.`);
    }
    return matches(name, allowedNames)
        ? compliant()
        : nonCompliant(`The image ${imageId} has a name that is not allowed: ${name}`);
}
