import { addressSegments } from '../../types/address.ts';
import type { Change } from '../../types/change.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { Unstuck } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import type { Written } from '../../types/store.ts';
import { pathSegment } from '../wire/path-segment.ts';
import type { RemovedDeclaration } from './declaration.ts';

/** What a deletion is about, by its address. */
export function thingOf({ address }: Pick<Change, 'address'>): RemovedDeclaration['thing'] {
  const [, thing] = addressSegments(address);
  if (thing === 'tag' || thing === 'company' || thing === 'contact') return thing;
  throw new Error('a deletion is of a tag, a company or a contact');
}

const PATHS = { tag: '/tags/', company: '/companies/', contact: '/contacts/' } as const;
const CONTACT = /^\/contacts\/([^/]+)$/;

/** One DELETE, after everything else of the plan (intercom 4.9, 5.1 and 5.2). */
export function removalSteps(change: Change): readonly Step[] {
  const thing = thingOf(change);
  return [
    {
      level: 'archives',
      change: change.address,
      creates: false,
      request: { method: 'DELETE', path: `${PATHS[thing]}${pathSegment(change.id ?? '')}` },
      // The answer to the deletion of a tag is empty.
      expect: thing === 'tag' ? {} : { deleted: true },
    },
  ];
}

export function verifyRemoval({ expect }: Step, body: Json): readonly Unstuck[] {
  if (expect['deleted'] !== true) return [];
  const kept = isJsonObject(body) ? (body['deleted'] ?? null) : null;
  return kept === true ? [] : [{ field: 'deleted', sent: true, kept }];
}

/** The contact that a request deletes. */
export function contactsOfRemoval({ request }: Step): readonly string[] {
  const id = CONTACT.exec(request.path)?.[1];
  return id === undefined ? [] : [decodeURIComponent(id)];
}

/** Search shows a deleted contact for a while. */
export function writtenOfRemoval(_change: Change, step: Step): readonly Written[] {
  return contactsOfRemoval(step).map((contact) => ({ contact, state: 'gone', keys: [], fields: {} }));
}
