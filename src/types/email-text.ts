import { trimmedIdentity, unseenIn } from './identity-text.ts';

/** An email address, and whether something around it was taken off; or why the text is none. */
export type EmailRead = { readonly email: string; readonly unwrapped: boolean } | { readonly why: string };

/** What nearly every address looks like: it needs no further check. */
const USUAL = /^[\w+-]+(?:\.[\w+-]+)*@(?:[a-z\d]+(?:-+[a-z\d]+)*\.)+[a-z]{2,}$/i;
/** The longest address, and what stands before its @, in characters (RFC 5321, 4.5.3.1). */
const longestAddress = 254;
const longestLocal = 64;
/** The longest label of a domain (RFC 1035, 2.3.4). */
const longestLabel = 63;

const LOOSE = /^[^\s@]+@[^\s@]+$/;

/** ASCII that a local part is written with, unquoted (RFC 5322, 3.2.3), and whatever else is a letter, a digit or a sign. */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~.\-\p{L}\p{M}\p{N}\p{S}]+$/u;
const LABEL = /^(?!-)[a-z\d\-\p{L}\p{M}\p{N}\p{So}]+(?<!-)$/iu;
const NUMBER = /^\d+$/;
/** What programs write for a character that they could not read. */
const LOST = '\ufffd';

/**
 * Reads the address in a text. Spaces and invisible characters around it are ignored; `mailto:a@b`, `<a@b>` and `"Ann"
 * <a@b>`, which mail programs write for a@b, are read as a@b. Nothing else is guessed: an address that is nearly right is
 * somebody else's, or nobody's.
 */
export function readEmail(text: string): EmailRead {
  if (isUsual(text)) return { email: text, unwrapped: false };
  const written = trimmedIdentity(text, 'id');
  const email = unwrapped(written);
  const why = faultOf(email);
  return why === undefined ? { email, unwrapped: email !== written } : { why };
}

/**
 * One @ between two parts without spaces: what Intercom accepts as an email, and what live emails are compared by. A
 * declared person needs an address that `readEmail` reads.
 */
export function looksLikeEmail(text: string): boolean {
  return LOOSE.test(text);
}

/** Whether an address can be read out of the text. */
export function readsAsEmail(text: string): boolean {
  return 'email' in readEmail(text);
}

/** Whether the text is an address as it stands. */
export function isEmail(text: string): boolean {
  if (isUsual(text)) return true;
  const read = readEmail(text);
  return 'email' in read && read.email === text;
}

function isUsual(text: string): boolean {
  return text.length <= longestLocal && USUAL.test(text);
}

function unwrapped(text: string): string {
  const [, name = '', inside] = /^([^<>]*)<([^<>]*)>$/.exec(text) ?? [];
  // Another address beside the one in brackets may be the one that was meant.
  const isName = !name.includes('@') || name.replace(/[\s"']/g, '') === inside?.trim();
  const address = inside === undefined || !isName ? text : trimmedIdentity(inside, 'id');
  const [, mailed] = /^mailto:(?:\/\/)?([^?]*)(?:\?.*)?$/isu.exec(address) ?? [];
  return mailed === undefined ? address : trimmedIdentity(decoded(mailed) ?? address, 'id');
}

/** Links escape some characters: `ada%2Blist@acme.test` is ada+list@acme.test. Undefined where an escape is broken. */
function decoded(link: string): string | undefined {
  try {
    return decodeURIComponent(link);
  } catch {
    return undefined;
  }
}

function faultOf(email: string): string | undefined {
  if (isUsual(email)) return undefined;
  if (email.length > longestAddress) return `it has more than ${longestAddress} characters`;
  const unseen = unseenIn(email, 'id');
  if (unseen !== undefined) return `it holds ${unseen}`;
  if (email.includes(LOST)) return 'it holds U+FFFD, which stands where a character was lost';
  const [local = '', domain, second] = email.split('@');
  if (domain === undefined) return 'it has no @';
  if (second !== undefined) return 'it has more than one @';
  if (local === '') return 'nothing stands before the @';
  if (domain === '') return 'nothing stands behind the @';
  if (email.includes(' ')) return 'it holds a space';
  return localFault(local) ?? domainFault(domain);
}

function localFault(local: string): string | undefined {
  if (local.length > longestLocal) return `more than ${longestLocal} characters stand before the @`;
  if (local.startsWith('.')) return 'it begins with a dot';
  if (local.startsWith("'")) return "it begins with '";
  if (local.endsWith('.')) return 'a dot stands before the @';
  if (local.includes('..')) return 'it holds two dots in a row';
  return LOCAL.test(local) ? undefined : holds(local, LOCAL);
}

function domainFault(domain: string): string | undefined {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  if (last === '') return 'it ends with a dot';
  if (labels.includes('')) return 'it holds a dot too many behind the @';
  for (const label of labels) {
    if (!LABEL.test(label))
      return /^-|-$/.test(label) ? `${label} is no part of a domain` : holds(label, LABEL);
    if (label.length > longestLabel) return `a part of its domain has more than ${longestLabel} characters`;
  }
  if (labels.length < 2) return `${domain} is no whole domain`;
  return NUMBER.test(last) ? `${last} is no end of a domain` : undefined;
}

function holds(part: string, allowed: RegExp): string {
  const found = Array.from(part).find((character) => !allowed.test(character)) ?? part;
  return `it holds ${found}`;
}
