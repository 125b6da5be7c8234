import { expect, it } from 'vitest';
import { askedScans } from '../../src/app/pull/people/asked-scans.ts';
import type { SeedContact } from '../../src/emulator/index.ts';
import type { WireContact } from '../../src/kinds/people/wire-contact.ts';
import { ALL, inWorld } from './pulled-world.ts';

const VIP = { field: 'tag_id', operator: '=', value: '1' };

/** Pages of contacts by their ids, and what was asked for. */
function scanning(pages: readonly (readonly string[])[], end?: Error) {
  const asked: unknown[] = [];
  const scanContacts = askedScans({
    async *scanContacts(query) {
      asked.push(query);
      for (const page of pages) yield page.map((id) => ({ id }) as WireContact); // no more of it is read
      if (end !== undefined) throw end;
    },
  });
  const idsOf = async (query = VIP, most = Number.POSITIVE_INFINITY) => {
    const ids: string[] = [];
    for await (const page of scanContacts(query)) {
      ids.push(...page.map(({ id }) => id));
      if (ids.length >= most) break;
    }
    return ids;
  };
  return { asked, idsOf };
}

it.each([{ pages: [] }, { pages: [['ada', 'grace'], ['edsger']] }])(
  'a scan is asked for once, and answers alike ever after: $pages',
  async ({ pages }) => {
    const { asked, idsOf } = scanning(pages);
    expect(await Promise.all([idsOf(), idsOf()])).toEqual([pages.flat(), pages.flat()]);
    expect(await idsOf()).toEqual(pages.flat());
    const before = asked.length;
    expect(await idsOf(VIP, 1)).toEqual(pages[0] ?? []);
    expect(await idsOf()).toEqual(pages.flat());
    expect(asked.length).toBe(before);
    await idsOf({ ...VIP, value: '2' });
    expect(asked.length).toBe(before + 1);
  },
);

it('a scan that is broken off or fails is asked for again', async () => {
  const broken = scanning([['ada', 'grace'], ['edsger']]);
  expect(await broken.idsOf(VIP, 1)).toEqual(['ada', 'grace']);
  expect(await broken.idsOf()).toEqual(['ada', 'grace', 'edsger']);
  expect(broken.asked.length).toBe(2);
  const failing = scanning([['ada']], new Error('fewer came'));
  for (let time = 1; time <= 2; time++) {
    await expect(failing.idsOf()).rejects.toThrow('fewer came');
    expect(failing.asked.length).toBe(time);
  }
});

/** Of a set that prunes, of so many that they are compared with those who look alike: each lacks the tag of the set. */
const people = Array.from(
  { length: 130 },
  (_, at): SeedContact => ({
    role: 'user',
    external_id: `customer-${at}`,
    ...(at % 2 === 0 ? { tags: ['set-users'] } : {}),
  }),
);

it.each([undefined, 7])('a pull asks no question twice, %s people at a time', (batchRows) =>
  inWorld({ tags: ['set-users'], contacts: people }, {}, async (world) => {
    await world.run(ALL, { batchRows });
    for (const [name, text] of world.files()) {
      const tagged = text.replace(/(name: pulled-users\n)(?:prune:.*\n(?: .*\n)*)?/, (_, line: string) =>
        line.concat('prune: { owner_tag: set-users, action: untag }\n'),
      );
      if (name.endsWith('.yaml')) world.write(name, tagged);
    }
    const questions: string[] = [];
    world.through((inner) => (request, init) => {
      questions.push(`${init?.method ?? 'GET'} ${String(request)} ${String(init?.body ?? '')}`);
      return inner(request, init);
    });
    expect((await world.pulled(ALL, { batchRows })).exit).toBe(0);
    expect(questions.filter((one) => one.includes('"tag_id"'))).toHaveLength(1);
    expect(questions.filter((one, at) => questions.indexOf(one) !== at)).toEqual([]);
  }),
);
