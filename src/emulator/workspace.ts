import type { Random } from './random.ts';
import type { Switches } from './switches.ts';
import { AttributeStore } from './resources/attributes/store.ts';
import { CompanyStore } from './resources/companies/store.ts';
import type { ContactRecord } from './resources/contacts/record.ts';
import { ContactStore } from './resources/contacts/store.ts';
import { SearchIndex } from './search/search-index.ts';
import { TagStore } from './resources/tags/store.ts';

export interface AppRecord {
  readonly id_code: string;
  readonly name: string;
  readonly region: string;
  /** IANA name; the day boundaries of date search up to 2.16 (api.md 4.6.4). */
  readonly timezone: string;
  readonly created_at: number;
}

export interface AdminRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** A segment; its members are the contacts and companies that carry one of its tags. Read-only by API (api.md 5.3). */
export interface SegmentRecord {
  readonly id: string;
  readonly name: string;
  readonly person_type: 'contact' | 'user';
  /** Tag ids; deleting one is refused (api.md 1.6). */
  readonly tags: readonly string[];
  /** `contact/plan`; archiving one is refused (api.md 3.7). */
  readonly attributes: readonly string[];
  readonly created_at: number;
}

export interface NoteRecord {
  readonly id: string;
  readonly parent: 'contact' | 'company';
  readonly parent_id: string;
  /** HTML. */
  readonly body: string;
  readonly admin_id: string | undefined;
  readonly created_at: number;
}

/** An open company scroll: one an app (api.md 5.2). */
export interface Scroll {
  readonly param: string;
  readonly ids: readonly string[];
  readonly position: number;
  readonly usedAtMs: number;
}

interface WorkspaceOptions {
  readonly app: AppRecord;
  readonly admins: readonly AdminRecord[];
  readonly indexLagMs: number;
  readonly now: () => number;
  readonly random: Random;
  readonly switches: Switches;
}

/** Everything that one emulated workspace holds. */
export class Workspace {
  readonly app: AppRecord;
  readonly admins: readonly AdminRecord[];
  readonly switches: Switches;
  readonly random: Random;
  readonly index: SearchIndex;
  readonly contacts: ContactStore;
  readonly attributes = new AttributeStore();
  readonly tags = new TagStore();
  readonly companies = new CompanyStore();
  readonly segments: SegmentRecord[] = [];
  readonly notes = new Map<string, NoteRecord>();
  scroll: Scroll | undefined;
  readonly #now: () => number;
  readonly #machine: string;
  #counter = 0;
  #lastNote = 0;

  constructor(options: WorkspaceOptions) {
    this.app = options.app;
    this.admins = options.admins;
    this.switches = options.switches;
    this.random = options.random;
    this.#now = options.now;
    this.#machine = options.random.hex(10);
    this.index = new SearchIndex(options.indexLagMs);
    this.contacts = new ContactStore(this.index, options.now);
  }

  nowMs(): number {
    return this.#now();
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.#now() / 1000);
  }

  /** The admin whose token it is. */
  get me(): AdminRecord | undefined {
    return this.admins[0];
  }

  admin(id: string): AdminRecord | undefined {
    return this.admins.find((admin) => admin.id === id);
  }

  /** 24 hex characters that sort by creation, as Intercom's do (api.md 4.1, 4.5). */
  newId(createdAt: number): string {
    this.#counter += 1;
    const seconds = Math.min(Math.max(0, createdAt), 0xffff_ffff);
    return `${hex(seconds, 8)}${this.#machine}${hex(this.#counter, 6)}`;
  }

  /** Stores a note and gives its id. */
  addNote(note: Omit<NoteRecord, 'id'>): NoteRecord {
    this.#lastNote += 1;
    const stored = { ...note, id: String(this.#lastNote) };
    this.notes.set(stored.id, stored);
    return stored;
  }

  /** Segments of a contact or company, by its tag ids. */
  segmentsOf(tags: readonly string[]): SegmentRecord[] {
    return this.segments.filter((segment) => segment.tags.some((tag) => tags.includes(tag)));
  }

  /** Segments of a contact; those for users leave leads out. */
  contactSegments(record: ContactRecord): SegmentRecord[] {
    if (this.segments.length === 0) return [];
    return this.segmentsOf(record.tags.map((tag) => tag.id)).filter(
      (segment) => segment.person_type === 'contact' || record.role === 'user',
    );
  }
}

function hex(value: number, length: number): string {
  return Math.floor(value).toString(16).padStart(length, '0').slice(-length);
}
