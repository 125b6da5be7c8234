import type { ContactDeclaration } from '../../kinds/contact/declaration.ts';
import { declaredKeys, type MeetingFields, meetingKey } from '../../kinds/contact/identity/meeting-keys.ts';
import type { ContactSet } from '../../kinds/contact/sets/set.ts';
import { declaredOf } from '../../kinds/declared/sets.ts';
import type { MergeDeclaration } from '../../kinds/merge/declaration.ts';
import type { AddressSelection } from '../../plan/selection/address-selection.ts';
import type { KnownAddresses } from '../../plan/selection/known-addresses.ts';
import type { DeclaredSet } from '../../types/catalog.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { SurveyWatch } from '../survey.ts';
import type { SurveyedSet } from './declared-people.ts';
import { Meetings } from './meetings.ts';

/** What pass one over the rows of all contact sets found, in compact form. */
export interface SurveyedPeople {
  readonly sets: readonly SurveyedSet[];
  /** Has the declared keys of all rows, and, as one more row after the last, those of declared merges. */
  readonly meetings: Meetings;
  readonly fields: MeetingFields;
  /** Knows what the selecting flags matched. */
  readonly selection: AddressSelection;
  /** Was shown the address of every row. */
  readonly known: KnownAddresses;
}

/** Pass one: numbers the rows of contact sets, and records their declared keys. */
export class PeopleSurvey implements SurveyWatch {
  readonly #documents: readonly ManifestDocument[];
  readonly #selection: AddressSelection;
  readonly #sets: { document: ManifestDocument; set: ContactSet; from: number; to: number }[] = [];
  readonly #meetings = new Meetings();
  readonly #known: KnownAddresses;
  #merges: readonly MergeDeclaration[] = [];
  #phones = false;
  #ids = false;

  /** `documents`: those of contact sets, in order. */
  constructor(
    documents: readonly ManifestDocument[],
    { selection, known }: Pick<SurveyedPeople, 'selection' | 'known'>,
  ) {
    this.#documents = documents;
    this.#selection = selection;
    this.#known = known;
  }

  set(set: DeclaredSet, declared: ReadonlyMap<string, readonly Declaration[]>): void {
    const document = this.#documents[this.#sets.length];
    if (document === undefined) throw new Error(`no document declares the set ${set.name}`);
    const from = this.#meetings.rows;
    this.#sets.push({ document, set: set as ContactSet, from, to: from });
    this.#merges = declaredOf(declared, 'inPairs') as readonly MergeDeclaration[];
    this.#phones = this.#merges.some((merge) =>
      [merge.from, merge.into].some(({ field }) => field === 'phone'),
    );
    this.#ids ||= set.prune !== undefined || this.#merges.length > 0;
  }

  declaration(declaration: Declaration): void {
    const contact = declaration as ContactDeclaration;
    const row = this.#meetings.add();
    const set = this.#sets.at(-1);
    if (set !== undefined) set.to = row + 1;
    this.#ids ||= contact.id !== undefined;
    this.#selection.selects(contact.address, []);
    this.#known.note(contact.address);
    declaredKeys(contact, { phones: this.#phones }, (key) => this.#meetings.touch(row, key));
  }

  end(): SurveyedPeople {
    const merges = this.#meetings.add();
    for (const { from, into } of this.#merges)
      for (const key of [from, into]) this.#meetings.touch(merges, meetingKey(key));
    return {
      sets: this.#sets,
      meetings: this.#meetings,
      fields: { ids: this.#ids, phones: this.#phones },
      selection: this.#selection,
      known: this.#known,
    };
  }
}
