import assert from "node:assert/strict";
import { handlers } from "../../../sandbox/provider/handlers/handlers.ts";
import { invokes } from "../../../sandbox/provider/invokes/invokes.ts";
import { Provider } from "../../../sandbox/provider/provider.ts";
import type { Change } from "../../../sandbox/provider/compare-values.ts";
import type { Values } from "../../../sandbox/provider/property.ts";

/** A resource as the engine keeps it between two runs. */
export interface Deployed {
    readonly type: string;
    readonly name: string;
    readonly id: string;
    readonly state: Values;
    readonly inputs: Values;
}

const seed = new Uint8Array(32).fill(7);

/** The steps that the Pulumi engine takes with a provider, one by one, without the engine. */
export class EngineSteps {
    readonly provider: Provider;

    constructor(endpoint: string, configuration: Values = { region: "eu-central-1" }) {
        this.provider = new Provider(new URL(endpoint), handlers, invokes);
        this.provider.configure(configuration);
    }

    /** Check and create, as for a resource that is new in the program. */
    async create(type: string, program: Values, name = "one"): Promise<Deployed> {
        const inputs = this.checked(type, name, program, {});
        const { id, state } = await this.provider.create({ type, name }, inputs, 0, false);
        return { type, name, id, state, inputs };
    }

    /** The inputs that Check completes; fails where it finds fault. */
    checked(type: string, name: string, program: Values, olds: Values): Values {
        const { inputs, failures } = this.provider.check({ type, name }, program, olds, seed);
        assert.deepEqual(failures, []);
        return inputs;
    }

    /** What a program would change. */
    diff(deployed: Deployed, program: Values): { changes: Change[]; inputs: Values; deleteBeforeReplace: boolean } {
        const inputs = this.checked(deployed.type, deployed.name, program, deployed.inputs);
        return { inputs, ...this.provider.diff(deployed, deployed.state, inputs, []) };
    }

    async update(deployed: Deployed, program: Values): Promise<Deployed> {
        const inputs = this.checked(deployed.type, deployed.name, program, deployed.inputs);
        const state = await this.provider.update(deployed, deployed.id, deployed.state, inputs, 0, false, []);
        return { ...deployed, state, inputs };
    }

    /** What a refresh finds, or undefined where the resource is gone. */
    async refresh(deployed: Deployed): Promise<Deployed | undefined> {
        const found = await this.provider.read(deployed, deployed.id, deployed.state, deployed.inputs);
        return found && { ...deployed, ...found };
    }

    async import(type: string, importId: string, name = "one"): Promise<Deployed | undefined> {
        const found = await this.provider.read({ type, name }, importId, {}, {});
        return found && { type, name, ...found };
    }

    async delete(deployed: Deployed): Promise<void> {
        await this.provider.delete(deployed, deployed.id, deployed.state, 0);
    }
}
