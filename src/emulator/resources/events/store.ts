import type { JsonObject } from '../../../types/json.ts';
import { storeOf } from '../../workspace.ts';

/** Something that a contact did. */
export interface EventRecord {
  readonly id: string;
  readonly contact_id: string;
  readonly event_name: string;
  /** Unix seconds. */
  readonly created_at: number;
  readonly metadata: JsonObject;
}

/** How often a contact did something, first and last in unix seconds. */
export interface EventSummary {
  readonly name: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** The events of contacts. One of the same contact, name and second is the same event. */
class EventStore {
  readonly #byKey = new Map<string, EventRecord>();
  readonly #summaries = new Map<string, Map<string, EventSummary>>();

  add(event: EventRecord): void {
    const key = JSON.stringify([event.contact_id, event.event_name, event.created_at]);
    if (this.#byKey.has(key)) return;
    this.#byKey.set(key, event);
    const { event_name: name, created_at: at } = event;
    this.addSummary(event.contact_id, { name, count: 1, first: at, last: at });
  }

  /** Counts what happened elsewhere along with what is there. */
  addSummary(contactId: string, summary: EventSummary): void {
    const own = this.#summaries.get(contactId) ?? new Map<string, EventSummary>();
    const before = own.get(summary.name) ?? { ...summary, count: 0 };
    own.set(summary.name, {
      name: summary.name,
      count: before.count + summary.count,
      first: Math.min(before.first, summary.first),
      last: Math.max(before.last, summary.last),
    });
    this.#summaries.set(contactId, own);
  }

  summaries(contactId: string): readonly EventSummary[] {
    return [...(this.#summaries.get(contactId)?.values() ?? [])];
  }

  /** Newest first. */
  ofContact(contactId: string): readonly EventRecord[] {
    return this.all()
      .filter((event) => event.contact_id === contactId)
      .sort((a, b) => b.created_at - a.created_at);
  }

  all(): readonly EventRecord[] {
    return [...this.#byKey.values()];
  }
}

export const eventsOf = storeOf(() => new EventStore());
