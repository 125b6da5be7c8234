import type { IntercomReader, IntercomWriter } from '../types/intercom.ts';
import { companyCalls } from './company/calls/companies.ts';
import type { CompanyCalls } from './company-calls.ts';
import { type SearchRoom, usualRoom } from './contact/calls/look-up.ts';
import { peopleCalls } from './contact/calls/people.ts';
import type { PeopleCalls } from './people-calls.ts';

/**
 * The reader that the phases of every kind get: IntercomReader, and reads that something else than Intercom may answer, such
 * as a snapshot. A kind without such reads needs only IntercomReader.
 */
export type KindReader = IntercomReader & PeopleCalls & CompanyCalls;
export type KindWriter = IntercomWriter<KindReader>;

/** Adds the reads of kinds to a client. */
export function kindReader<P extends IntercomReader>(port: P, room = usualRoom()): P & KindReader {
  return Object.freeze(asking(port, room));
}

/** The same for a writer, and for the clients of the turns that it holds. */
export function kindWriter(port: IntercomWriter, room = usualRoom()): KindWriter {
  return Object.freeze(overWriter<IntercomReader, KindReader>(port, (reader) => asking(reader, room)));
}

/** Wraps the reads of a writer, and those of its clients with kept turns. */
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

function asking<P extends IntercomReader>(port: P, room: SearchRoom): P & KindReader {
  return { ...port, ...peopleCalls(port, room), ...companyCalls(port) };
}
