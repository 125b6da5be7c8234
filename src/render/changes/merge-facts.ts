import { type Change, isMembership } from '../../types/change.ts';
import { movesText } from '../../types/merge-moves.ts';
import { readMergeNotes, type Shared } from '../../types/merge-notes.ts';
import type { Changes } from '../../types/plan.ts';
import { type GistRoom, gistPart } from '../words/gist.ts';
import { inert } from '../words/inert.ts';
import { type PairWords, pairText } from './merge-words.ts';

/** What a reviewer wants to know of a merge; everything is inert. */
export interface MergeFacts extends PairWords {
  /** What the user has only after the merge: `name Ada L.`, `tags + web`. */
  readonly gets: readonly string[];
  /** What Intercom says of the merge: what moves, what of the lead is lost, why it would be refused. Empty where it was not asked. */
  readonly foretold: readonly string[];
}

const WORDS: Readonly<Record<Shared, string>> = {
  email: 'email',
  phone: 'only the phone',
  both: 'email and phone',
  neither: 'neither email nor phone',
};

/** Fields of a merge that say how it is made, not what the user gets. */
const OWN: ReadonlySet<string> = new Set(['into', 'skip_duplicate_validation']);

/** Reads a merge, masked or not. */
export function mergeFacts(change: Change, room?: GistRoom): MergeFacts {
  const { lead, user, shared } = readMergeNotes(change.notes);
  const gets = Object.entries(change.fields).flatMap(([path, field]) =>
    OWN.has(path) ? [] : [gistPart(path, isMembership(field) ? field : { after: field.after }, room)],
  );
  return {
    lead: inert(lead ?? change.id ?? change.address),
    user: inert(user ?? intoOf(change)),
    shares: shared === undefined ? '' : WORDS[shared],
    isDoubtful: isDoubtful(change),
    gets,
    foretold: foretoldOf(change, room),
  };
}

function foretoldOf({ context, fields }: Change, room: GistRoom | undefined): readonly string[] {
  const preview = context?.preview;
  if (preview === undefined) return [];
  if (!preview.allowed)
    return preview.reasons.map(({ code, message }) => inert(`Intercom refuses: ${message || code}`));
  const words = preview.fields.flatMap(({ path, outcome, from }) => {
    if (outcome === 'merged' || (outcome === 'adopted' && path in fields)) return [];
    const gist = gistPart(path, { after: from }, room);
    return [outcome === 'adopted' ? `takes ${gist}` : `loses ${gist}`];
  });
  const more = preview.fields_total - preview.fields.length;
  const moves = movesText(preview.moves);
  return [
    ...(moves === '' ? [] : [`moves ${moves}`]),
    ...words,
    ...(more > 0 ? [`and ${more} more fields`] : []),
  ];
}

/** Who becomes part of whom, and what they have in common. */
export function pairWords(change: Change): string {
  return `lead ${pairText(mergeFacts(change))}`;
}

/** The notes without the one that says who is merged into whom. */
export function otherNotes({ action, notes }: Change): readonly string[] {
  return action === 'merge' ? notes.filter((note) => readMergeNotes([note]).lead === undefined) : notes;
}

/** Whether the two share less than an email. */
export function isDoubtful(change: Change): boolean {
  if (change.action !== 'merge') return false;
  const { shared } = readMergeNotes(change.notes);
  return shared === 'phone' || shared === 'neither';
}

/** At most `most` changes, doubtful merges first. */
export function doubtfulFirst(changes: Changes, most = Number.POSITIVE_INFINITY): readonly Change[] {
  const [doubtful, others]: [Change[], Change[]] = [[], []];
  for (const change of changes) {
    const list = isDoubtful(change) ? doubtful : others;
    if (list.length < most) list.push(change);
  }
  return [...doubtful, ...others].slice(0, most);
}

function intoOf({ fields }: Change): string {
  const into = fields['into'];
  return into !== undefined && !isMembership(into) && typeof into.after === 'string' ? into.after : '';
}
