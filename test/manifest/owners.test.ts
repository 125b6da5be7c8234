import { describe, expect, it } from 'vitest';
import { manifestsIn, projectIn, shown } from './load.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const PROJECT = `${HEAD}Project\n`;
const TAGS = `${HEAD}Tags\ntags: [vip]\n`;

async function ownersIn(files: Readonly<Record<string, string>>) {
  const { documents, diagnostics } = await manifestsIn(files);
  expect(shown(diagnostics)).toEqual([]);
  return documents.flatMap(({ origins }) => origins.map(({ file, owner }) => ({ file, owner })));
}

describe('the owner of a manifest', () => {
  it('may stand in documents of every kind', async () => {
    const owned = [
      `${HEAD}DataAttributes\nowner: revops\nmodel: contact\nattributes: {}\n`,
      `${HEAD}Tags\nowner: revops\ntags: []\n`,
      `${HEAD}Companies\nowner: revops\ncompanies: {}\n`,
      `${HEAD}ContactSet\nowner: revops\nname: beta\n`,
      `${HEAD}Merges\nowner: revops\nmerges: []\n`,
    ];
    const owners = await ownersIn({ 'migrations/0001.yaml': owned.join('---\n') });
    expect(owners).toEqual(Array(5).fill({ file: 'migrations/0001.yaml', owner: 'revops' }));
  });

  it('is that of the deepest listed folder where a document does not say', async () => {
    const files = {
      'interform.yaml': `${PROJECT}manifests: [{ folder: ., owner: platform }, { folder: crm/, owner: "\${var.team}" }, crm/free]\nvariables: { team: revops }\n`,
      'tags.yaml': TAGS,
      'crm/tags.yaml': TAGS,
      'crm/own.yaml': `${HEAD}Tags\nowner: support\ntags: [vip]\n`,
      'crm/free/tags.yaml': TAGS,
      'crmx/tags.yaml': TAGS,
    };
    expect((await projectIn(files)).project).toMatchObject({ manifests: ['.', 'crm', 'crm/free'] });
    expect(await ownersIn(files)).toEqual([
      { file: 'crmx/tags.yaml', owner: 'platform' },
      { file: 'tags.yaml', owner: 'platform' },
      { file: 'crm/own.yaml', owner: 'support' },
      { file: 'crm/tags.yaml', owner: 'revops' },
      { file: 'crm/free/tags.yaml', owner: undefined },
    ]);
  });

  it('is checked where a folder names it', async () => {
    const findings = async (entry: string) =>
      shown((await projectIn({ 'interform.yaml': `${PROJECT}manifests: [${entry}]\n` })).diagnostics);
    expect(await findings('{ folder: crm, team: revops }')).toHaveLength(1);
    expect(await findings('{ owner: revops }')).toHaveLength(1);
    expect(await findings('{ folder: crm, owner: "" }')).toHaveLength(1);
    expect(await findings('{ folder: ../crm, owner: revops }')).toHaveLength(1);
    expect(await findings('7')).toHaveLength(0);
  });
});
