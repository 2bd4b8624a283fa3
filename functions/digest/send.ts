/** Ways that a digest goes out. */
import { digestMail } from "../../lib/digest/mail.ts";
import type { DigestReport } from "../../lib/digest/report.ts";
import type { DigestTable } from "../../lib/digest/table.ts";
import { digestText } from "../../lib/digest/text.ts";
import { subjectOf } from "../../lib/digest/words.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT_LENGTH = 99;

/**
 * Through Amazon SES, as the message that it is: text and HTML.
 *
 * @returns the message's identifier
 */
export async function sendMail(report: DigestReport, mail: NonNullable<DigestTable["mail"]>): Promise<string> {
    // Loaded only then: a function that counts starts without.
    const { SendEmailCommand, SESv2Client } = await import("@aws-sdk/client-sesv2");
    const { MessageId: id = "" } = await new SESv2Client({}).send(
        new SendEmailCommand({
            FromEmailAddress: mail.from,
            Destination: { ToAddresses: [...mail.to] },
            Content: { Raw: { Data: Buffer.from(digestMail(report, mail), "ascii") } },
        }),
    );
    return id;
}

/**
 * To an SNS topic, as text.
 *
 * @returns the message's identifier
 */
export async function publish(report: DigestReport, topicArn: string): Promise<string> {
    const { PublishCommand, SNSClient } = await import("@aws-sdk/client-sns");
    const region = topicArn.split(":")[3] ?? "";
    const { MessageId: id = "" } = await new SNSClient({ region }).send(
        new PublishCommand({
            TopicArn: topicArn,
            // ASCII only, and it must not begin with a space.
            Subject: subjectOf(report)
                .replaceAll(/[^\x20-\x7e]/g, "?")
                .trim()
                .slice(0, SUBJECT_LENGTH),
            Message: digestText(report),
        }),
    );
    return id;
}
