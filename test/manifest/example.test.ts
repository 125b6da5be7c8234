import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadManifests, loadProject } from '../../src/manifest/index.ts';
import { diskFiles, mappedRowsOf } from '../../src/sources/index.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { MappedRow } from '../../src/types/mapped-row.ts';
import { CONTACT } from '../sources/mapped.ts';
import { shippedSchemas } from './memory-files.ts';

const folder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

async function example(to?: string) {
  const schemas = shippedSchemas();
  const loaded = await loadProject({
    folder,
    variables: new Map(),
    env: { CI: '1' },
    files: diskFiles,
    schemas,
  });
  expect(loaded.diagnostics).toEqual([]);
  if (loaded.project === undefined) throw new Error('no project');
  const manifests = await loadManifests({
    project: loaded.project,
    files: diskFiles,
    schemas,
    to: to === undefined ? [] : [to],
  });
  expect(manifests.diagnostics).toEqual([]);
  return { project: loaded.project, ...manifests };
}

describe('the example workspace', () => {
  it('is a project with the guard limits that its manifests need', async () => {
    const { project, documents, version } = await example();
    expect(project.guards).toEqual({ max_convert: 1, max_merge: 1 });
    expect(version).toBe('0004');
    expect(documents.map(({ kind, version: number }) => [kind, number])).toEqual([
      ['DataAttributes', 1],
      ['Companies', 2],
      ['ContactSet', 3],
      ['ContactSet', 4],
      ['Merges', 4],
    ]);
  });

  it('declares the attribute and the four companies of the tutorial', async () => {
    const { documents } = await example('0002');
    expect(documents[0]?.data['attributes']).toEqual({
      pronouns: { type: 'string', description: 'The pronouns of the contact.' },
    });
    expect(documents[1]?.keys(['companies'])).toEqual([
      '15257600000029',
      '15283600000067',
      '15259370000094',
      '15357600000026',
    ]);
  });

  it('has the five contacts of the tutorial as rows', async () => {
    const { documents } = await example('3');
    const set = documents[2];
    if (set === undefined) throw new Error('no contact set');
    const diagnostics: Diagnostic[] = [];
    const rows: MappedRow[] = [];
    const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic);
    const context = { folder, files: diskFiles, report };
    for await (const batch of mappedRowsOf(set, ['source'], CONTACT, context)) rows.push(...batch);
    expect(diagnostics).toEqual([]);
    const told = rows.map(({ raw }) => {
      if (!('object' in raw)) throw new Error('a JSON row is an object');
      const { id, name, email, company_id, role, custom_attributes } = raw.object;
      return [id, name, email, company_id, (custom_attributes as { pronouns: string }).pronouns, role].join(
        ' ',
      );
    });
    expect(told).toEqual([
      '14637613035933 Sarah M sarahm@example.com 15257600000029 She/Her user',
      '14637613035934 Ajay P ajayp@example.com 15283600000067 He/Him lead',
      '14637613035935 Huong N huongn@example.com 15257600000029 They/Them user',
      '14637613035936 Jan G jang@example.com 15259370000094 He/They lead',
      '14637613035937 Amina R aminar@example.com 15357600000026 She/Her user',
    ]);
    expect(rows[1]?.place).toEqual({ file: 'migrations/data/contacts.json', row: 2, line: 11 });
  });

  it('holds in its seed the people that version 4 updates, converts and merges', async () => {
    const seed = JSON.parse(
      await readFile(new URL('../../migrations/data/seed.json', import.meta.url), 'utf8'),
    );
    expect(seed.app).toMatchObject({ name: 'Acme', region: 'US' });
    const people: { role: string; external_id?: string; email: string; phone?: string }[] = seed.contacts;
    const ada = people.find(({ external_id }) => external_id === 'founder-ada');
    const visitor = people.find(({ email }) => email === 'ada.visitor@example.com');
    expect(ada?.role).toBe('user');
    // Intercom merges only people who share an email or a phone number.
    expect(visitor).toMatchObject({ role: 'lead', phone: ada?.phone });
    expect(people.filter(({ email }) => email === 'grace@example.com')).toMatchObject([{ role: 'lead' }]);
  });
});
