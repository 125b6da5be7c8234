import { type Change, isRetype } from '../types/change.ts';
import type { Cost, PlanDocument } from '../types/plan.ts';
import { counted, listed, thousands } from './counted.ts';
import { duration } from './duration.ts';
import { inert } from './inert.ts';
import type { Look } from './look.ts';
import { isDoubtful } from './merge-facts.ts';
import { paintFor } from './paint.ts';
import { wrap } from './width.ts';

/**
 * What the plan means beyond its rows: how many contacts, what may be sent to them at once, what cannot be undone, what it
 * costs. Empty for an empty plan.
 */
export function consequences(plan: PlanDocument, look: Look): string[] {
  if (plan.changes.length === 0) return [];
  const paint = paintFor(look.color);
  const lines = consequenceSentences(plan).flatMap((sentence) =>
    wrap(sentence, Math.max(36, look.width - 4)).map((line, index) => `${index > 0 ? '    ' : '  '}${line}`),
  );
  return [paint('bold', 'What this means'), ...lines];
}

/** The same as sentences, for formats that lay them out otherwise. */
export function consequenceSentences(plan: PlanDocument): string[] {
  if (plan.changes.length === 0) return [];
  return [
    ...contactSentences([...plan.changes]),
    ...undoSentences([...plan.changes]),
    costSentence(plan.cost),
  ];
}

function contactSentences(changes: readonly Change[]): string[] {
  const contacts = changes.filter((change) => change.kind === 'contact');
  const created = contacts.filter((change) => change.action === 'create');
  // Who leaves two sets is two changes and one person.
  const changed = new Set(
    contacts.filter((change) => change.action !== 'create').map((change) => change.id ?? change.address),
  ).size;
  if (contacts.length === 0) return [];
  const parts = [
    ...(created.length > 0 ? [`${counted(created.length, 'contact')} created`] : []),
    ...(changed > 0
      ? [`${created.length > 0 ? thousands(changed) : counted(changed, 'contact')} changed`]
      : []),
  ];
  return [`${listed(parts)}.`, messageSentence(created)];
}

/**
 * Messages, series and workflows that are live match contacts as soon as they are created or changed; an attribute in the
 * create request itself is the only way to exclude new ones in time (DESIGN 3.5, on_create).
 */
function messageSentence(created: readonly Change[]): string {
  const warning = 'Live messages, series and workflows whose audience they match may fire at once.';
  if (created.length === 0) return warning;
  const marked = created.filter((change) => (change.context?.on_create?.length ?? 0) > 0);
  const fields = [...new Set(marked.flatMap((change) => change.context?.on_create ?? []))].sort().map(inert);
  if (marked.length === 0) {
    return `${warning} To keep them quiet for new contacts, set an attribute with on_create and exclude it from their audience.`;
  }
  const who =
    marked.length === created.length
      ? 'every new contact'
      : `${thousands(marked.length)} of the ${thousands(created.length)} new contacts`;
  return `${warning} on_create sets ${listed(fields)} on ${who}: exclude it from their audience to keep them quiet.`;
}

function undoSentences(changes: readonly Change[]): string[] {
  const counts = new Map<readonly [string, string], number>();
  for (const change of changes) {
    if (!change.irreversible) continue;
    const noun = isRetype(change) ? RETYPES : NOUNS[change.action];
    counts.set(noun, (counts.get(noun) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const parts = [...counts].map(([noun, count]) => `${thousands(count)} ${noun[count === 1 ? 0 : 1]}`);
  return [`Cannot be undone: ${listed(parts)}.`, ...doubtSentence(changes)];
}

/** Two people of one household or office may share a phone. */
function doubtSentence(changes: readonly Change[]): string[] {
  const count = changes.filter(isDoubtful).length;
  if (count === 0) return [];
  const which = `${count === 1 ? 'shares' : 'share'} no email, only a phone or nothing`;
  return [`Check ${counted(count, 'merge')} that ${which}: they may join two people.`];
}

const RETYPES: readonly [string, string] = ['text that becomes a list', 'texts that become lists'];

const NOUNS: Readonly<Record<Change['action'], readonly [string, string]>> = {
  create: ['create', 'creates'],
  update: ['update', 'updates'],
  convert: ['conversion', 'conversions'],
  merge: ['merge', 'merges'],
  archive: ['archive', 'archives'],
  unarchive: ['unarchive', 'unarchives'],
};

function costSentence({ reads, writes, seconds, recheck }: Cost): string {
  const again =
    recheck === undefined || recheck.reads === 0
      ? ''
      : ` and ${counted(recheck.reads, 're-read')} (${recheck.mode})`;
  return `Took ${counted(reads, 'read')}; applying needs ${counted(writes, 'write')}${again}, at least ${duration(seconds)} under the rate limit.`;
}
