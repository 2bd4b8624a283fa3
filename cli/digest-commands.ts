/** The command that shows what the digest says. */
import { Argument, type Command, Option } from "commander";
import { digestPreview, type DigestOptions } from "./digest.ts";
import { DIGEST_FORMATS } from "./digest/formats.ts";
import { GROUPS, helpText } from "./help.ts";
import { scopeOptions } from "./scope-options.ts";
import type { Terminal } from "./terminal.ts";

/** @param end takes the exit code */
export function addDigestCommands(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    scopeOptions(
        program
            .command("digest")
            .helpGroup(GROUPS.account)
            .summary("see the digest before it is sent")
            .description("ask AWS Config what is compliant right now, and write the mail that the digest would send")
            .addArgument(new Argument("<action>", "preview: write it, send nothing").choices(["preview"])),
        { everywhere: true },
    )
        .addOption(
            new Option(
                "-f, --format <format>",
                "how to write: eml is the whole message (default: as the file ends, else text)",
            ).choices(DIGEST_FORMATS),
        )
        .option("-o, --output <file>", "write to a file")
        .option(
            "--against <where>",
            "tell what is new and resolved since the last snapshot of a folder, or of s3://<bucket>/<prefix>",
        )
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs digest preview --stack prod", "as text"],
                    ["packs digest preview --stack prod --output mail.html", "as HTML, for the browser"],
                    ["packs digest preview --against s3://<bucket>/digests/prod/", "since the last digest"],
                    ["packs digest preview --format eml --output mail.eml", "for a mail program"],
                ],
                remarks:
                    "It only reads, and sends nothing. Credentials: as for the AWS CLI; those of the account that has the\n" +
                    "aggregator. What a digest says, and how it is set up: docs/digest.md.",
                exitCodes: {
                    success: "the mail is written",
                    errors: "AWS cannot be asked, there is nothing to compare with, or stack or waivers have errors",
                    usage: "an unknown stack",
                },
            }),
        )
        .action(async (_action: string, options: DigestOptions) => {
            end(await digestPreview(root, options, terminal));
        });
}
