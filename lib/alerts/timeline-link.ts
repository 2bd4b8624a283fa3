/** Where the console shows a resource's timeline. */

/** Host of the console by partition, where it is another one. */
const CONSOLES: Readonly<Record<string, string>> = {
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
};

export interface TimelineOf {
    readonly region: string;
    readonly resourceType: string;
    readonly resourceId: string;
}

/** @param of values as they stand in an address, or variables that are put in later */
export function timelineLink(partition: string, { region, resourceType, resourceId }: TimelineOf): string {
    const console = CONSOLES[partition] ?? "console.aws.amazon.com";
    return `https://${console}/config/home?region=${region}#/resources/timeline?resourceId=${resourceId}&resourceType=${resourceType}`;
}
