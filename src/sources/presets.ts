import type { Json } from '../types/json.ts';
import type { ColumnSpec } from './column-spec.ts';
import { mailchimp } from './preset-mailchimp.ts';
import { mixpanel } from './preset-mixpanel.ts';

/** How a preset fills one field. */
export interface PresetColumn
  extends Partial<Pick<ColumnSpec, 'split' | 'zone' | 'countryColumn' | 'other' | 'presentMeans'>> {
  /** Alternatives; the first that the row has a value for is taken. */
  readonly columns: readonly (readonly string[])[];
  readonly values?: Readonly<Record<string, Json>>;
}

/** A known export layout, as data. */
export interface Preset {
  readonly name: string;
  /** Columns that the layout always has one of: without any the file is something else. */
  readonly recognisedBy: readonly string[];
  readonly columns: Readonly<Record<string, PresetColumn>>;
  /** Values that a whole file gives to its rows, by what columns it has and lacks. */
  readonly constants: readonly {
    readonly field: string;
    readonly value: Json;
    readonly has: readonly string[];
    readonly lacks: readonly string[];
  }[];
  /** An external_id of this form names nobody: it is left out, and the row with it where it has no email. */
  readonly anonymous?: RegExp;
  /** Columns that have no place in Intercom: named once, as left out. */
  readonly dropped: ReadonlySet<string>;
}

const PRESETS: ReadonlyMap<string, Preset> = new Map(
  [mailchimp, mixpanel].map((preset) => [preset.name, preset]),
);

export function presetNamed(name: Json | undefined): Preset | undefined {
  return typeof name === 'string' ? PRESETS.get(name) : undefined;
}
