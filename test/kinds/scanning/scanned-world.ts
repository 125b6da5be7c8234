import { createEmulator, type Emulator, type EmulatorOptions } from '../../../src/emulator/index.ts';
import { createReader } from '../../../src/intercom/index.ts';
import { type Sharding, scanContacts } from '../../../src/kinds/contact/calls/scanning/scan.ts';
import type { ScanSizes } from '../../../src/kinds/contact/calls/scanning/sizes.ts';
import { EVERYBODY } from '../../../src/kinds/people/everybody.ts';
import type { WireContact } from '../../../src/kinds/people/wire-contact.ts';
import type { JsonObject } from '../../../src/types/json.ts';

/** Pages of two contacts, so that a scan of twenty is a large one. */
export const SMALL_SIZES: ScanSizes = {
  rowsPerPage: 2,
  fewPages: 3,
  shardPages: 2,
  mostPages: 3,
  pagesAhead: 8,
};

/** Sees each request and its answer, and may do something in between. */
export type Between = (sent: JsonObject, answer: () => Promise<Response>, count: number) => Promise<Response>;

/** An emulator with contacts created at these times (unix seconds), and scans of it. */
export function scannedWorld(
  created: readonly number[],
  {
    timezone = 'UTC',
    between = (_, answer) => answer(),
    sizes = SMALL_SIZES,
    ...options
  }: {
    readonly timezone?: string;
    readonly between?: Between;
    readonly sizes?: ScanSizes;
  } & Pick<EmulatorOptions, 'indexLagMs' | 'now'> = {},
) {
  const emulator: Emulator = createEmulator({
    ...options,
    rateLimit: 0,
    seed: {
      app: { timezone },
      contacts: created.map((created_at, index) => ({
        created_at,
        external_id: `customer-${index}`,
        role: index % 3 === 0 ? 'lead' : 'user',
      })),
    },
  });
  const asked: string[] = [];
  const reader = createReader({
    baseUrl: 'https://api.intercom.io',
    token: 'acme-token',
    version: '2.16',
    fetch(input, init) {
      const text = String(init?.body);
      asked.push(text);
      return between(JSON.parse(text), () => emulator.fetch(input, init), asked.length - 1);
    },
    now: () => 0,
    sleep: async () => {},
    random: () => 0,
  });
  const sharding: Sharding = { allowed: true };
  return {
    emulator,
    reader,
    sharding,
    /** The bodies of all searches. */
    asked,
    /** The contacts of a scan in the order in which they were given. */
    async scan(query: JsonObject = EVERYBODY): Promise<readonly WireContact[]> {
      const rows: WireContact[] = [];
      for await (const page of scanContacts(reader, query, { sharding, sizes })) rows.push(...page);
      return rows;
    },
  };
}

/** The ids of the live contacts that a search without shards finds. */
export async function oneCursor(
  emulator: Emulator,
  query: JsonObject = EVERYBODY,
): Promise<readonly string[]> {
  const { body } = emulator.foreign('POST', '/contacts/search', { query, pagination: { per_page: 150 } });
  return (body as { data: { id: string }[] }).data.map(({ id }) => id);
}

/** A page of a search with a change. */
export async function changed(
  answer: Promise<Response>,
  change: (page: { readonly total_count: number; readonly data: readonly unknown[] }) => object,
): Promise<Response> {
  const page = (await (await answer).json()) as { total_count: number; data: unknown[] };
  return Response.json({ ...page, ...change(page) });
}
