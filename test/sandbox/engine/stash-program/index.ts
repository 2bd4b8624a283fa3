import * as pulumi from "@pulumi/pulumi";

/** A resource of the engine's own, which needs no plugin: it keeps a value in the state. */
const config = new pulumi.Config();
if (config.getBoolean("fail")) {
    throw new pulumi.RunError("the program refuses this configuration");
}
const kept = new pulumi.Stash("kept", { input: config.require("value") });

export const value = kept.output;
export const project = pulumi.getProject();
export const directory = process.cwd();
