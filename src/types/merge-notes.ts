/** What a lead and the user have in common, which is why Intercom takes them for one person. */
export type Shared = 'email' | 'phone' | 'both' | 'neither';

/** Who becomes part of whom, in the words of a reviewer. */
export interface MergePair {
  /** The email, phone or id of the lead. */
  readonly lead: string;
  /** `user customer-9001`, or the address of a user that the plan creates. */
  readonly user: string;
  readonly shared: Shared;
}

const SHARED: Readonly<Record<Shared, string>> = {
  email: '; they share the email',
  phone: '; they share only the phone',
  both: '; they share the email and the phone',
  neither: '; they share neither email nor phone',
};

const DISAPPEARS = ' disappears; its conversations move to ';

/**
 * The note of a merge. A saved plan says only here who is merged into whom, and `readMergeNotes` reads it back: the two
 * functions belong together.
 */
export function mergeNote({ lead, user, shared }: MergePair): string {
  return `lead ${lead}${DISAPPEARS}${user}${SHARED[shared]}`;
}

/** The pair from the notes of a merge, masked or not. Notes of earlier versions lack some members. */
export function readMergeNotes(notes: readonly string[]): Partial<MergePair> {
  const note = notes.find((one) => one.startsWith('lead ') && one.includes(DISAPPEARS));
  if (note === undefined) return {};
  const shared = (Object.keys(SHARED) as Shared[]).find((one) => note.endsWith(SHARED[one]));
  const who = shared === undefined ? note : note.slice(0, -SHARED[shared].length);
  const at = who.lastIndexOf(DISAPPEARS);
  return {
    lead: who.slice('lead '.length, at),
    user: who.slice(at + DISAPPEARS.length),
    ...(shared === undefined ? {} : { shared }),
  };
}
