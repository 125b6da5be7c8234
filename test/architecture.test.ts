import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinds } from '../src/kinds/index.ts';
import { circularImports, edgesOf, type SourceFile, violations } from './architecture-rules.ts';
import { exportedNames, judgeNames } from './equal-names.ts';
import { judge, type KnowsKinds, kindsNamed, sharedNames } from './kind-name-rules.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));

function sourceFiles(): SourceFile[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(src + path, 'utf8') }));
}

const planted = (path: string, text: string) => violations([{ path, text }]);

describe('the architecture of src', () => {
  const files = sourceFiles();
  const edges = edgesOf(files);

  it('is seen by this test', () => {
    expect(files.length).toBeGreaterThanOrEqual(50);
    expect(edges.length).toBeGreaterThan(files.length);
    expect(edges).toContainEqual({ from: 'render/text/plan-text.ts', to: 'types/plan.ts' });
    expect(edges).toContainEqual({ from: 'commands/plan.ts', to: 'app/plan.ts' });
  });

  it('imports only downwards, keeps pure folders pure and files short', () => {
    expect(violations(files)).toEqual([]);
  });

  it('has no two files that import each other, by whatever way round', () => {
    expect(circularImports(edges)).toEqual([]);
  });

  it('resolves every relative import to a file that exists', () => {
    const known = new Set(files.map((file) => file.path));
    const missing = edges.filter((edge) => edge.to.endsWith('.ts') && !known.has(edge.to));
    expect(missing).toEqual([]);
  });
});

/** Which places outside of kinds/ and emulator/ know a kind by name, and why. An entry that nothing needs fails as well. */
const KNOWS_KINDS: readonly KnowsKinds[] = [
  {
    place: 'types/attribute-type.ts',
    words: ['contact', 'company'],
    why: 'the models of Intercom, which data attributes belong to',
  },
  { place: 'types/change.ts', words: ['merge'], why: 'an action' },
  { place: 'types/plan.ts', words: ['merge'], why: 'a verb of guards' },
  { place: 'plan/guards/allowance.ts', words: ['merge'], why: 'a verb, in the example of a message' },
  { place: 'apply/recheck.ts', words: ['merge'], why: 'an action' },
  { place: 'render/view/consequences.ts', words: ['merge'], why: 'an action, as it is counted in sentences' },
  { place: 'render/audit/audit-text.ts', words: ['merge'], why: 'an action, as it is counted' },
  { place: 'app/audit/', why: 'goes through all contacts, and finds out who of them exists twice' },
  {
    place: 'app/planning/',
    why: 'plans contacts and merges in parts where people do not fit into memory: how both work together is what it is about',
  },
  {
    place: 'app/pull/people/',
    why: 'writes contacts into files of rows, one set after the other, where they do not fit into memory',
  },
  {
    place: 'app/pull/remembered-lists.ts',
    words: ['kinds/company/wire.ts'],
    why: 'reads companies once: their list answers for single ones',
  },
  {
    place: 'app/runs/',
    why: 'lays what was just written over what the search of contacts shows, which lags',
  },
  { place: 'app/new/', why: 'writes the manifests of a table of people: attributes, tags and a contact set' },
  {
    place: 'app/heeding/',
    why: 'knows which steps rest on what was probed, and lets searches of contacts be as large as was accepted',
  },
  {
    place: 'app/probing/',
    words: ['contact'],
    why: 'makes contacts and attributes of contacts of its own, to try Intercom out',
  },
  { place: 'app/who.ts', why: 'tells whom contact sets mean by an email or an id' },
  { place: 'app/ask-for.ts', why: 'looks people up, and whom else their keys may hide' },
  {
    place: 'app/snapshot/people.ts',
    why: 'keeps the contacts, which do not fit into memory, with whole lists',
  },
  { place: 'commands/pull.ts', words: ['contact'], why: 'counts the contacts of an export' },
];

describe('the kinds', () => {
  const named = kindsNamed(sourceFiles(), kinds);

  it('are seen where they are named', () => {
    expect(named).toContainEqual({ path: 'types/change.ts', word: 'merge' });
    expect(named).toContainEqual({ path: 'app/who.ts', word: 'kinds/contact/identity/who.ts' });
  });

  it('share no name', () => {
    expect(sharedNames(kinds)).toEqual([]);
  });

  it('are found out where they share one', () => {
    const [first, ...others] = kinds.filter(({ snapshot }) => snapshot !== null);
    if (first?.snapshot == null || first.pulling === null) throw new Error('the first kind has no facets');
    const { manifest, pulling, schema } = first;
    const copy = { name: 'copy', manifest, schema, pulling, auditing: { part: 'copies' } };
    const snapshot = { key: 'copies', facts: { [first.snapshot.key]: true } };
    expect(sharedNames([first, ...others, { ...copy, snapshot }])).toEqual(
      [
        `manifest: ${manifest}`,
        `schema: ${schema}`,
        `pulling.part: ${pulling.part}`,
        `snapshot.key or .facts: ${first.snapshot.key}`,
      ].map((place) => `${first.name} and copy both have ${place}; give the new one another`),
    );
  });

  it('are known by name in their own folders, and where there is a reason', () => {
    expect(judge(named, KNOWS_KINDS)).toEqual({ refused: [], idle: [] });
  });

  it.each([
    ['a comparison', "const isPerson = change.kind === 'contact';"],
    ['the kind of a manifest', "documents.filter(({ kind }) => kind === 'ContactSet')"],
    ['double quotes', 'const kind = "tag";'],
    ['a table', "const PLURALS = { company: 'companies', tags: 'Tags' };"],
    ['a part of a document', "const part = 'ticket_types';"],
    ['a schema', "const schema = 'tags.schema.json';"],
    ['an address', `const start = \`contact/\${set}/\`;`],
    ['a kind beside an action', "const isNew = kind === 'merge' && action === 'create';"],
    ['an import', "import { tagAddress } from '../kinds/tag/declaration.ts';"],
    ['an import of a type', "import type { TagDeclaration } from '../kinds/tag/declaration.ts';"],
  ])('are seen in %s', (_what, text) => {
    const planted = kindsNamed([{ path: 'plan/digest.ts', text }], kinds);
    expect(judge(planted, KNOWS_KINDS).refused).toHaveLength(1);
    expect(kindsNamed([{ path: 'kinds/tag/diff.ts', text }], kinds)).toEqual([]);
  });

  it.each([
    ['an action', "const isMerge = change?.action === 'merge' || action !== 'merge';"],
    ['a comment', "// as 'contact' says\nconst one = 1;"],
    ['a longer word', "const words = ['contacts', 'company_id', 'merges'];"],
    [
      'the list of kinds',
      "import { kinds } from '../kinds/index.ts';\nimport { setOf } from '../kinds/sets.ts';",
    ],
  ])('are not meant by %s', (_what, text) => {
    expect(kindsNamed([{ path: 'plan/digest.ts', text }], kinds)).toEqual([]);
  });

  it('keep no exception that nothing needs', () => {
    const stale = { place: 'plan/digest.ts', why: 'it was so once' };
    expect(judge(named, [...KNOWS_KINDS, stale]).idle).toEqual(['plan/digest.ts needs no exception']);
  });
});

/** Names that several files export, and why neither could have another. */
const EQUAL_NAMES: Readonly<Record<string, string>> = {
  Emulator: 'the command is called as it is typed; programs import the other one by this name',
  CONVERSATION_ATTRIBUTE_TYPES: 'what Intercom takes, as the kind and the emulator know it each on its own',
  TICKET_ATTRIBUTE_TYPES: 'what Intercom takes, as the kind and the emulator know it each on its own',
};

describe('the names that files export', () => {
  const names = exportedNames(sourceFiles());
  const planted = (...texts: readonly string[]) =>
    judgeNames(exportedNames(texts.map((text, at) => ({ path: `plan/${at}.ts`, text }))), {}).refused;

  it('are seen', () => {
    expect(names.size).toBeGreaterThan(1000);
    expect(names.get('planDigest')).toEqual(['plan/digest.ts']);
  });

  it('each stand for one thing, but where there is a reason, and keep no exception that nothing needs', () => {
    expect(judgeNames(names, EQUAL_NAMES)).toEqual({ refused: [], idle: [] });
    expect(judgeNames(names, { ...EQUAL_NAMES, planDigest: 'it was so once' }).idle).toEqual(['planDigest']);
  });

  it.each([
    ['function keysOf() {}'],
    ['async function* keysOf() {}'],
    ['const keysOf = 1;'],
    ['abstract class keysOf {}'],
    ['type keysOf<T> = T;'],
    ['interface keysOf {}'],
  ])('are seen in export %s', (text) => {
    expect(planted('export function keysOf() {}', `export ${text}`)).toEqual([
      'keysOf is exported by plan/0.ts and plan/1.ts',
    ]);
  });

  it.each([
    ['one that stays in its file', 'function keysOf() {}'],
    ['a re-export', "export { keysOf } from './keys.ts';"],
    ['a comment', '/** `\nexport function keysOf() {}`\n */'],
    ['a longer one', 'export function keysOfAll() {}'],
  ])('are not meant by %s', (_what, text) => {
    expect(planted('export function keysOf() {}', text)).toEqual([]);
  });
});

describe('the rules', () => {
  it.each([
    ['a sibling', 'plan/digest.ts', "import { inert } from '../render/words/inert.ts';"],
    ['a sibling by type only', 'plan/digest.ts', "import type { Look } from '../render/terminal/look.ts';"],
    [
      'a sibling on several lines',
      'apply/run.ts',
      "import {\n  inert,\n  other,\n} from '../render/words/inert.ts';",
    ],
    ['a sibling by re-export', 'plan/digest.ts', "export * from '../render/words/inert.ts';"],
    ['a sibling dynamically', 'plan/digest.ts', "const it = await import('../render/words/inert.ts');"],
    ['something above', 'types/plan.ts', "import '../plan/digest.ts';"],
    ['a command from a use case', 'app/plan.ts', "import { Plan } from '../commands/plan.ts';"],
    ['the client from the emulator', 'emulator/router.ts', "import { x } from '../intercom/index.ts';"],
    ['the emulator from the client', 'intercom/client.ts', "import { x } from '../emulator/index.ts';"],
    ['a kind from the client', 'intercom/client.ts', "import { x } from '../kinds/index.ts';"],
    ['a kind from the emulator', 'emulator/router.ts', "import { x } from '../kinds/index.ts';"],
    ['a part from a kind', 'kinds/tag/diff.ts', "import { x } from '../../plan/digest.ts';"],
    ['another kind', 'kinds/tag/diff.ts', "import { x } from '../contact/diff.ts';"],
    ['a kind from what kinds share', 'kinds/people/claims.ts', "import { x } from '../contact/diff.ts';"],
    ['what is outside src', 'plan/digest.ts', "import { x } from '../../test/sample.ts';"],
  ])('refuse an import of %s', (_what, path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  it.each([
    ['the file system', "import { readFile } from 'node:fs/promises';"],
    ['the process', 'const token = process.env.TOKEN;'],
    ['the console', "console.log('hello');"],
    ['the clock', 'const now = Date.now();'],
    ['the clock in disguise', 'const now = new Date();'],
    ['chance', 'const luck = Math.random();'],
  ])('refuse %s in a pure folder', (_what, text) => {
    expect(planted('plan/digest.ts', text)).toHaveLength(1);
    expect(planted('commands/plan.ts', text)).toEqual([]);
  });

  it.each([
    ['a long file', 'plan/digest.ts', 'x;\n'.repeat(401)],
    ['a folder that nobody decided', 'extras/thing.ts', "import '../types/plan.ts';"],
    ['a drawer', 'plan/utils.ts', ''],
    ['camel case', 'plan/planDigest.ts', ''],
  ])('refuse %s', (_what, path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  it('refuse a circle, and blame nobody who only leads into it or out of it', () => {
    const edge = (from: string, to: string) => ({ from, to });
    const circle = [edge('a.ts', 'b.ts'), edge('b.ts', 'c.ts'), edge('c.ts', 'a.ts')];
    expect(circularImports([edge('in.ts', 'a.ts'), ...circle, edge('b.ts', 'out.ts')])).toEqual(circle);
    expect(circularImports([edge('in.ts', 'a.ts'), edge('a.ts', 'out.ts')])).toEqual([]);
  });

  it('allow what points down, what stands beside the kinds, and words in comments', () => {
    expect(planted('commands/plan.ts', "import { planExit } from '../plan/exit.ts';")).toEqual([]);
    expect(planted('kinds/tag/diff.ts', "import { x } from '../rules.ts';")).toEqual([]);
    expect(planted('kinds/tag/diff.ts', "import { x } from '../declared/references.ts';")).toEqual([]);
    expect(planted('plan/digest.ts', "import { kinds } from '../kinds/index.ts';")).toEqual([]);
    expect(
      planted('plan/digest.ts', "import { createHash } from 'node:crypto';\n// not Date.now()\n"),
    ).toEqual([]);
  });
});
