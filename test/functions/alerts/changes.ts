/** Changes and configurations for tests of the alert function. */
import type { Change } from "../../../functions/alerts/change.ts";
import type { AlertConfiguration } from "../../../lib/alerts/configuration.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`;
export const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:pager`;
export const NOW = new Date("2026-11-23T10:00:00Z");

/** Four rules of each severity and of none, with routes to a topic and, of what is worst, to a queue too. */
export function configurationOf(changes: Partial<AlertConfiguration> = {}): AlertConfiguration {
    const severities = ["critical", "high", "medium", "low", undefined] as const;
    return {
        stack: "test",
        partition: "aws",
        rules: severities.flatMap((severity) =>
            [1, 2, 3, 4].map((number) => ({
                pack: number % 2 === 0 ? "even" : "odd",
                name: `${severity ?? "some"}-${number}`,
                logicalId: `Rule${number}`,
                ...(severity !== undefined && { severity }),
                controls: [{ framework: "CIS", id: `${number}.1` }],
            })),
        ),
        waivers: [],
        routes: {
            critical: [TOPIC, QUEUE],
            high: [QUEUE],
            medium: [TOPIC],
            low: [],
            recording: [TOPIC, QUEUE],
            default: [TOPIC],
        },
        quietMinutes: 15,
        messageLimit: 5,
        resolved: true,
        ...changes,
    };
}

let lastId = 0;

/** A security group that ceases to comply with a rule of a pack. */
export function changeOf(changes: Partial<Change> = {}): Change {
    lastId += 1;
    return {
        id: `event-${lastId}`,
        kind: "failing",
        subject: "high-1-conformance-pack-abcdefghi",
        account: ACCOUNT,
        region: REGION,
        resourceType: "AWS::EC2::SecurityGroup",
        resourceId: "sg-1",
        since: "2026-11-23T09:59:00.000Z",
        before: "COMPLIANT",
        ...changes,
    };
}
