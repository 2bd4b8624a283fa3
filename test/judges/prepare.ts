/** Gets the judges from npm's registry and PyPI, so that the tests find them; run by .ci/run. */
import { prepareAwsGuard } from "./awsguard/awsguard.ts";
import { prepareCheckov } from "./checkov/checkov.ts";
import { prepareParliament } from "./parliament/parliament.ts";

await Promise.all([prepareAwsGuard(), prepareParliament(), prepareCheckov()]);
