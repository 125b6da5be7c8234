import type { Change } from '../../types/change.ts';
import { describe } from '../changes/group-changes.ts';
import { groupCount, groupParts } from '../changes/group-words.ts';
import { mergeFacts } from '../changes/merge-facts.ts';
import { CHECK, userName } from '../changes/merge-words.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { displayWidth, wrap } from '../terminal/width.ts';
import type { PlanView } from '../view/plan-view.ts';
import type { ShownChange } from '../view/shown-change.ts';
import { inert } from '../words/inert.ts';
import { inkOf } from './change-block.ts';
import { compactRow } from './compact-row.ts';

const INDENT = '      ';
/** Stands for the spaces within a name while paragraphs are wrapped, so that no name is broken. */
const NO_BREAK = '\u00a0';

interface GraveOptions extends Look {
  readonly view: PlanView;
}

/**
 * Irreversible and destructive changes a line each, under the reason that they have in common:
 *
 *   left the set; takes off 1 of the tags:
 *     ~ contact/beta/customer-1  tags - beta
 */
export function graveRows(changes: readonly Change[], options: GraveOptions): string[] {
  const paint = paintFor(options.color);
  return bucketed(shownOf(changes, options), ({ reason }) => reason).flatMap((bucket) => [
    ...wrap(`${inert(bucket[0].reason)}:`, options.width - 4).map(
      (line, index) => `${index === 0 ? '  ' : '    '}${paint('dim', line)}`,
    ),
    ...bucket.flatMap((shown) => compactRow(shown, options)),
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
  const keyOf = ({ change, blocked, reason }: ShownChange) => {
    const shares = change.action === 'merge' ? mergeFacts(change).shares : '';
    return JSON.stringify([change.kind, change.action, blocked, reason, shares]);
  };
  const room = options.width - INDENT.length;
  return bucketed(shownOf(changes, options), keyOf).flatMap((bucket) => {
    const [{ change: first, blocked, glyph, reason }] = bucket;
    const heads = wrap(`${glyph} ${titleOf(bucket)}`, options.width - 4).map((line, index) =>
      index > 0
        ? `${INDENT}${line}`
        : `  ${paint(inkOf(first.action, blocked), glyph)} ${line.slice(glyph.length + 1)}`,
    );
    const apart = bucket.filter(({ identity }) => identity.length > 0);
    const joined = bucket.filter(({ identity }) => identity.length === 0);
    const names = joined.map(({ change }) => heldTogether(nameOf(change), room - 1)).join(', ');
    return [
      ...heads,
      ...wrap(`why: ${inert(reason)}`, room).map((line) => INDENT + paint('dim', line)),
      ...(joined.length === 0 ? [] : wrap(names, room)).map(
        (line) => INDENT + line.replaceAll(NO_BREAK, ' '),
      ),
      ...apart.flatMap((shown) => compactRow(shown, options)),
    ];
  });
}

function shownOf(changes: readonly Change[], { view }: GraveOptions): readonly ShownChange[] {
  return changes.map(view.shown.change);
}

/** The head of a paragraph, from changes that are masked already. */
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

type Bucket = readonly [ShownChange, ...ShownChange[]];

/** Changes with the same key together, ordered by the first of each. */
function bucketed(shown: readonly ShownChange[], keyOf: (one: ShownChange) => string): readonly Bucket[] {
  const buckets = new Map<string, [ShownChange, ...ShownChange[]]>();
  for (const one of shown) {
    const key = keyOf(one);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [one]);
    else bucket.push(one);
  }
  return [...buckets.values()];
}
