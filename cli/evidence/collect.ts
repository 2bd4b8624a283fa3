/** Everything that goes into an evidence folder, one pass over what AWS says. */
import type { FrameworkCoverage } from "../../lib/coverage/framework.ts";
import { summaryOf } from "../../lib/coverage/report.ts";
import { readEvaluations } from "../../lib/compliance/evaluation-rows.ts";
import type { EvidenceFile, Manifest } from "../../lib/evidence/manifest.ts";
import { packVersions } from "../../lib/evidence/pack-versions.ts";
import { AssessmentResults, TooManyResourcesError } from "../../lib/oscal/assessment-results.ts";
import type { ReferredFile } from "../../lib/oscal/complete-document.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { packsOfAllRegions, regionsOf } from "../../lib/plan/regions.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { isExpired } from "../../lib/waivers/expiry.ts";
import { WAIVERS_FILE } from "../../lib/waivers/schema.ts";
import type { Inquiry } from "../compliance/inquiry.ts";
import { csvWriter, jsonLinesWriter } from "../export/formats.ts";
import { evaluationProgress } from "../export/progress.ts";
import type { Terminal } from "../terminal.ts";
import { readVersion } from "../version.ts";
import { unansweredControls } from "./asked-framework.ts";
import { readAwsState } from "./aws-state.ts";
import type { EvidenceFolder } from "./evidence-folder.ts";
import { guide } from "./guide.ts";
import { sourceCommit } from "./source-commit.ts";

export interface Collection extends Inquiry {
    readonly root: string;
    readonly files: ProjectFiles;
    readonly plan: DeploymentPlan;
    readonly coverage: FrameworkCoverage;
    readonly terminal: Terminal;
    /** Throws where nobody waits any more. */
    readonly goOn: () => void;
}

const EVALUATIONS_CSV = "compliance/evaluations.csv";
const EVALUATIONS_LINES = "compliance/evaluations.jsonl";

/** @returns the top hash, and what could not be had */
export async function collect(
    folder: EvidenceFolder,
    collection: Collection,
): Promise<{ readonly hash: string; readonly remarks: readonly string[] }> {
    const { plan, coverage, source, at, goOn } = collection;
    const packs = await writePacks(folder, collection);
    const planFile = await folder.writeJson("plan.json", "the deployment plan of the stack", plan);
    await folder.writeJson("coverage.json", "the framework's controls and what answers them", {
        summary: summaryOf(coverage),
        coverage,
    });
    await writeWaivers(folder, collection);
    goOn();
    const regions =
        source.scope.kind === "account" ? source.scope.regions : regionsOf(plan).map(({ region }) => region);
    const organization = packsOfAllRegions(plan).some(({ pack }) => pack.target === "organization");
    await folder.writeJson(
        "aws/state.json",
        "recorders, delivery channels, retention and packs as AWS describes them",
        await readAwsState(source.scope, regions, organization),
    );
    goOn();
    const { results, evaluations } = await writeEvaluations(folder, collection);
    const remarks = [...packs.remarks];
    if (results === undefined) {
        remarks.push("more does not comply than an OSCAL document can name: there is no assessment-results.json");
    } else {
        await folder.writeJson(
            "assessment-results.json",
            "assessment results of OSCAL",
            results.document({ plan: referred(planFile), others: evaluations.map(referred) }),
        );
    }
    const manifest: Omit<Manifest, "files"> = {
        format: "conformance-packs evidence 1",
        framework: coverage.framework,
        stack: plan.stack,
        scope: source.scope,
        collected: at,
        tool: { name: "conformance-packs", version: readVersion(), node: process.version },
        ...(packs.commit !== undefined && { commit: packs.commit }),
        ...(remarks.length > 0 && { remarks }),
    };
    await folder.writeText("README.md", "what is in the folder, and how to verify it", guide(manifest));
    return { hash: await folder.finish(manifest), remarks };
}

async function writePacks(
    folder: EvidenceFolder,
    { root, files, plan }: Collection,
): Promise<{ readonly commit?: NonNullable<Manifest["commit"]>; readonly remarks: readonly string[] }> {
    const commit = sourceCommit(root, files);
    const versions = packVersions(plan, files);
    const sources = new Set(versions.flatMap((version) => version.sources.map(({ file }) => file)));
    await folder.writeJson(
        "packs.json",
        "each pack with the hashes of its source and of its template",
        versions.map(({ template: { text: _, ...template }, ...version }) => ({
            ...version,
            sources: version.sources.map((one) => ({
                ...one,
                ...(commit !== undefined && { commit: commit.hash, unchanged: commit.isUnchanged(one.file) }),
            })),
            template,
        })),
    );
    for (const { file, copy } of distinct(versions.flatMap((version) => version.sources))) {
        if (copy !== undefined) {
            await folder.writeText(copy, `source of packs: ${file}`, files.read(file) ?? "");
        }
    }
    for (const { pack, region, template } of versions) {
        const title = `template of the pack ${pack} in ${region}, as AWS gets it`;
        await folder.writeText(template.copy ?? "", title, template.text);
    }
    return commit === undefined
        ? { remarks: ["the project is in no git repository: its packs have no commit"] }
        : {
              commit: { hash: commit.hash, packsUnchanged: [...sources].every((file) => commit.isUnchanged(file)) },
              remarks: [],
          };
}

async function writeWaivers(folder: EvidenceFolder, { files, waivers, on }: Collection): Promise<void> {
    await folder.writeJson(
        "waivers.json",
        "accepted findings with owner and last day",
        waivers.map(({ rule, account, resource, reason, owner, expiry }) => {
            return { rule, account, resource, reason, owner, expiry, holds: !isExpired(expiry, on) };
        }),
    );
    const text = files.read(WAIVERS_FILE);
    if (text !== undefined) {
        await folder.writeText(`sources/${WAIVERS_FILE}`, "source of the waivers", text);
    }
}

async function writeEvaluations(
    folder: EvidenceFolder,
    { source, plan, coverage, waivers, at, on, terminal, goOn }: Collection,
): Promise<{ readonly results?: AssessmentResults; readonly evaluations: readonly EvidenceFile[] }> {
    const { framework } = coverage;
    const filter = { controls: [framework] };
    let results: AssessmentResults | undefined = new AssessmentResults({
        title: `the stack ${plan.stack}`,
        scope: source.scope,
        stack: plan.stack,
        framework,
        unanswered: unansweredControls(coverage),
        collected: at,
        version: readVersion(),
        filter,
        resources: "all",
        evaluations: EVALUATIONS_CSV,
    });
    const evaluations = await folder.writeTogether(
        [
            { path: EVALUATIONS_CSV, title: "the verdict of every rule on every resource" },
            { path: EVALUATIONS_LINES, title: "the same, one object a line" },
        ],
        async ([csv, lines]) => {
            const writers = [...(csv ? [csvWriter(csv)] : []), ...(lines ? [jsonLinesWriter(lines)] : [])];
            for (const writer of writers) {
                await writer.begin();
            }
            const onProgress = evaluationProgress(terminal);
            const reading = { source, plan, waivers, on, filter, resources: "all" as const, onProgress };
            for await (const rows of readEvaluations(reading)) {
                goOn();
                for (const writer of writers) {
                    await writer.add(rows);
                }
                try {
                    rows.forEach((row) => results?.add(row));
                } catch (reason) {
                    if (!(reason instanceof TooManyResourcesError)) {
                        throw reason;
                    }
                    // The rows are complete all the same.
                    results = undefined;
                }
            }
        },
    );
    return { evaluations, ...(results !== undefined && { results }) };
}

function distinct<File extends { readonly file: string }>(files: readonly File[]): File[] {
    return [...new Map(files.map((one) => [one.file, one])).values()];
}

function referred({ path, title, sha256 }: EvidenceFile): ReferredFile {
    const mediaType = path.endsWith(".csv")
        ? "text/csv"
        : path.endsWith(".jsonl")
          ? "application/x-ndjson"
          : "application/json";
    return { title, href: path, mediaType, sha256 };
}
