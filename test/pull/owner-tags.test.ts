import { expect, it } from 'vitest';
import { inWorld, USUAL } from './pulled-world.ts';

const SET = `apiVersion: interform/v1
kind: ContactSet
name: beta
prune: { owner_tag: set-Beta, action: untag }
contacts:
  - { external_id: ada }
`;

it.each([
  ['tags alone', ['tags']],
  ['all but contacts', USUAL],
  ['contacts too', [...USUAL, 'contacts']],
] as const)('does not pull the owner tag of a set as an undeclared tag: %s', async (_, parts) => {
  await inWorld(
    {
      tags: [{ name: 'Set-beta' }, { name: 'vip' }],
      contacts: [{ external_id: 'ada', tags: ['Set-beta'] }],
    },
    { 'migrations/0001-beta.yaml': SET },
    async (world) => {
      await world.pulled([...parts]);
      const written = [...world.files().values()].join('\n');
      expect(written).toContain('vip');
      expect(written).not.toMatch(/- "?Set-beta/);
    },
  );
});
