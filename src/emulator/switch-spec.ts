import type { Switches } from './switches.ts';
import { parseVersion } from './version.ts';

type Name = keyof Switches;
type Values = 'on or off' | 'a whole number' | 'a version' | readonly (string | number)[];

/** What each switch takes. */
const VALUES: Readonly<Record<Name, Values>> = {
  inLimit: 'a whole number',
  orInOr: 'on or off',
  listOptionCheck: 'on or off',
  stringTooLong: ['truncate', 'refuse'],
  sameNameAcrossModels: 'on or off',
  attributeLimit: 'a whole number',
  contactLimit: 'a whole number',
  emailConflict: 'on or off',
  mergedExternalIdConflict: 'on or off',
  retryAfter: 'on or off',
  requireAccept: 'on or off',
  defaultVersion: 'a version',
  unarchiveDeleted: [400, 500],
  earlyUpdatedAt: 'on or off',
  requestIdInErrors: 'on or off',
  repeatedDetach: ['not_found', 'ok'],
  companyLookup: ['list', 'bare'],
};

/** The switches as a spec names them: `or-in-or`. */
export const SWITCH_NAMES: readonly string[] = Object.keys(VALUES).map(kebab);

/** One switch such as `or-in-or=off`; a string says why it cannot be read. */
export function readSwitch(text: string, value: string): Partial<Switches> | string {
  const name = switchNames().find((known) => kebab(known) === text);
  if (name === undefined) return `no switch "${text}"; there are seed, ${SWITCH_NAMES.join(', ')}`;
  const values = VALUES[name];
  const read = readValue(values, value);
  if (read === undefined) return `${text} takes ${typeof values === 'string' ? values : values.join(' or ')}`;
  return { [name]: read };
}

function readValue(values: Values, text: string): string | number | boolean | undefined {
  switch (values) {
    case 'on or off':
      return text === 'on' || text === 'off' ? text === 'on' : undefined;
    case 'a whole number':
      return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    case 'a version':
      return parseVersion(text) === undefined ? undefined : text;
    default:
      return values.find((known) => String(known) === text);
  }
}

function switchNames(): Name[] {
  // VALUES has the keys of Switches and no others.
  return Object.keys(VALUES) as Name[];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
