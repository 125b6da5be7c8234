import { looksLikeEmail } from '../../types/email-text.ts';
import { replaceEmails, replaceEncodedEmails } from './find-emails.ts';
import type { MaskDigest } from './mask-digest.ts';

/** E.164: + and 7 to 15 digits, the first not 0; people put spaces, dots, dashes and brackets between them. */
const PHONE = /\+[1-9](?:[ ().-]{0,2}\d){6,14}(?!\d)/g;
const ENCODED_PHONE = /%2B[1-9](?:(?:%20|%28|%29|[().-]){0,2}\d){6,14}(?!\d)/gi;

/** The text with everything that parses as an email or an E.164 number replaced (design 6.3), percent-encoded or not. */
export function maskContacts(text: string, digest: MaskDigest): string {
  let masked = text;
  if (masked.includes('%')) {
    masked = replaceEncodedEmails(masked, (found) => digest(decoded(found)));
    masked = masked.replace(ENCODED_PHONE, (found) => digest(digitsOf(decoded(found))));
  }
  masked = replaceEmails(masked, digest);
  if (masked.includes('+')) masked = masked.replace(PHONE, (found) => digest(digitsOf(found)));
  return masked;
}

/** The same with as many dots as there were characters, so that everything else stays in its column. */
export function blankContacts(text: string): string {
  const dots = (found: string) => '•'.repeat(found.length);
  const withoutEncoded = replaceEncodedEmails(text, dots).replace(ENCODED_PHONE, dots);
  return replaceEmails(withoutEncoded, dots).replace(PHONE, dots);
}

/** One @ between two non-empty parts (design 3.6), or an E.164 number: what is masked whole, whatever else is in it. */
function isContactKey(text: string): boolean {
  if (text.includes('@') && looksLikeEmail(text.trim())) return true;
  return /^\+[1-9]\d{6,14}$/.test(text.trim());
}

/** An address with every segment masked that is an email or a phone number once it is decoded; all others stay. */
export function maskAddress(address: string, digest: MaskDigest): string {
  if (!/[@+]|%40|%2B/i.test(address)) return address;
  return address
    .split('/')
    .map((segment) => {
      const plain = decoded(segment);
      return isContactKey(plain) ? digest(plain) : maskContacts(segment, digest);
    })
    .join('/');
}

/** The name of the kind that an address begins with. */
export function kindIn(address: string): string {
  return address.split('/', 1)[0] ?? '';
}

function digitsOf(phone: string): string {
  return `+${phone.replace(/\D/g, '')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A text that is an email or a phone number as a whole, or holds some. */
export function keyOrText(text: string, digest: MaskDigest): string {
  // Most values hold nothing that an email, a phone number or an encoded one needs.
  if (!/[@+%]/.test(text)) return text;
  return isContactKey(text) ? digest(text) : maskContacts(text, digest);
}
