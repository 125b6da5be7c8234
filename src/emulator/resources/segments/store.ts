import { storeOf } from '../../workspace.ts';
import type { ContactRecord } from '../contacts/record.ts';

/** A segment; its members are the contacts and companies that carry one of its tags. Read-only by API (intercom 5.3). */
export interface SegmentRecord {
  readonly id: string;
  readonly name: string;
  readonly person_type: 'contact' | 'user';
  /** Tag ids; deleting one is refused (intercom 1.6). */
  readonly tags: readonly string[];
  /** `contact/plan`; archiving one is refused (intercom 3.7). */
  readonly attributes: readonly string[];
  readonly created_at: number;
}

class SegmentStore {
  readonly #records: SegmentRecord[] = [];

  add(record: SegmentRecord): void {
    this.#records.push(record);
  }

  get(id: string): SegmentRecord | undefined {
    return this.#records.find((segment) => segment.id === id);
  }

  all(): readonly SegmentRecord[] {
    return this.#records;
  }

  /** Segments of a contact or company, by its tag ids. */
  ofTags(tags: readonly string[]): SegmentRecord[] {
    return this.#records.filter((segment) => segment.tags.some((tag) => tags.includes(tag)));
  }

  /** Segments that use an attribute, named as `contact/plan`. */
  ofAttribute(key: string): SegmentRecord[] {
    return this.#records.filter((segment) => segment.attributes.includes(key));
  }

  /** Segments of a contact; those for users leave leads out. */
  ofContact(record: ContactRecord): SegmentRecord[] {
    if (this.#records.length === 0) return [];
    return this.ofTags(record.tags.map((tag) => tag.id)).filter(
      (segment) => segment.person_type === 'contact' || record.role === 'user',
    );
  }
}

export const segmentsOf = storeOf(() => new SegmentStore());
