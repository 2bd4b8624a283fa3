import type { Values } from "../../../sandbox/provider/property.ts";
import type { ResourceCase } from "./case-surroundings.ts";

const widget = (text: string): Values => ({ type: "text", width: 6, height: 3, properties: { markdown: text } });

const target = (arn: string, roleArn: string): Values => ({
    arn,
    roleArn,
    input: '{"kind":"digest"}',
    retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
});

/** Schedules, dashboards and identities that mail is sent by. */
export const digestCases: readonly ResourceCase[] = [
    {
        type: "aws:scheduler/schedule:Schedule",
        program: ({ queueArn, roleArn }) => ({
            name: "case",
            scheduleExpression: "cron(0 7 ? * MON *)",
            scheduleExpressionTimezone: "Europe/Berlin",
            flexibleTimeWindow: { mode: "OFF" },
            target: target(queueArn, roleArn),
        }),
        change: { description: "b", scheduleExpression: "rate(1 hour)", scheduleExpressionTimezone: "UTC" },
        replacement: { name: "other" },
    },
    {
        type: "aws:cloudwatch/dashboard:Dashboard",
        program: () => ({ dashboardName: "case", dashboardBody: JSON.stringify({ widgets: [widget("a")] }) }),
        change: { dashboardBody: JSON.stringify({ widgets: [widget("b")] }) },
        replacement: { dashboardName: "other" },
    },
    {
        type: "aws:sesv2/emailIdentity:EmailIdentity",
        program: () => ({ emailIdentity: "security@example.org", tags: { a: "1" } }),
        replacement: { emailIdentity: "example.org" },
    },
];
