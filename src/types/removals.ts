import type { ContactKey } from './contact-key.ts';
import type { Declaration } from './declaration.ts';
import type { Role } from './person.ts';
import type { Place } from './place.ts';

/** Where somebody is named who must not be live. */
export interface RemovedPlace {
  /** Undefined: of either role. */
  readonly role: Role | undefined;
  readonly place: Place;
}

/** Somebody who must not be live, by a key that they have. */
export interface RemovedKey extends ContactKey, RemovedPlace {}

/**
 * What manifests declare that must not be live, and where. Whoever else declares or uses the same is in error: one plan would
 * delete what the next one makes again.
 */
export interface Removals {
  /** By lower-cased name. */
  readonly tags: Map<string, Place>;
  /** By company_id. */
  readonly companies: Map<string, Place>;
  /** Those of them that something declares or uses, and where. */
  readonly usedTags: Map<string, Place>;
  readonly usedCompanies: Map<string, Place>;
  /** By the text of a key, as keys are compared. */
  readonly keys: Map<string, RemovedKey[]>;
  /** By a keyed hash of a key. */
  readonly hashes: Map<string, RemovedPlace[]>;
  /** By Intercom's id: the live contacts that these keys and hashes name. Filled when contacts are read. */
  readonly people: Map<string, Place>;
  /** Address of a planned deletion → what declares it: an address holds no key of a person, so the two differ. */
  readonly declaredBy: Map<string, Declaration>;
}

export function noRemovals(): Removals {
  return {
    tags: new Map(),
    companies: new Map(),
    usedTags: new Map(),
    usedCompanies: new Map(),
    keys: new Map(),
    hashes: new Map(),
    people: new Map(),
    declaredBy: new Map(),
  };
}
