/** Everything that a probe makes begins with it, so that the next probe finds what a broken one left. */
export const PROBE_PREFIX = 'interform-probe-';

/** The attributes of all probes: they can never be deleted, so each probe uses those of the one before. */
export const PROBE_ATTRIBUTES = {
  list: { name: `${PROBE_PREFIX}list`, data_type: 'string', options: ['one', 'two', 'three'] },
  text: { name: `${PROBE_PREFIX}text`, data_type: 'string', options: undefined },
  number: { name: `${PROBE_PREFIX}number`, data_type: 'integer', options: undefined },
  /** The one that is archived and brought back, where that works. */
  archived: { name: `${PROBE_PREFIX}archived`, data_type: 'boolean', options: undefined },
} as const;

export type AttributeUse = keyof typeof PROBE_ATTRIBUTES;

/** The tag of all probes. */
export const PROBE_TAG = `${PROBE_PREFIX}tag`;

/** Names for the contacts of one probe that no other one has used: a deleted external_id stays locked for days (intercom 9.27). */
export class ProbeNames {
  readonly #run: string;
  #count = 0;

  /** @param startedAt milliseconds since the epoch. */
  constructor(startedAt: number) {
    this.#run = startedAt.toString(36);
  }

  /** An external_id, which is also the name of a mailbox that nobody has. */
  next(): string {
    this.#count += 1;
    return `${PROBE_PREFIX}${this.#run}-${this.#count}`;
  }
}

/** An address of a domain that delivers to nobody (RFC 2606). */
export function mailbox(name: string): string {
  return `${name}@example.com`;
}

/** Whether a probe made this: nothing else is ever cleaned up. */
export function isOfProbe(text: unknown): boolean {
  return typeof text === 'string' && text.startsWith(PROBE_PREFIX);
}
