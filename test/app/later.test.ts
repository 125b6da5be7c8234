import { describe, expect, it } from 'vitest';
import { declaredLater } from '../../src/app/later.ts';
import { loadManifests } from '../../src/manifest/index.ts';
import { projectIn } from '../manifest/load.ts';
import { type MemoryFile, memoryFiles, shippedSchemas } from '../manifest/memory-files.ts';

const attributes = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes: { plan: { type: string } }
`;
const tags = `apiVersion: interform/v1
kind: Tags
tags: [VIP]
`;
const companies = `apiVersion: interform/v1
kind: Companies
companies: { acme: { name: Acme } }
source: { file: companies.csv }
`;
const merges = `apiVersion: interform/v1
kind: Merges
merges: [{ from: { email: Lead@acme.test }, into: { external_id: customer-7 } }]
`;
const beta = (more = '') => `apiVersion: interform/v1
kind: ContactSet
name: beta
prune: { owner_tag: Set-Beta, action: untag }
${more}`;

async function later(
  files: Readonly<Record<string, MemoryFile>>,
  { project: settings = '', to = '0001' }: { readonly project?: string; readonly to?: string } = {},
) {
  const contents = {
    'interform.yaml': `apiVersion: interform/v1\nkind: Project\n${settings}`,
    'migrations/0001-tags.yaml': `apiVersion: interform/v1\nkind: Tags\ntags: [now]\n`,
    ...files,
  };
  const { project } = await projectIn(contents);
  if (project === undefined) throw new Error('no project');
  const disk = memoryFiles(
    Object.fromEntries(Object.entries(contents).map(([path, file]) => [`/acme/${path}`, file])),
  );
  const manifests = await loadManifests({ project, files: disk, schemas: shippedSchemas(), to: [to] });
  expect(manifests.diagnostics).toEqual([]);
  return declaredLater(manifests, project, { files: disk });
}

const ofEmail = ['ada@acme.test', 'bob@acme.test', 'eve@acme.test'];

describe('what later versions declare', () => {
  it('is nothing where no version is left out', async () => {
    const found = await later({ 'migrations/all.yaml': tags });
    expect({ ...found, keys: found.keys.size }).toEqual({
      keys: 0,
      addresses: new Set(),
      ownerTags: new Set(),
      unreadable: [],
    });
  });

  it('is known by name, in every kind', async () => {
    const found = await later({
      'migrations/0002-attributes.yaml': attributes,
      'migrations/0003-tags.yaml': tags,
      'migrations/0003-companies.yaml': companies,
      'migrations/companies.csv': 'company_id,name\nglobex,Globex\n',
      'migrations/0004-beta.yaml': beta('contacts: [{ external_id: customer-1 }]\n'),
    });
    expect(found.addresses).toEqual(
      new Set(['attribute/contact/plan', 'tag/vip', 'company/acme', 'company/globex']),
    );
    expect(found.ownerTags).toEqual(new Set(['set-beta']));
    expect(found.unreadable).toEqual([]);
  });

  it('knows people by every key that names them, in rows and out of them', async () => {
    const found = await later({
      'migrations/0002-beta.yaml': beta(
        'contacts: [{ external_id: customer-1, email: Ada@Acme.test }, { id: 5ba682d23d7cf92bef87bfd4 }]\nsource: { file: beta.csv }\n',
      ),
      'migrations/beta.csv': 'external_id,email\ncustomer-2,BOB@acme.test\n',
      'migrations/0003-merges.yaml': merges,
    });
    const keys = ['customer-1', 'ada@acme.test', '5ba682d23d7cf92bef87bfd4', 'customer-2', 'bob@acme.test'];
    expect(keys.filter((key) => !found.keys.has(key))).toEqual([]);
    expect(['lead@acme.test', 'customer-7'].filter((key) => !found.keys.has(key))).toEqual([]);
    expect(found.keys.has('customer-3')).toBe(false);
    expect(found.keys.size).toBe(7);
  });

  it('knows both of two rows of one person, whichever of them counts', async () => {
    const rows = 'external_id,email\ncustomer-1,ada@acme.test\ncustomer-1,bob@acme.test\n';
    for (const policy of ['first', 'last']) {
      const found = await later({
        'migrations/0002-beta.yaml': beta(
          `policy: { on_duplicate_row: ${policy} }\nsource: { file: beta.csv }\n`,
        ),
        'migrations/beta.csv': rows,
      });
      expect(ofEmail.filter((email) => found.keys.has(email))).toEqual(ofEmail.slice(0, 2));
      expect(found.unreadable).toEqual([]);
    }
  });

  it.each([
    ['a file that is no YAML', { 'migrations/0002-beta.yaml': 'a: [' }, 'migrations/0002-beta.yaml'],
    [
      'a kind that is unknown',
      { 'migrations/0002-beta.yaml': beta().replace('ContactSet', 'Contacts') },
      'migrations/0002-beta.yaml',
    ],
    [
      'a person who breaks the schema',
      { 'migrations/0002-beta.yaml': beta('contacts: [{ external_id: customer-1, mail: ada@acme.test }]\n') },
      'migrations/0002-beta.yaml',
    ],
    [
      'a source that is missing',
      { 'migrations/0002-beta.yaml': beta('source: { file: beta.csv }\n') },
      'migrations/0002-beta.yaml',
    ],
    [
      'a row that is wrong',
      {
        'migrations/0002-beta.yaml': beta('source: { file: beta.csv }\n'),
        'migrations/beta.csv': 'external_id,email\ncustomer-1,nobody\n',
      },
      'migrations/beta.csv',
    ],
    [
      'a row that is left out',
      {
        'migrations/0002-beta.yaml': beta('policy: { on_bad_row: skip }\nsource: { file: beta.csv }\n'),
        'migrations/beta.csv': 'external_id,email\ncustomer-1,nobody\n',
      },
      'migrations/beta.csv',
    ],
    [
      'a company without an id',
      {
        'migrations/0002-companies.yaml': companies,
        'migrations/companies.csv': 'company_id,name\n,Globex\n',
      },
      'migrations/companies.csv',
    ],
  ])('remembers %s, and says nothing', async (_what, files, file) => {
    const found = await later(files);
    expect(found.unreadable).toEqual([file]);
  });

  it('still knows who a row that is left out names', async () => {
    const found = await later({
      'migrations/0002-beta.yaml': beta('policy: { on_bad_row: skip }\nsource: { file: beta.csv }\n'),
      'migrations/beta.csv': 'external_id,email\ncustomer-1,nobody\ncustomer-2,bob@acme.test\n',
    });
    expect(found.keys.has('customer-1')).toBe(true);
    expect(found.keys.has('customer-2')).toBe(true);
  });
});
