import { isIP } from 'node:net';
import type { EmulatorRequest } from '../message.ts';
import { ControlRefusal } from './refusal.ts';

/** Endings of names that nobody can register: a page on the internet cannot be reached under them. */
const PRIVATE_ENDINGS = ['localhost', 'local', 'internal', 'test'];

/**
 * Refuses what a web page could send that somebody has open beside the emulator. Two ways are known: a page of another site posts
 * here, and then its browser says so in `Origin` or `Sec-Fetch-Site`; or the page's own name is made to lead here, and then that name
 * stands in `Host`. No token is asked for, so these are what is left to go by. A program sends neither of the first two.
 *
 * @param names hosts that the emulator was told to listen at.
 * @throws ControlRefusal
 */
export function checkCaller({ headers }: EmulatorRequest, names: ReadonlySet<string>): void {
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  // In process there is no host, and no browser.
  if (host === undefined) return;
  if (!isPrivate(hostName(host), names))
    throw new ControlRefusal(
      403,
      `${JSON.stringify(host)} could be the name of a page on the internet`,
      'use an IP address, localhost or a name without a dot, or give this name with --host',
    );
  const isForeign = origin !== undefined && originHost(origin) !== host.toLowerCase();
  if (isForeign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new ControlRefusal(
      403,
      'A web page of another address may not control the emulator',
      'call it from a program, or let the server of the page do it',
    );
}

function isPrivate(name: string, names: ReadonlySet<string>): boolean {
  if (names.has(name) || isIP(name) !== 0 || !name.includes('.')) return true;
  return PRIVATE_ENDINGS.some((ending) => name.endsWith(`.${ending}`));
}

/** Without the port and the brackets of an IPv6 address, in lower case, and without the dot of a full name. */
function hostName(host: string): string {
  const text = host.toLowerCase();
  if (text.startsWith('[')) return text.slice(1, text.indexOf(']'));
  return text.split(':')[0]?.replace(/\.$/, '') ?? '';
}

/** Host and port of an origin; undefined for `null` and what is none. */
function originHost(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
