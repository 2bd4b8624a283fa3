/** What an auditor reads first. */
import type { Manifest } from "../../lib/evidence/manifest.ts";

export function guide({ framework, stack, collected, remarks = [] }: Omit<Manifest, "files">): string {
    return `# Evidence for ${framework}

What AWS Config said on ${collected} of the resources that the stack ${stack} watches.

## Verify it

    sha256sum -c SHA256SUMS
    sha256sum SHA256SUMS

The first line looks at every file. The second prints the top hash: compare it with the one that was written down when this
folder was made. Where conformance-packs is installed, \`packs evidence --verify <folder> --expect <top hash>\` does both, and
also finds files that were added.

## What is in it

| File | What it is |
| ---- | ---------- |
| manifest.json | when and by what this was made, and every file with its hash |
| assessment-results.json | findings, observations and risks as assessment results of OSCAL |
| coverage.json | each control of the framework: the rules that answer it, or why none does |
| compliance/evaluations.csv | the verdict of every rule on every resource, with waivers |
| compliance/evaluations.jsonl | the same, one object a line, texts unchanged |
| aws/state.json | recorders, delivery channels, retention and packs as AWS describes them |
| packs.json | each pack with the hashes of its source and of its template, and the commit |
| sources/, templates/ | the packs as they were written, and as AWS gets them |
| plan.json | everything that the stack deploys |
| waivers.json | accepted findings with owner and last day |

A rule gives evidence for a control; it does not decide alone that the control is met. A waiver accepts a resource that does
not comply: it stays in every list. In evaluations.csv an apostrophe stands before texts that a spreadsheet would compute.
${remarks.length === 0 ? "" : `\n## What is missing\n\n${remarks.map((remark) => `- ${remark}`).join("\n")}\n`}`;
}
