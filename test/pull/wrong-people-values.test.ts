import { expect, it } from 'vitest';
import { ALL, inWorld, USUAL } from './pulled-world.ts';

const ADA = { role: 'user', external_id: 'ada', email: 'ada@acme.test' } as const;

it.each([
  ['in memory', USUAL, undefined],
  ['in parts', USUAL, 1],
  ['with contacts', ALL, undefined],
  ['with contacts, in parts', ALL, 1],
])(
  'a contact with a value off the options that are pulled is told of, and the rest is pulled: %s',
  async (_, parts, batchRows) => {
    const contacts = `apiVersion: interform/v1
kind: ContactSet
name: beta
contacts:
  - external_id: ada
    custom_attributes: { plan: fre }
`;
    await inWorld(
      {
        attributes: [{ model: 'contact', name: 'plan', data_type: 'string', options: ['free', 'pro'] }],
        tags: ['vip'],
        contacts: [{ ...ADA, custom_attributes: { plan: 'pro' } }],
      },
      { 'migrations/0001-beta.yaml': contacts },
      async (world) => {
        const { document, diagnostics } = await world.run(parts, { batchRows });
        expect(diagnostics).toEqual([
          expect.objectContaining({
            ...{ code: 'unknown-option', severity: 'warning' },
            ...{ file: 'migrations/0001-beta.yaml', line: 6, detail: '"fre"; did you mean "free"?' },
          }),
        ]);
        expect(document?.exit).toBe(0);
        expect(world.read('migrations/0001-beta.yaml')).toBe(contacts);
        expect([...world.files().values()].join('')).toMatch(/options: \[?\s*-? ?free/);
        expect([...world.files().values()].join('')).toContain('vip');
      },
    );
  },
);
