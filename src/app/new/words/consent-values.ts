/** What a cell says about consent: unsubscribed, subscribed, never asked, or just yes or no. */
export type ConsentWord = 'out' | 'in' | 'never' | 'yes' | 'no';

/** Words that are only used about consent, so that a column with one of them is about it, whatever its name. */
const TELLING: Readonly<Record<string, ConsentWord>> = {
  ...each('out', 'unsubscribed, unsubscribe, globally unsubscribed, opted out, opt out, optout, optedout'),
  ...each('out', 'cleaned, do not email, do not contact, do not mail, marked as spam, reported as spam'),
  ...each('out', 'email suppressed, email blacklisted, unsubscribed by admin, unsubscribed from emails'),
  ...each('in', 'subscribed, opted in, opt in, optin, optedin, resubscribed, explicit consent'),
  ...each('never', 'never subscribed, not subscribed, nonsubscribed, non subscribed, unconfirmed'),
  ...each('never', 'pending confirmation, no consent, not opted in, never opted in'),
};
/** Words that say something about consent if the column is about it. */
const OTHERS: Readonly<Record<string, ConsentWord>> = {
  ...each('out', 'out, bounced, hard bounced, hard bounce, bounce, blacklisted, blocklisted, blocked'),
  ...each('out', 'suppressed, complained, complaint, spam, spam complaint, abuse, junk, invalid, cancelled'),
  ...each('out', 'canceled, withdrawn, revoked, denied, refused, rejected, disabled, declined, removed'),
  ...each('in', 'in, active, confirmed, express, explicit, granted, consented, given, enabled, allowed'),
  ...each('in', 'accepted, approved, verified, valid, single opt in, double opt in'),
  ...each('never', 'pending, transactional, implicit, implied, not set, not given, not asked, inactive'),
  ...each('yes', 'true, t, yes, y, 1, on, x, ✓, ✔, ☑, checked, si, sí, oui, ja, sim, da, vrai, wahr'),
  ...each('no', 'false, f, no, n, 0, off, unchecked, ☐, non, nein, nee, nao, não, faux, falsch'),
};

/** What a cell says. `telling`: the word occurs in no other sort of column. Undefined: it has no known meaning. */
export function consentWord(
  text: string,
): { readonly word: ConsentWord; readonly telling: boolean } | undefined {
  const listed = listIn(text);
  if (listed !== undefined) return { word: listed ? 'yes' : 'no', telling: false };
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  const telling = Object.hasOwn(TELLING, plain) ? TELLING[plain] : undefined;
  if (telling !== undefined) return { word: telling, telling: true };
  const word = Object.hasOwn(OTHERS, plain) ? OTHERS[plain] : undefined;
  return word === undefined ? undefined : { word, telling: false };
}

/** Klaviyo lists why somebody gets no emails: `[]` or `['UNSUBSCRIBE']`. Whether the list has elements; undefined for other texts. */
function listIn(text: string): boolean | undefined {
  const inside = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1];
  return inside === undefined ? undefined : inside.trim() !== '';
}

function each(word: ConsentWord, texts: string): Record<string, ConsentWord> {
  return Object.fromEntries(texts.split(', ').map((text) => [text, word]));
}
