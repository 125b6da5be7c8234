import type { Change } from '../../types/change.ts';
import { describe } from '../changes/group-changes.ts';
import { groupCount, groupParts } from '../changes/group-words.ts';
import { changesIdentity } from '../changes/identity-fields.ts';
import { mergeFacts } from '../changes/merge-facts.ts';
import { CHECK, userName } from '../changes/merge-words.ts';
import type { IsBlocked } from '../changes/shapes.ts';
import type { Mask } from '../mask/mask.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { displayWidth, wrap } from '../terminal/width.ts';
import { BLOCKED_GLYPH, GLYPHS } from '../view/plan-words.ts';
import { inert } from '../words/inert.ts';
import { INKS, reasonOf } from './change-block.ts';
import { compactRow } from './compact-row.ts';

const INDENT = '      ';
/** Holds the words of a name together until it is printed. */
const NO_BREAK = '\u00a0';

export interface GraveOptions extends Look {
  readonly mask?: Mask | undefined;
  readonly isBlocked: IsBlocked;
}

/** A change as it is shown. */
interface Shown {
  readonly change: Change;
  readonly blocked: boolean;
}

/**
 * Irreversible and destructive changes a line each, under the reason that they have in common:
 *
 *   left the set; takes off 1 of the tags:
 *     ~ contact/beta/customer-1  tags - beta
 */
export function graveRows(changes: readonly Change[], options: GraveOptions): string[] {
  const paint = paintFor(options.color);
  return bucketed(shownOf(changes, options), ({ change }) => reasonOf(change)).flatMap((bucket) => [
    ...wrap(`${inert(reasonOf(bucket[0].change))}:`, options.width - 4).map(
      (line, index) => `${index === 0 ? '  ' : '    '}${paint('dim', line)}`,
    ),
    ...bucket.flatMap(({ change, blocked }) => compactRow(change, { ...options, blocked })),
  ]);
}

/**
 * The same where lines are not enough: every one is still named, in paragraphs of one kind, action and reason. What changes an
 * email, a phone, an id, a role or a subscription as well keeps its line.
 *
 *   » 97 merges that share email: the user gets name of 80, tags + web
 *       why: …
 *       ada@acme.test → ada, bob@acme.test → bob
 */
export function graveParagraphs(changes: readonly Change[], options: GraveOptions): string[] {
  const paint = paintFor(options.color);
  const keyOf = ({ change, blocked }: Shown) => {
    const shares = change.action === 'merge' ? mergeFacts(change).shares : '';
    return JSON.stringify([change.kind, change.action, blocked, reasonOf(change), shares]);
  };
  const room = options.width - INDENT.length;
  return bucketed(shownOf(changes, options), keyOf).flatMap((bucket) => {
    const [{ change: first, blocked }] = bucket;
    const glyph = `${blocked ? `${BLOCKED_GLYPH} ` : ''}${GLYPHS[first.action]}`;
    const heads = wrap(`${glyph} ${titleOf(bucket)}`, options.width - 4).map((line, index) =>
      index > 0
        ? `${INDENT}${line}`
        : `  ${paint(blocked ? 'red' : INKS[first.action], glyph)} ${line.slice(glyph.length + 1)}`,
    );
    const apart = bucket.filter(({ change }) => changesIdentity(change));
    const joined = bucket.filter(({ change }) => !changesIdentity(change));
    const names = joined.map(({ change }) => heldTogether(nameOf(change), room - 1)).join(', ');
    return [
      ...heads,
      ...wrap(`why: ${inert(reasonOf(first))}`, room).map((line) => INDENT + paint('dim', line)),
      ...(joined.length === 0 ? [] : wrap(names, room)).map(
        (line) => INDENT + line.replaceAll(NO_BREAK, ' '),
      ),
      ...apart.flatMap(({ change }) => compactRow(change, { ...options, blocked })),
    ];
  });
}

function shownOf(changes: readonly Change[], { mask, isBlocked }: GraveOptions): readonly Shown[] {
  return changes.map((change) => ({ change: mask?.change(change) ?? change, blocked: isBlocked(change) }));
}

/** Of changes that are masked already. */
function titleOf(bucket: Bucket): string {
  const group = describe(
    bucket.map(({ change }) => change),
    () => bucket[0].blocked,
  );
  const parts = groupParts({
    ...group,
    fields: group.fields.filter(({ path }) => path !== 'into' && path !== 'skip_duplicate_validation'),
  }).join(', ');
  const count = groupCount(group);
  if (group.action !== 'merge') return parts === '' ? count : `${count}: ${parts}`;
  const { shares, isDoubtful } = mergeFacts(bucket[0].change);
  const that = shares === '' ? '' : ` that share ${shares}`;
  return `${isDoubtful ? CHECK : ''}${count}${that}${parts === '' ? '' : `; the user gets ${parts}`}`;
}

function nameOf(change: Change): string {
  if (change.action !== 'merge') return inert(change.address);
  const { lead, user } = mergeFacts(change);
  return `${lead} → ${userName(user)}`;
}

function heldTogether(name: string, room: number): string {
  return displayWidth(name) <= room ? name.replaceAll(' ', NO_BREAK) : name;
}

type Bucket = readonly [Shown, ...Shown[]];

/** In the order of the first of each. */
function bucketed(shown: readonly Shown[], keyOf: (one: Shown) => string): readonly Bucket[] {
  const buckets = new Map<string, [Shown, ...Shown[]]>();
  for (const one of shown) {
    const key = keyOf(one);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [one]);
    else bucket.push(one);
  }
  return [...buckets.values()];
}
