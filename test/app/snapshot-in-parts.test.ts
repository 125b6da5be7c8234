import { expect, it } from 'vitest';
import type { SnapshotDocument } from '../../src/app/snapshot/document.ts';
import { takeSnapshot } from '../../src/app/snapshot/take.ts';
import { inWorld } from '../pull/pulled-world.ts';

function companyIds(snapshot: SnapshotDocument | undefined): readonly string[] {
  const rows = snapshot?.['companies'] as readonly { company_id: string }[] | undefined;
  return (rows ?? []).map(({ company_id }) => company_id);
}

const FILES = {
  'migrations/0001-people.yaml': `apiVersion: interform/v1
kind: Companies
companies: { declared: { name: Declared } }
---
apiVersion: interform/v1
kind: ContactSet
name: people
defaults: { companies: [default] }
source: { file: people.jsonl }
contacts: [{ external_id: u-1, companies: [inline] }]
`,
  'migrations/people.jsonl':
    '{"external_id":"u-2","companies":["row","gone"]}\n{"external_id":"u-3"}\n{"external_id":"u-4","companies":["inline"]}\n',
};
const COMPANIES = ['declared', 'default', 'inline', 'row', 'nobody-names-it'];

it('asks for every company that manifests name, however many rows are looked through at a time', async () => {
  const seed = { companies: COMPANIES.map((company_id) => ({ company_id, name: company_id })) };
  await inWorld(seed, FILES, async (world) => {
    // Another reader holds the scroll, so that companies without users are not seen.
    world.through(
      (inner) => (request, init) =>
        String(request instanceof Request ? request.url : request).includes('/companies/scroll')
          ? Promise.resolve(
              new Response('{"type":"error.list","errors":[{"code":"scroll_exists"}]}', { status: 400 }),
            )
          : inner(request, init),
    );
    const options = {
      project: world.folder,
      variables: new Map(),
      target: [],
      exclude: [],
      allow: new Map(),
    };
    const taken = (partRows?: number) => takeSnapshot({ ...options, contacts: false, partRows }, world.ports);
    const { document } = await taken();
    expect(companyIds(document)).toEqual(['declared', 'default', 'inline', 'row']);
    expect(document?.companies_absent).toEqual(['gone']);
    expect((await taken(1)).document).toEqual(document);
  });
});
