import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Document, isMap, isScalar, parseAllDocuments } from 'yaml';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { createTally, LAW_TIMEOUT, law } from '../properties/tally.ts';
import { oddWorkspaces } from './odd-workspaces.ts';
import { ALL, inWorld, type World } from './pulled-world.ts';

const PARTS = ALL.filter((part) => part !== 'contacts');

/** Beside the attributes and companies of an odd workspace. */
const CONFIGURED: EmulatorSeed = {
  teams: [{ id: '814865', name: 'Support' }],
  conversation_attributes: [
    {
      ...{ name: 'Root cause', data_type: 'list', options: ['Bug', 'How-to'], description: 'Why' },
      ...{ required: true, visible_to_team_ids: ['814865'] },
    },
    { name: 'Steps', data_type: 'string', multiline: true },
    { name: 'Orders', data_type: 'relationship', reference: { type: 'many', object_type_id: 'Order' } },
  ],
  ticket_types: [
    {
      ...{ name: 'Bug report', icon: '🐞', description: 'Something broke', is_internal: true },
      ticket_type_attributes: {
        data: [
          {
            ...{ name: 'Severity', data_type: 'list', description: 'How bad', required_to_create: true },
            input_options: { list_options: ['Low', 'High'] },
          },
          { name: 'Screens', data_type: 'files', input_options: { allow_multiple_values: true } },
          {
            name: 'Notes',
            data_type: 'string',
            visible_to_contacts: false,
            input_options: { multiline: true },
          },
        ],
      },
    },
  ],
};

/** Each is a pull, a pull that adds, a plan and one more pull. */
const RUNS = Math.min(60, Number(process.env['PROPERTY_RUNS'] ?? 60));

/** What an item is, what it cannot be without, and what no workspace knows. */
const KEPT = new Set(['type', 'archived', 'sensitive', 'reference']);

it(
  'whatever fields somebody takes out of a pulled manifest, --all-fields brings back',
  LAW_TIMEOUT,
  async () => {
    const tally = createTally();
    const choices = fc.infiniteStream(fc.boolean());
    await law(
      fc.tuple(oddWorkspaces, choices),
      async ([seed, chosen]) => {
        await inWorld({ ...seed, ...CONFIGURED }, {}, async (world) => {
          await world.pulled(PARTS);
          const before = read(world);
          let taken = 0;
          for (const [file, text] of world.files()) {
            const documents = parseAllDocuments(text) as unknown as Document[];
            for (const document of documents)
              for (const path of fieldsOf(document)) {
                if (chosen.next().value !== true) continue;
                document.deleteIn(path);
                taken++;
              }
            world.write(file, documents.map((document) => String(document)).join(''));
          }
          await world.pulled(PARTS, { allFields: true });
          expect(read(world)).toEqual(before);
          expect((await world.plan()).changes).toEqual([]);
          expect((await world.pulled(PARTS, { allFields: true, check: true })).files).toEqual([]);
          tally.see({
            'much taken': taken > 10,
            'custom attributes': JSON.stringify([...before.values()]).includes('custom_attributes'),
          });
        });
      },
      RUNS,
    );
    tally.expectShares({ 'much taken': 0.5, 'custom attributes': 0.3 });
  },
);

/** The path of every field that can be taken out, and of every custom attribute. */
function fieldsOf(document: Document): readonly (readonly string[])[] {
  const found: string[][] = [];
  for (const list of ['attributes', 'companies', 'ticket_types']) {
    const isAttribute = list === 'attributes' && document.get('kind') === 'DataAttributes';
    for (const name of keysIn(document, [list])) take([list, name], isAttribute);
  }
  return found;

  function take(item: readonly string[], isAttribute: boolean): void {
    for (const field of keysIn(document, item)) {
      const path = [...item, field];
      if (field === 'attributes') for (const name of keysIn(document, path)) take([...path, name], false);
      else if (field === 'custom_attributes')
        for (const name of keysIn(document, path)) found.push([...path, name]);
      else if (!KEPT.has(field) && !(isAttribute && field === 'options')) found.push(path);
    }
  }
}

function keysIn(document: Document, path: readonly string[]): readonly string[] {
  const node = document.getIn(path);
  if (!isMap(node)) return [];
  return node.items.map(({ key }) => (isScalar(key) ? String(key.value) : String(key)));
}

/** What the manifests say, whatever the order of keys and lists. */
function read(world: World): ReadonlyMap<string, unknown> {
  return new Map(
    [...world.files()].map(([file, text]) => [
      file,
      (parseAllDocuments(text) as unknown as Document[]).map((document) => sorted(document)),
    ]),
  );
}

function sorted(document: Document): unknown {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk).sort();
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([, inner]) => !isEmpty(inner));
    return Object.fromEntries(
      entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, walk(inner)]),
    );
  };
  return walk(document.toJS());
}

/** A map of which everything was taken out and that nothing came back to says nothing. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
