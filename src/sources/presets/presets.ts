import type { Json } from '../../types/json.ts';
import { mailchimp } from './mailchimp.ts';
import { mixpanel } from './mixpanel.ts';
import type { Preset } from './preset.ts';

const PRESETS: ReadonlyMap<string, Preset> = new Map(
  [mailchimp, mixpanel].map((preset) => [preset.name, preset]),
);

export function presetNamed(name: Json | undefined): Preset | undefined {
  return typeof name === 'string' ? PRESETS.get(name) : undefined;
}
