import { describe, expect, it } from 'vitest';
import { manifestsIn, projectIn, shown } from './load.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const project = (manifests: string, more = '') => `${HEAD}Project\nmanifests: ${manifests}\n${more}`;
const TAGS = `${HEAD}Tags\ntags: [vip]\n`;

function files(manifests: string, ...paths: string[]): Record<string, string> {
  return Object.fromEntries([
    ['interform.yaml', project(manifests)],
    ...paths.map((path) => [path, TAGS] as const),
  ]);
}

async function inForce(contents: Record<string, string>, ...to: string[]) {
  const { documents, version, diagnostics, later } = await manifestsIn(contents, { to });
  return {
    files: documents.map(({ file }) => file),
    later: later.documents.map(({ file }) => file),
    version,
    findings: shown(diagnostics),
  };
}

const TWO = files(
  '[crm, billing]',
  'billing/0001-a.yaml',
  'billing/0004-b.yaml',
  'crm/0001-a.yaml',
  'crm/0003-b.yaml',
);

describe('manifest folders', () => {
  it('are numbered each for itself, and come in the order of the list', async () => {
    expect(await inForce(TWO)).toEqual({
      files: ['crm/0001-a.yaml', 'crm/0003-b.yaml', 'billing/0001-a.yaml', 'billing/0004-b.yaml'],
      later: [],
      version: 'crm:0003, billing:0004',
      findings: [],
    });
    const turned = { ...TWO, 'interform.yaml': project('[billing, crm]') };
    expect(await inForce(turned)).toMatchObject({
      files: ['billing/0001-a.yaml', 'billing/0004-b.yaml', 'crm/0001-a.yaml', 'crm/0003-b.yaml'],
      version: 'billing:0004, crm:0003',
    });
  });

  it('hold their numbers to path order each for itself', async () => {
    const { findings } = await inForce(
      files('[a, b]', 'a/0009.yaml', 'b/0001.yaml', 'b/10.yaml', 'b/9.yaml'),
    );
    expect(findings).toEqual([
      expect.stringMatching(/^b\/9\.yaml version-order: version 9 comes after version 10/),
    ]);
  });

  it('name no folder where only one of them is numbered', async () => {
    const one = files('[shared, crm]', 'shared/all.yaml', 'crm/0001.yaml', 'crm/0002.yaml');
    expect(await inForce(one, '1')).toEqual({
      files: ['shared/all.yaml', 'crm/0001.yaml'],
      later: ['crm/0002.yaml'],
      version: '0001',
      findings: [],
    });
  });

  it('own what lies in them and in no deeper one of the list', async () => {
    const nested = files(
      '[., crm, crm/eu, crm]',
      '0007-root.yaml',
      'crm/0001-a.yaml',
      'crm/uk/0002-b.yaml',
      'crm/eu/0001-c.yaml',
      'crmx/0008-d.yaml',
    );
    expect(await inForce(nested)).toEqual({
      files: [
        '0007-root.yaml',
        'crmx/0008-d.yaml',
        'crm/0001-a.yaml',
        'crm/uk/0002-b.yaml',
        'crm/eu/0001-c.yaml',
      ],
      later: [],
      version: '.:0008, crm:0002, crm/eu:0001',
      findings: [],
    });
    expect((await inForce(nested, '.:7', 'crm/eu:1', 'crm:1')).later).toEqual([
      'crmx/0008-d.yaml',
      'crm/uk/0002-b.yaml',
    ]);
  });

  it('are those of the environment, with variables filled in', async () => {
    const contents = {
      ...TWO,
      'interform.yaml': project(
        '[crm]',
        `variables: { team: billing }\nenvironments: { live: { manifests: ["\${var.team}", crm] }, test: {} }\n`,
      ),
    };
    const up = async (environment: string, ...to: string[]) => {
      const { version, diagnostics } = await manifestsIn(contents, { environment, to });
      return [version, ...diagnostics.map(({ code }) => code)];
    };
    expect(await up('live', 'billing:1')).toEqual(['billing:0001, crm:0003']);
    expect(await up('test', '1')).toEqual(['0001']);
    expect(await up('test', 'billing:1')).toEqual(['0003', 'unknown-version']);
  });
});

describe('--to', () => {
  it('names a version of each folder that it means; others count whole', async () => {
    expect(await inForce(TWO, 'crm:1')).toEqual({
      files: ['crm/0001-a.yaml', 'billing/0001-a.yaml', 'billing/0004-b.yaml'],
      later: ['crm/0003-b.yaml'],
      version: 'crm:0001, billing:0004',
      findings: [],
    });
    expect(await inForce(TWO, './billing/:0001', 'crm:0001', 'crm:0001')).toMatchObject({
      later: ['crm/0003-b.yaml', 'billing/0004-b.yaml'],
      version: 'crm:0001, billing:0001',
      findings: [],
    });
  });

  it('takes the last colon, so that a folder may have one in its name', async () => {
    const colon = files('["a:b", a]', 'a:b/0001.yaml', 'a:b/0002.yaml', 'a/0001.yaml');
    expect((await inForce(colon, 'a:b:1')).later).toEqual(['a:b/0002.yaml']);
    expect((await inForce(files('["a:b"]', 'a:b/0001.yaml', 'a:b/0002.yaml'), '1')).later).toEqual([
      'a:b/0002.yaml',
    ]);
  });

  it('takes a folder that is called like a number by its name alone', async () => {
    const year = files('["2026"]', '2026/0001.yaml', '2026/0002.yaml');
    expect((await inForce(year, '1')).later).toEqual(['2026/0002.yaml']);
    expect((await inForce(year, '2026:1')).later).toEqual(['2026/0002.yaml']);
  });

  it.each([
    [
      '3',
      ' unclear-version: --to 3 does not say of which manifest folder (crm, billing are numbered each for itself) = write --to crm:0003, --to billing:0004, or several of these; a folder that you do not name counts whole',
    ],
    [
      'crn:3',
      ' unknown-version: there is no manifest folder crn (did you mean "crm"?) = manifest folders are crm, billing',
    ],
    ['crm', ' unknown-version: --to crm names a manifest folder and no version of it = write --to crm:0003'],
    ['crm:2', ' unknown-version: no manifest in crm has version 2 = versions are 0001, 0003'],
    ['crm:', ' unknown-version: --to crm names a manifest folder and no version of it = write --to crm:0003'],
    ['crm:last', ' unknown-version: no manifest in crm has version last = versions are 0001, 0003'],
  ])('is refused as %s', async (to, finding) => {
    const { findings, later } = await inForce(TWO, to);
    expect(findings).toEqual([finding]);
    expect(later).toEqual([]);
  });

  it('is refused with two versions of one folder', async () => {
    const { findings } = await inForce(TWO, 'crm:1', './crm:3');
    expect(findings).toEqual([
      ' unclear-version: --to names two versions of crm = name one version for each manifest folder',
    ]);
    expect((await inForce(files('[crm]', 'crm/0001.yaml', 'crm/0002.yaml'), '1', '2')).findings).toHaveLength(
      1,
    );
  });

  it('says all that is wrong with it at once', async () => {
    const { findings } = await inForce(TWO, 'crm:9', 'sales:1');
    expect(findings).toHaveLength(2);
  });
});

it('reads a folder once that is listed twice', async () => {
  const contents = files('[crm, ./crm/, crm]', 'crm/0001.yaml');
  expect((await projectIn(contents)).project?.manifests).toContain('crm');
  expect(await inForce(contents)).toMatchObject({ files: ['crm/0001.yaml'], version: '0001', findings: [] });
});
