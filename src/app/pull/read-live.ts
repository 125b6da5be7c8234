import type { KindReader } from '../../kinds/kind-reader.ts';
import type { JsonObject } from '../../types/json.ts';
import { isUnread, type Unread } from '../../types/unread.ts';
import { isReadFor, type PulledKind, type PullPart, pulledKinds, takesPeople } from './parts.ts';
import type { LiveContacts } from './people/live-contacts.ts';
import { readContacts } from './people/read-contacts.ts';

/** The live state that a pull starts from. */
export interface LiveState {
  /** Kind → what its `pulling.read` returned; a kind that no part needs, or that could not be read, is absent. */
  readonly read: ReadonlyMap<string, unknown>;
  /** Kind → why it could not be read. */
  readonly unread: ReadonlyMap<string, Unread>;
  /** Undefined where contacts were not read. */
  readonly contacts: LiveContacts | undefined;
  /** True where `contacts` are all live contacts. */
  readonly everybody: boolean;
}

/** Reads what the parts need. Rejects with code `incomplete` where an answer was not complete (law 10). */
export async function readLive(
  reader: KindReader,
  { parts, query }: { readonly parts: readonly PullPart[]; readonly query?: JsonObject | undefined },
  onProgress?: (done: number, total: number) => void,
): Promise<LiveState> {
  const people = takesPeople(parts);
  const wanted = pulledKinds().filter(({ pulling }) => isReadFor(pulling, parts));
  const reads = wanted.map(
    async ({ name, pulling }): Promise<[string, unknown]> => [name, await pulling.read(reader)],
  );
  const [read, contacts] = await Promise.all([
    Promise.all(reads),
    people ? readContacts(reader, query, onProgress) : undefined,
  ]);
  const unread = new Map<string, Unread>();
  for (const [name, one] of read) if (isUnread(one)) unread.set(name, one);
  return {
    read: new Map(read.filter(([name]) => !unread.has(name))),
    unread,
    contacts,
    everybody: people && query === undefined,
  };
}

/** The kinds of these parts, each with what was read of it. */
export function* readKinds(
  { read }: LiveState,
  parts: readonly PullPart[],
): Generator<{ readonly kind: PulledKind; readonly read: unknown }> {
  for (const kind of pulledKinds())
    if (parts.includes(kind.pulling.part) && read.has(kind.name)) yield { kind, read: read.get(kind.name) };
}

/** The kinds of these parts that Intercom did not give. */
export function unreadKinds(
  { unread }: LiveState,
  parts: readonly PullPart[],
): readonly { readonly kind: PulledKind; readonly why: Unread }[] {
  return pulledKinds().flatMap((kind) => {
    const why = unread.get(kind.name);
    return why !== undefined && parts.includes(kind.pulling.part) ? [{ kind, why }] : [];
  });
}
