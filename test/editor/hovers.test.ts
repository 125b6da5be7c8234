import { describe, expect, it } from 'vitest';
import { shownAt } from './language-server.ts';

const head = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const set = `${head('ContactSet')}name: beta\n`;

describe('an editor shows', () => {
  it('what a key means, where to read on, its values and an example', async () => {
    expect(await shownAt(`${set}policy:\n  on_mis|sing: skip\n`)).toBe(`#### On missing

What happens to a declared contact that does not live.

[Policies](https://unpkg.com/interform/docs/reference/manifests.md#policies)

Allowed Values:

* \`skip\`: It is left out: the set only updates.
* \`create\`: It is created. The default.
* \`error\`: The plan stops and names it.

Example:

\`\`\`yaml
create
\`\`\`

Source: [manifest.schema.json](${new URL('../../schemas/manifest.schema.json', import.meta.url).href})`);
  });

  it.each([
    ['a kind', `${'apiVersion: interform/v1\nki|nd: Tags\ntags: [vip]\n'}`, '#### Kind', 'Merges'],
    [
      'a field of a contact',
      `${set}contacts:\n  - external_|id: 12\n`,
      '#### External id',
      'keeps its zeros',
    ],
    [
      'the column of a field',
      `${set}source:\n  file: a.csv\n  columns:\n    ema|il: Mail\n`,
      '#### Email',
      'The column that holds the email',
    ],
    [
      'the column of an attribute',
      `${set}source:\n  file: a.csv\n  columns:\n    custom_attributes.pl|an: Plan\n`,
      'Column of an attribute',
      'this attribute',
    ],
    [
      'an attribute',
      `${head('DataAttributes')}model: contact\nattributes:\n  pl|an: { type: string }\n`,
      '#### Attribute',
      'The key is its name',
    ],
    [
      'the type of an attribute',
      `${head('DataAttributes')}model: contact\nattributes:\n  plan: { ty|pe: string }\n`,
      '#### Type',
      'A whole number',
    ],
    [
      'a field of a company',
      `${head('Companies')}companies:\n  acme: { monthly_sp|end: 7 }\n`,
      '#### Monthly spend',
      'cuts fractions off',
    ],
    [
      'a lead of a merge',
      `${head('Merges')}merges:\n  - fr|om: { id: a }\n    into: { id: b }\n`,
      '#### From',
      'one of `id`, `email` and `phone`',
    ],
    [
      'a document behind another',
      `${head('Tags')}tags: [vip]\n---\n${set}pru|ne: { owner_tag: set-beta, action: untag }\n`,
      '#### Prune',
      'left the set',
    ],
  ])('what %s means', async (_what, text, title, words) => {
    const shown = await shownAt(text);
    expect(shown).toContain(title);
    expect(shown).toContain(words);
    expect(shown).toMatch(/\]\(https:\/\/\S+\.md#[a-z-]+\)/);
    expect(shown).toContain('Example:');
    // Each thing is told once.
    expect(shown.split(words)).toHaveLength(2);
  });

  it.each([
    ['a guard', 'guards:\n  max_arch|ive: 0\n', 'At most so many archivals.'],
    ['a rule', 'rules:\n  unknown-t|ag: error\n', 'the plan is neither saved nor applied'],
    [
      'a key of an environment',
      'environments:\n  staging:\n    works|pace: { id: a }\n',
      'that this project manages',
    ],
  ])('what %s of the project file means', async (_what, text, words) => {
    expect(await shownAt(`${head('Project')}${text}`, 'interform.yaml')).toContain(words);
  });
});
