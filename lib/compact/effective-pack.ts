/** A compact pack with everything that it includes: what is compiled. */
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import type { TemplateValue } from "../pack/template-value.ts";
import type { Path } from "../yaml-source.ts";
import type { CompactRule, ParameterDeclaration, UncoveredControls } from "./schema.ts";

/** A value and the lines it came from; a path inside it may come from another file than the rest. */
export interface Placed<Value> {
    readonly value: Value;
    readonly locate: (path: Path) => Location;
}

export interface EffectivePack {
    readonly file: string;
    readonly title?: string;
    readonly description?: string;
    readonly locate: (path: Path) => Location;
    readonly parameters: ReadonlyMap<string, Placed<ParameterDeclaration>>;
    readonly conditions: ReadonlyMap<string, Placed<TemplateValue>>;
    /** By key, disabled ones among them. */
    readonly rules: ReadonlyMap<string, Placed<CompactRule>>;
    readonly resources: ReadonlyMap<string, Placed<TemplateValue>>;
    /** Those of included packs first. */
    readonly notCovered: readonly UncoveredControls[];
}

/** Collects findings at places of any file. */
export class CompactFindings {
    readonly all: Diagnostic[] = [];

    error(location: Location, code: string, message: string, hint?: string): void {
        this.all.push(error(location, { code, message, ...(hint !== undefined && { hint }) }));
    }
}
