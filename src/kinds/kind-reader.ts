import type { IntercomReader, IntercomWriter } from '../types/intercom.ts';
import { companyCalls } from './company/calls/companies.ts';
import type { CompanyCalls } from './company-calls.ts';
import type { Nesting } from './contact/calls/look-up.ts';
import { peopleCalls } from './contact/calls/people.ts';
import type { PeopleCalls } from './people-calls.ts';

/**
 * What the phases of every kind are given: the port, and the questions that others may answer instead of Intercom. A kind whose calls
 * are nobody else's to answer needs the port alone.
 */
export type KindReader = IntercomReader & PeopleCalls & CompanyCalls;
export type KindWriter = IntercomWriter<KindReader>;

/** Lets a client answer what kinds ask. */
export function kindReader<P extends IntercomReader>(port: P): P & KindReader {
  return Object.freeze(asking(port, { allowed: true }));
}

/** The same with its writes, and of what it holds turns for. */
export function kindWriter(port: IntercomWriter): KindWriter {
  const nesting: Nesting = { allowed: true };
  return Object.freeze(overWriter<IntercomReader, KindReader>(port, (reader) => asking(reader, nesting)));
}

/** Lays something over whatever a writer reads: by itself, and with kept turns. */
export function overWriter<A extends IntercomReader, B extends IntercomReader>(
  writer: IntercomWriter<A>,
  over: <R extends A>(reader: R) => R & B,
): IntercomWriter<B> {
  return {
    ...over(writer),
    async hold(wanted) {
      const held = await writer.hold(wanted);
      return held === undefined ? undefined : { ...held, client: over(held.client) };
    },
  };
}

function asking<P extends IntercomReader>(port: P, nesting: Nesting): P & KindReader {
  return { ...port, ...peopleCalls(port, nesting), ...companyCalls(port) };
}
