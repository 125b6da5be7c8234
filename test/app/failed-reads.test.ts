import { describe, expect, it } from 'vitest';
import { audit } from '../../src/app/audit/audit.ts';
import { auditParts } from '../../src/app/audit/parts.ts';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { makePlan } from '../../src/app/plan.ts';
import { pullParts } from '../../src/app/pull/parts.ts';
import { exportContacts } from '../../src/app/pull/people/export-contacts.ts';
import { pull } from '../../src/app/pull/pull.ts';
import { takeSnapshot } from '../../src/app/snapshot/take.ts';
import { inWorld, type OpenedWorld } from '../properties/opened-world.ts';
import { inParts } from '../properties/parts.ts';

const NAMES = ['ada', 'grace', 'alan', 'edith', 'joan'];
const FILES = new Map([
  [
    'migrations/people.yaml',
    'apiVersion: interform/v1\nkind: ContactSet\nname: people\nsource: { file: people.csv }\n',
  ],
  ['migrations/people.csv', `external_id\n${NAMES.join('\n')}\n`],
  ['migrations/tags.yaml', 'apiVersion: interform/v1\nkind: Tags\ntags: [VIP]\n'],
]);
const SEED = {
  tags: Array.from({ length: 100 }, (_, at) => `tag ${at}`),
  contacts: NAMES.map((name) => ({ external_id: name })),
};

type Command = (options: PlanningOptions, ports: Ports) => Promise<{ readonly diagnostics: unknown }>;

/** What is asked for in the failing read, among those that are asked for at the same time. */
const COMMANDS: readonly (readonly [name: string, command: Command, failing: string])[] = [
  ['a plan', makePlan, '/tags'],
  ['a plan in parts, in its lists', (options, ports) => makePlan(inParts(options, 1), ports), '/tags'],
  ['a plan in parts', (options, ports) => makePlan(inParts(options, 1), ports), 'alan'],
  ['an audit', (options, ports) => audit({ ...options, parts: auditParts() }, ports), '/tags'],
  ['an audit of tags', (options, ports) => audit({ ...options, parts: ['tags'] }, ports), 'tag_id'],
  ['a snapshot', (options, ports) => takeSnapshot({ ...options, contacts: true }, ports), '/tags'],
  [
    'a pull',
    ({ allow: _, ...options }, ports) => pull({ ...options, parts: pullParts(), check: true }, ports),
    '/tags',
  ],
  [
    'an export',
    ({ allow: _, ...options }, ports) =>
      exportContacts({ ...options, form: 'csv', raw: false, fields: undefined }, ports),
    '/tags',
  ],
];

/** The first request that holds the text is refused, once another one is under way: all others of the kind are never answered. */
function refusing(inner: typeof fetch, text: string) {
  const under = new Set<AbortSignal>();
  const seen = { sent: 0, under, isRefused: false, held: () => {} };
  const held = new Promise<void>((resolve) => {
    seen.held = resolve;
  });
  const through: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname === '/me') return inner(input, init);
    seen.sent += 1;
    const isIt = `${pathname} ${await request.clone().text()}`.includes(text);
    if (isIt && !seen.isRefused) {
      seen.isRefused = true;
      await held;
      return Response.json({ type: 'error.list', errors: [{ code: 'unauthorized' }] }, { status: 401 });
    }
    // Lists that come before what is refused.
    if (!text.startsWith('/') && !isIt && !pathname.endsWith('/search')) return inner(input, init);
    const signal = init?.signal ?? new AbortController().signal;
    // As fetch does, where the body took longer to read than the command to end.
    signal.throwIfAborted();
    under.add(signal);
    seen.held();
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        under.delete(signal);
        reject(signal.reason);
      });
    });
  };
  return { seen, through };
}

function here(work: (opened: OpenedWorld) => Promise<void>): Promise<void> {
  return inWorld({ seed: SEED, documents: [], files: 1, indexLagMs: 0 }, { files: FILES }, work);
}

describe('once a read of it failed', () => {
  it.each(COMMANDS)('%s says so at once and leaves no request behind', (_, command, failing) =>
    here(async ({ planning, ports }) => {
      const { seen, through } = refusing(ports.fetch ?? fetch, failing);
      const { diagnostics } = await command(planning, { ...ports, fetch: through });
      expect(diagnostics).toMatchObject([{ code: 'intercom-unauthorized' }]);
      const sent = seen.sent;
      expect(sent).toBeGreaterThan(1);
      expect(seen.under.size).toBe(0);
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      expect(seen.sent).toBe(sent);
    }),
  );
});
