import type { ContactSnapshot, Emulator } from '../../src/emulator/index.ts';
import type { JsonObject } from '../../src/types/json.ts';
import type { World } from '../properties/world.ts';
import type { Dice } from './dice.ts';
import { UNMANAGED_ATTRIBUTE, UNMANAGED_TAG } from './people.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** One edit by somebody else, at some time after the first process started. */
export interface ForeignEdit {
  readonly afterMs: number;
  readonly what: 'note' | 'call' | 'name' | 'untag' | 'stranger';
  /** External id or email; of nobody for a stranger. */
  readonly who: string;
  readonly text: string;
}

/** An edit that found whom it was for. */
export interface MadeEdit extends ForeignEdit {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** As plans name the field. */
  readonly path: string;
}

/** Fields that the manifests say nothing of, so that they have to be kept. */
const KEPT: ReadonlySet<ForeignEdit['what']> = new Set(['note', 'call', 'stranger']);

export function drawEdits(dice: Dice, world: World, withinMs: number): readonly ForeignEdit[] {
  const people = declaredPeople(world);
  return Array.from({ length: dice.between(1, 5) }, (_, index): ForeignEdit => {
    const afterMs = dice.between(0, withinMs);
    const text = `by somebody else ${index}`;
    const person = dice.one(people);
    const what = dice.one(['note', 'note', 'call', 'name', 'untag', 'stranger'] as const);
    // What no manifest declares of somebody would stay as it was edited.
    const fits = (what !== 'name' || person.isNamed) && (what !== 'untag' || person.isTagged);
    return { afterMs, what: fits ? what : 'note', who: person.key, text };
  }).toSorted((a, b) => a.afterMs - b.afterMs);
}

/** Makes the edits when their time comes; the list grows by each that had an effect. */
export function editLater(
  edits: readonly ForeignEdit[],
  emulator: Emulator,
  clock: VirtualClock,
): readonly MadeEdit[] {
  const made: MadeEdit[] = [];
  for (const edit of edits)
    clock.at(clock.now() + edit.afterMs, () => {
      const done = makeEdit(edit, emulator);
      if (done !== undefined) made.push({ ...edit, ...done, at: clock.now() });
    });
  return made;
}

/** Makes, somewhere else, those edits that no manifest takes back. */
export function repeatEdits(made: readonly MadeEdit[], emulator: Emulator): void {
  for (const edit of made) if (KEPT.has(edit.what)) makeEdit(edit, emulator);
}

function makeEdit(
  { what, who, text }: ForeignEdit,
  emulator: Emulator,
): { readonly id: string; readonly path: string } | undefined {
  const write = (path: string, body: JsonObject, method = 'PUT') =>
    emulator.foreign(method, path, body).status === 200;
  if (what === 'stranger') {
    const email = `${text.replaceAll(' ', '-')}@elsewhere.test`;
    write('/contacts', { role: 'user', email, name: 'A stranger' }, 'POST');
    return { id: '', path: '' };
  }
  const contact = find(who, emulator.state.liveContacts());
  if (contact === undefined) return undefined;
  const { id } = contact;
  switch (what) {
    case 'note':
      return write(`/contacts/${id}`, { custom_attributes: { [UNMANAGED_ATTRIBUTE]: text } })
        ? { id, path: `custom_attributes.${UNMANAGED_ATTRIBUTE}` }
        : undefined;
    case 'name':
      return write(`/contacts/${id}`, { name: text }) ? { id, path: 'name' } : undefined;
    case 'call':
    case 'untag': {
      const name = what === 'call' ? UNMANAGED_TAG : 'vip';
      const tag = emulator.state.tags().find((one) => one.name === name);
      if (tag === undefined || (what === 'untag' && !contact.tags.includes(name))) return undefined;
      const done =
        what === 'call'
          ? write(`/contacts/${id}/tags`, { id: tag.id }, 'POST')
          : emulator.foreign('DELETE', `/contacts/${id}/tags/${tag.id}`).status === 200;
      return done ? { id, path: 'tags' } : undefined;
    }
  }
}

/** A user before a lead, as the manifests take it. */
function find(who: string, live: readonly ContactSnapshot[]): ContactSnapshot | undefined {
  const holders = live.filter(({ external_id, email }) => external_id === who || email === who);
  return holders.find(({ role }) => role === 'user') ?? holders[0];
}

interface Declared {
  readonly key: string;
  readonly isNamed: boolean;
  readonly isTagged: boolean;
}

function declaredPeople({ documents }: World): readonly Declared[] {
  return documents.flatMap(({ list }) =>
    list?.key === 'contacts'
      ? list.items.flatMap((item): Declared[] => {
          const { external_id, email, name, archived, tags } = item as JsonObject;
          const key = external_id ?? email;
          const isTagged = Array.isArray(tags) && tags.includes('vip');
          return typeof key === 'string' && archived !== true
            ? [{ key, isNamed: name !== undefined, isTagged }]
            : [];
        })
      : [],
  );
}
