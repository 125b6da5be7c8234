import { type ResourceSwitches, resources } from '../resources/index.ts';
import { parseVersion } from '../version.ts';
import { type RequestSwitches, requestSwitches } from './request.ts';
import type { Switch, SwitchSet } from './switch.ts';

/** How the switches of an emulator stand, in camel case: those of all requests, and those that the resources declare. */
export type Switches = RequestSwitches & ResourceSwitches;

const all: SwitchSet = Object.assign({}, requestSwitches, ...resources.map(({ switches }) => switches));

// Of each switch the value that it takes.
export const DEFAULT_SWITCHES = Object.fromEntries(
  Object.entries(all).map(([name, { usual }]) => [name, usual]),
) as unknown as Switches;

/** The switches as a spec names them: `or-in-or`. */
export const SWITCH_NAMES: readonly string[] = Object.keys(all).map(kebab);

/** One switch such as `or-in-or=off`; a string says why it cannot be read. */
export function readSwitch(text: string, value: string): Partial<Switches> | string {
  const [name, known] = Object.entries(all).find(([one]) => kebab(one) === text) ?? [];
  if (name === undefined || known === undefined)
    return `no switch "${text}"; there are seed, ${SWITCH_NAMES.join(', ')}`;
  const { takes } = known;
  const read = readValue(takes, value);
  if (read === undefined) return `${text} takes ${typeof takes === 'string' ? takes : takes.join(' or ')}`;
  return { [name]: read };
}

function readValue(takes: Switch['takes'], text: string): Switch['usual'] | undefined {
  switch (takes) {
    case 'on or off':
      return text === 'on' || text === 'off' ? text === 'on' : undefined;
    case 'a whole number':
      return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    case 'a version':
      return parseVersion(text) === undefined ? undefined : text;
    default:
      return takes.find((known) => String(known) === text);
  }
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
