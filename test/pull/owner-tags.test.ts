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

it('leaves out the owner tags of other repositories, by the patterns of the project', async () => {
  await inWorld(
    {
      tags: [{ name: 'SET-alumni' }, { name: 'team-b-students' }, { name: 'vip' }],
      contacts: [{ external_id: 'ada', tags: ['SET-alumni'] }],
    },
    {
      'interform.yaml':
        'apiVersion: interform/v1\nkind: Project\nworkspace: { owner_tags: ["set-*", "team-b-*"] }\n',
      'migrations/0001-beta.yaml': SET,
    },
    async (world) => {
      await world.pulled(['tags']);
      const written = [...world.files()].filter(([file]) => file !== 'interform.yaml');
      expect(written.join('\n')).toContain('vip');
      expect(written.join('\n')).not.toMatch(/SET-alumni|team-b-students/);
    },
  );
});
