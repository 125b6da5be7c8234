import { afterEach, describe, expect, it } from 'vitest';
import { clearDesks, type Desk, setUpDesk } from '../../store/desk.ts';
import { planUndo } from './undoing-desk.ts';

afterEach(clearDesks);

const PROJECT = `apiVersion: interform/v1
kind: Project
workspace: { timezone: Europe/Dublin, owner_tags: ["set-*"] }
guards: { max_archive: 10, max_drop_option: 10, max_detach: 10 }
`;
const manifest = (kind: string, text: string) => `apiVersion: interform/v1\nkind: ${kind}\n${text}\n`;
const set = (text: string, name = 'beta') => manifest('ContactSet', `name: ${name}\n${text}`);
const attributes = (text: string) => manifest('DataAttributes', `model: contact\nattributes:\n  ${text}`);
const companies = (text: string) => manifest('Companies', `companies:\n  ${text}`);
const TAGS = manifest('Tags', 'tags: [vip, beta, old]');
const ACME = companies('acme: { name: Acme }');
const SEATS = attributes('seats: { type: integer }\n  renewal: { type: date }');
const CATALOG = { tags: TAGS, companies: ACME, attributes: SEATS };

type Manifests = Readonly<Record<string, string>>;

/**
 * Applies manifests one after the other, the last of which is the run, leaves those of today, and tells what an undo of the run
 * says that they would make again.
 */
async function againAfter(
  earlier: readonly Manifests[],
  today: Manifests,
  project = PROJECT,
): Promise<readonly string[]> {
  const ada = await setUpDesk(0, { 'interform.yaml': PROJECT });
  ada.emulator.handle({
    method: 'POST',
    url: 'http://intercom.test/contacts',
    headers: { authorization: 'Bearer of-ada', 'intercom-version': '2.16' },
    body: JSON.stringify({ role: 'user', external_id: 'grace', name: 'Grace' }),
  });
  for (const manifests of [{}, ...earlier]) {
    await put(ada, manifests);
    ada.nowMs += 1000;
    expect(await ada.apply()).toMatchObject({ exit: 0 });
  }
  await put(ada, today);
  await ada.write('interform.yaml', project);
  const { plan, diagnostics } = await planUndo(ada);
  expect(plan?.changes.length).toBeGreaterThan(0);
  const found = diagnostics.find(({ code }) => code === 'undo-declared');
  return found?.detail?.split(', ') ?? [];
}

/** Every file of the world, those that are not given empty. */
async function put(ada: Desk, manifests: Manifests): Promise<void> {
  const all = { ...CATALOG, people: '', more: '', ...manifests };
  for (const [name, text] of Object.entries(all)) await ada.write(`migrations/${name}.yaml`, text);
}

const ADA = 'contact/beta/ada';
const GRACE = 'contact/beta/grace';

describe('of people, an undo names', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'a created one who is declared still',
      'contacts: [{ external_id: ada }]',
      'contacts: [{ external_id: ada }]',
      [ADA],
    ],
    [
      'not one whom nobody declares',
      'contacts: [{ external_id: ada }]',
      'contacts: [{ external_id: grace }]',
      [],
    ],
    [
      'not one whom a set would only update',
      'contacts: [{ external_id: ada }]',
      'policy: { on_missing: skip }\ncontacts: [{ external_id: ada }]',
      [],
    ],
    [
      'a value that is declared still',
      'contacts: [{ external_id: grace, name: Hopper }]',
      'contacts: [{ external_id: grace, name: Hopper }]',
      [GRACE],
    ],
    [
      'not a value that is declared otherwise',
      'contacts: [{ external_id: grace, name: Hopper }]',
      'contacts: [{ external_id: grace, name: Grace }]',
      [],
    ],
    [
      'not one that nobody manages any more',
      'contacts: [{ external_id: grace, name: Hopper }]',
      'contacts: [{ external_id: grace }]',
      [],
    ],
    [
      'not one that only fills what is empty',
      'contacts: [{ external_id: grace, name: Hopper }]',
      'only_if_empty: [name]\ncontacts: [{ external_id: grace, name: Hopper }]',
      [],
    ],
    [
      'a value that the defaults of the set hold',
      'contacts: [{ external_id: grace, name: Hopper }]',
      'defaults: { name: Hopper }\ncontacts: [{ external_id: grace }]',
      [GRACE],
    ],
    [
      'a date however it is written',
      'contacts: [{ external_id: grace, custom_attributes: { renewal: 2026-01-15 }, signed_up_at: 2026-01-15 }]',
      'contacts: [{ external_id: grace, custom_attributes: { renewal: "2026-01-15T00:00:00Z" } }]',
      [GRACE],
    ],
    [
      'a cleared value that is cleared still',
      'contacts: [{ external_id: grace, name: null }]',
      'contacts: [{ external_id: grace, name: null }]',
      [GRACE],
    ],
    [
      'a tag that the defaults hold, in other case',
      'contacts: [{ external_id: grace, tags: [vip] }]',
      'defaults: { tags: [VIP] }\ncontacts: [{ external_id: grace }]',
      [GRACE],
    ],
    [
      'not a tag where other tags are wanted',
      'contacts: [{ external_id: grace, tags: [vip] }]',
      'contacts: [{ external_id: grace, tags: [beta] }]',
      [],
    ],
    [
      'a company',
      'contacts: [{ external_id: grace, companies: [acme] }]',
      'contacts: [{ external_id: grace, companies: [acme] }]',
      [GRACE],
    ],
    [
      'not a company that is wanted no more',
      'contacts: [{ external_id: grace, companies: [acme] }]',
      'contacts: [{ external_id: grace, companies: [] }]',
      [],
    ],
  ])('%s', async (_name, then, today, again) => {
    expect(await againAfter([{ people: set(then) }], { people: set(today) })).toEqual(again);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'a tag that an exact set takes off',
      'policy: { tags: exact }\ncontacts: [{ external_id: grace, tags: [beta] }]',
      [GRACE],
    ],
    ['not one that no set takes off', 'contacts: [{ external_id: grace, tags: [beta] }]', []],
    [
      'not one that is wanted by now',
      'policy: { tags: exact }\ncontacts: [{ external_id: grace, tags: [beta, vip] }]',
      [],
    ],
  ])('%s', async (_name, today, again) => {
    const first = set('contacts: [{ external_id: grace, tags: [vip, beta] }]');
    const exact = set('policy: { tags: exact }\ncontacts: [{ external_id: grace, tags: [beta] }]');
    expect(await againAfter([{ people: first }, { people: exact }], { people: set(today) })).toEqual(again);
  });

  it('not a tag that is an owner tag by now, which no exact set takes off', async () => {
    const first = set('contacts: [{ external_id: grace, tags: [old, beta] }]');
    const exact = set('policy: { tags: exact }\ncontacts: [{ external_id: grace, tags: [beta] }]');
    const worlds = [{ people: first }, { people: exact }];
    expect(await againAfter(worlds, { people: exact })).toEqual([GRACE]);
    const patterns = PROJECT.replace('["set-*"]', '["set-*", old]');
    expect(await againAfter(worlds, { people: exact }, patterns)).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['whom a set still takes for gone', 'untag', [GRACE]],
    ['whom a set still archives', 'archive', [GRACE]],
  ])('%s', async (_name, action, again) => {
    const prune = `prune: { owner_tag: set-beta, action: ${action} }\n`;
    const both = set(`${prune}contacts: [{ external_id: ada }, { external_id: grace }]`);
    const one = set(`${prune}contacts: [{ external_id: ada }]`);
    expect(await againAfter([{ people: both }, { people: one }], { people: one })).toEqual(again);
    expect(await againAfter([{ people: both }, { people: one }], { people: both })).toEqual([]);
    const without = set('contacts: [{ external_id: ada }]');
    expect(await againAfter([{ people: both }, { people: one }], { people: without })).toEqual([]);
  });

  it('one whom another set declares by now, by what that set wants', async () => {
    const then = set('contacts: [{ external_id: grace, name: Hopper }]');
    const moved = set('contacts: [{ external_id: grace, name: Hopper }]', 'moved');
    expect(await againAfter([{ people: then }], { people: moved })).toEqual([GRACE]);
  });

  it('what the set of the highest precedence comes to', async () => {
    const then = set('contacts: [{ external_id: grace, name: Hopper }]');
    const above = set('precedence: 1\ncontacts: [{ external_id: grace, name: Murray }]', 'above');
    expect(await againAfter([{ people: then }], { people: then, more: above })).toEqual([]);
  });
});

describe('of attributes, an undo names', () => {
  const plan = (text: string) => ({ attributes: `${SEATS}---\n${attributes(`plan: ${text}`)}` });
  const NAME = 'attribute/contact/plan';

  it.each<[string, readonly string[], string | undefined, readonly string[]]>([
    ['a created one that is declared', ['{ type: string }'], '{ type: string }', [NAME]],
    ['not one that nobody declares', ['{ type: string }'], undefined, []],
    ['not one that is declared archived', ['{ type: string }'], '{ type: string, archived: true }', []],
    [
      'options that are declared, in any order',
      ['{ type: options, options: [free, pro] }', '{ type: options, options: [free, pro, max] }'],
      '{ type: options, options: [max, pro, free] }',
      [NAME],
    ],
    [
      'not options that are declared otherwise',
      ['{ type: options, options: [free, pro] }', '{ type: options, options: [free, pro, max] }'],
      '{ type: options, options: [free, pro] }',
      [],
    ],
    [
      'a cleared description',
      ['{ type: string, description: Billing }', '{ type: string, description: "" }'],
      '{ type: string, description: "" }',
      [NAME],
    ],
    [
      'one that is archived still',
      ['{ type: string }', '{ type: string, archived: true }'],
      '{ type: string, archived: true }',
      [NAME],
    ],
    [
      'not one that is wanted back',
      ['{ type: string }', '{ type: string, archived: true }'],
      '{ type: string }',
      [],
    ],
  ])('%s', async (_name, earlier, today, again) => {
    expect(await againAfter(earlier.map(plan), today === undefined ? {} : plan(today))).toEqual(again);
  });
});

describe('of tags, an undo names', () => {
  const tags = (text: string) => ({ tags: manifest('Tags', `tags: [beta, vip, ${text}]`) });
  const RUN = [tags('old'), tags('{ name: new, was: [old] }')];

  it.each<[string, string, readonly string[]]>([
    ['a renamed one whose former name is declared still', '{ name: new, was: [OLD] }', ['tag/new']],
    ['not one that is declared without it', 'new', []],
    ['not one that nobody declares', 'other', []],
  ])('%s', async (_name, today, again) => {
    expect(await againAfter(RUN, tags(today))).toEqual(again);
  });

  it('a renamed owner tag whose set says so still', async () => {
    const owned = (tag: string) => ({
      people: set(`contacts: [{ external_id: grace }]\nprune: { owner_tag: ${tag}, action: untag }`),
    });
    const run = [owned('set-old'), owned('{ name: set-beta, was: [set-old] }')];
    expect(await againAfter(run, owned('{ name: set-beta, was: [set-old] }'))).toEqual(['tag/set-beta']);
    expect(await againAfter(run, owned('set-beta'))).toEqual([]);
  });
});

describe('of companies, an undo names', () => {
  const acme = (text: string) => ({ companies: companies(`acme: { name: Acme, size: 1, ${text} }`) });
  const NAME = 'company/acme';

  it.each<[string, string, string, readonly string[]]>([
    ['a value that is declared', 'plan: Pro', 'plan: Pro', [NAME]],
    ['not one that is declared otherwise', 'plan: Pro', 'plan: Free', []],
    ['not one that nobody manages', 'plan: Pro', 'industry: Tools', []],
    [
      'a date however it is written',
      'remote_created_at: 2026-01-15',
      'remote_created_at: "2026-01-15T00:00:00Z"',
      [NAME],
    ],
    ['a tag', 'tags: [vip]', 'tags: [VIP]', [NAME]],
    ['not a tag that is wanted no more', 'tags: [vip]', 'tags: [beta]', []],
  ])('%s', async (_name, then, today, again) => {
    const before = 'plan: Free, industry: Tools, remote_created_at: 2020-01-01';
    expect(await againAfter([acme(before), acme(then)], acme(today))).toEqual(again);
  });
});
