import { describe, expect, it } from 'vitest';
import type { ApplyOptions } from '../../src/apply/apply-plan.ts';
import { parseFaults } from '../../src/emulator/index.ts';
import type { Action, Change } from '../../src/types/change.ts';
import type { Json } from '../../src/types/json.ts';
import type { Level, Step, WriteRequest } from '../../src/types/step.ts';
import { contact } from '../plan/example-changes.ts';
import { apply, FakeWriter, failure, fakeKind, outcomes, step, tagging } from './fake-intercom.ts';
import { applyPaced } from './paced-apply.ts';

/** Answers some requests only when told to. */
class SlowWriter extends FakeWriter {
  readonly #slow: RegExp;
  readonly #ends: (() => void)[] = [];

  constructor(slow: RegExp, answer?: (request: WriteRequest) => Json) {
    super(answer);
    this.#slow = slow;
  }

  override async send(request: WriteRequest): Promise<Json> {
    const answer = super.send(request);
    if (!this.#slow.test(request.path)) return answer;
    answer.catch(() => {});
    await new Promise<void>((resolve) => this.#ends.push(resolve));
    return answer;
  }

  get isHolding(): boolean {
    return this.#ends.length > 0;
  }

  tell(): void {
    for (const end of this.#ends.splice(0)) end();
  }
}

/** Lets everything run that waits for no answer. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

interface Does {
  readonly change: Change;
  readonly steps: readonly Step[];
}

/** A change with a request in each of these levels, to `/<level>/<key>`; `+vip` is a share of a bulk request. */
function does(
  key: string,
  action: Action,
  levels: readonly (Level | '+vip')[],
  parts: Partial<Change> = {},
): Does {
  const change = contact(key, action, parts.fields ?? {}, parts);
  const steps = levels.map((level) =>
    level === '+vip'
      ? tagging(change.address, 'vip')
      : step(change.address, level, { request: { method: 'PUT', path: `/${level}/${key}`, body: {} } }),
  );
  return { change, steps };
}

/** Starts an apply, and holds back the answers to what is about `slow`. */
function begin(
  plan: readonly Does[],
  slow: RegExp,
  options: Partial<ApplyOptions> & { fails?: RegExp } = {},
) {
  const { fails, ...rest } = options;
  const writer = new SlowWriter(slow, ({ path }) => {
    if (fails?.test(path) === true) throw failure(400);
    return { id: `id-of${path.replaceAll('/', '-')}` };
  });
  const stepsOf = new Map(plan.map(({ change: { address }, steps }) => [address, steps]));
  const kind = fakeKind('contact', { steps: ({ address }) => stepsOf.get(address) ?? [] });
  const done = apply(
    plan.map(({ change }) => change),
    [kind],
    writer,
    rest,
  );
  return { writer, done, paths: () => writer.sent.map(({ path }) => path.slice(1)) };
}

interface Row {
  readonly name: string;
  readonly plan: readonly Does[];
  /** Sent while the answer about ada is awaited, besides that. */
  readonly meanwhile: readonly string[];
  /** Sent once it is there. */
  readonly afterwards?: readonly string[];
  readonly options?: Partial<ApplyOptions> & { readonly fails?: RegExp };
  /** Where not all is done. */
  readonly outcomes?: Readonly<Record<string, string>>;
}

const ada = does('ada', 'create', ['people']);
const needsAda = { requires: [ada.change.address] };
const grace = does('grace', 'update', ['updates']);
const alan = does('alan', 'update', ['memberships']);

const rows: readonly Row[] = [
  {
    name: 'does not hold updates and memberships of others',
    plan: [ada, grace, alan],
    meanwhile: ['updates/grace', 'memberships/alan'],
  },
  {
    name: 'holds what requires it, and what comes after that',
    plan: [ada, grace, does('tim', 'update', ['updates'], needsAda), alan],
    meanwhile: ['updates/grace'],
    afterwards: ['updates/tim', 'memberships/alan'],
  },
  {
    name: 'in the last level but one holds nobody in the next who does not require it',
    plan: [
      does('ada', 'update', ['updates']),
      does('tim', 'update', ['memberships'], needsAda),
      does('kay', 'update', ['updates']),
      does('eve', 'update', ['memberships'], { requires: ['contact/beta/kay'] }),
    ],
    meanwhile: ['updates/kay', 'memberships/eve'],
    afterwards: ['memberships/tim'],
  },
  {
    name: 'of one rank holds only those of the next who require it',
    plan: [
      does('ada', 'update', ['memberships']),
      alan,
      does('tim', 'update', ['memberships'], needsAda),
      does('eve', 'update', ['memberships'], { requires: [alan.change.address] }),
    ],
    meanwhile: ['memberships/alan', 'memberships/eve'],
    afterwards: ['memberships/tim'],
  },
  {
    name: 'holds what is about the same contact',
    plan: [
      does('ada', 'update', ['people'], { id: '7' }),
      does('tim', 'update', ['updates'], { id: '7' }),
      grace,
    ],
    meanwhile: ['updates/grace'],
    afterwards: ['updates/tim'],
  },
  {
    name: 'that merges holds the contact that it merges into',
    plan: [
      does('ada', 'merge', ['merges'], { fields: { into: { after: '7' } } }),
      does('tim', 'update', ['updates'], { id: '7' }),
      grace,
    ],
    meanwhile: ['updates/grace'],
    afterwards: ['updates/tim'],
  },
  ...['external_id', 'email', 'phone'].map((key) => ({
    name: `holds whoever gets another ${key}`,
    plan: [
      ada,
      does('tim', 'update', ['updates'], { fields: { [key]: { before: 'a', after: 'b' } } }),
      grace,
    ],
    meanwhile: ['updates/grace'],
    afterwards: ['updates/tim'],
  })),
  {
    name: 'holds merges, and what comes after them',
    plan: [ada, does('lead', 'merge', ['merges']), grace],
    meanwhile: [],
    afterwards: ['merges/lead', 'updates/grace'],
  },
  {
    name: 'holds archives and deletions',
    plan: [
      ada,
      grace,
      does('tim', 'archive', ['archives']),
      does('eve', 'update', ['archives']),
      does('kay', 'delete', ['archives']),
    ],
    meanwhile: ['updates/grace'],
    afterwards: ['archives/tim', 'archives/eve', 'archives/kay'],
  },
  ...(['attributes', 'catalog'] as const).map((level) => ({
    name: `among ${level} holds people and their updates`,
    plan: [does('ada', 'update', [level]), does('tim', 'create', ['people']), grace],
    meanwhile: [],
    afterwards: ['people/tim', 'updates/grace'],
  })),
  {
    name: 'that others require comes back in its own level',
    plan: [
      does('ada', 'create', ['people', 'updates']),
      does('tim', 'update', ['memberships'], needsAda),
      grace,
      alan,
    ],
    meanwhile: ['updates/grace'],
    afterwards: ['updates/ada', 'memberships/alan', 'memberships/tim'],
  },
  {
    name: 'shares its request with those that went on',
    plan: [does('ada', 'create', ['people', '+vip']), does('grace', 'update', ['updates', '+vip'])],
    meanwhile: ['updates/grace'],
    afterwards: ['tags/vip'],
  },
  {
    name: 'that fails makes those be skipped that require it',
    plan: [ada, grace, does('tim', 'update', ['updates'], needsAda)],
    meanwhile: ['updates/grace'],
    options: { fails: /ada/ },
    outcomes: { 'contact/beta/ada': 'failed', 'contact/beta/tim': 'skipped' },
  },
  {
    name: 'is waited for where one failure ends the run',
    plan: [ada, grace],
    meanwhile: [],
    afterwards: ['updates/grace'],
    options: { maxErrors: 1 },
  },
  {
    name: 'that fails ends the run after so many failures',
    plan: [ada, grace, does('tim', 'archive', ['archives'])],
    meanwhile: ['updates/grace'],
    options: { fails: /./, maxErrors: 2 },
    outcomes: {
      'contact/beta/ada': 'failed',
      'contact/beta/grace': 'failed',
      'contact/beta/tim': 'not_attempted',
    },
  },
];

describe('a change that takes long', () => {
  it.each(rows)('$name', async ({ plan, meanwhile, afterwards = [], options, outcomes: ends }) => {
    const { writer, done, paths } = begin(plan, /ada/, options);
    await quiet();
    const before = paths().filter((path) => !path.endsWith('/ada'));
    expect(before).toEqual(meanwhile);
    const held = paths().length;
    // What ada has left to do then is slow as well.
    for (; writer.isHolding; await quiet()) writer.tell();
    const applied = await done;
    expect(paths().slice(held)).toEqual(afterwards);
    const all = Object.fromEntries(plan.map(({ change: { address } }) => [address, 'done']));
    expect(outcomes(applied)).toEqual({ ...all, ...ends });
  });

  it('is told apart from those that went on at Ctrl-C', async () => {
    const abort = new AbortController();
    const eve = does('eve', 'update', ['updates']);
    const plan = [ada, grace, does('tim', 'update', ['updates'], needsAda), eve, alan];
    const { writer, done, paths } = begin(plan, /ada|grace/, { signal: abort.signal, concurrency: 3 });
    await quiet();
    expect(paths()).toEqual(['people/ada', 'updates/grace', 'updates/eve']);
    abort.abort();
    writer.tell();
    expect(outcomes(await done)).toEqual({
      'contact/beta/ada': 'done',
      'contact/beta/grace': 'done',
      'contact/beta/eve': 'done',
      'contact/beta/tim': 'not_attempted',
      'contact/beta/alan': 'not_attempted',
    });
  });
});

describe('a run that stops', () => {
  it('says of what it had not taken up again that it is partly written', async () => {
    const abort = new AbortController();
    // More than are held in memory for a wave.
    const keys = Array.from({ length: 1_200 }, (_, at) => `c${at}`);
    const requires = keys.map((key) => `contact/beta/${key}`);
    const plan = [
      ...keys.map((key) => does(key, 'create', ['people', 'updates'])),
      does('tim', 'update', ['memberships'], { requires }),
    ];
    const { writer, done } = begin(plan, /updates/, { signal: abort.signal, concurrency: 5 });
    await quiet();
    abort.abort();
    writer.tell();
    const ends = Object.values(outcomes(await done));
    expect(ends.filter((end) => end === 'done')).toHaveLength(5);
    expect(ends.filter((end) => end === 'failed')).toHaveLength(1_195);
    expect(ends.at(-1)).toBe('not_attempted');
  });
});

describe('users that wait to be read back after a bulk request', () => {
  it.each(['off', 'auto'] as const)(
    'do not hold the updates of others, with bulk updates %s',
    async (bulkUpdates) => {
      const old = Array.from({ length: 120 }, (_, at) => `old-${at}`);
      // Whoever gets another email waits.
      const updated = old.map(
        (key, at) => `  - { external_id: ${key}, ${at === 3 ? 'email: new@acme.test, ' : ''}name: Grace }`,
      );
      const created = Array.from({ length: 60 }, (_, at) => `  - { external_id: new-${at}, name: Ada }`);
      const { result, requests } = await applyPaced({
        seed: {
          contacts: old.map((external_id) => ({
            role: 'user',
            external_id,
            email: `${external_id}@acme.test`,
          })),
        },
        manifests: `apiVersion: interform/v1\nkind: ContactSet\nname: beta\ncontacts:\n${[...created, ...updated].join('\n')}\n`,
        limit: 1667,
        recheck: 'batch',
        bulkUpdates,
        switches: { bulkUpdate: true },
        faults: parseFaults('job-stuck:1'),
      });
      expect(result).toMatchObject({ exit: 0, summary: { done: 180 } });
      const puts = requests.filter(({ method }) => method === 'PUT');
      expect(puts[0]?.at).toBeLessThan(5_000);
      expect(puts.find(({ body }) => body.includes('new@acme.test'))?.at).toBeGreaterThan(120_000);
    },
  );
});
