import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactSet, openProject, type Project } from '../approval/project.ts';

const HEAD = 'apiVersion: interform/v1\nkind: DataAttributes\n';
const RIGHT = `${HEAD}model: contact\nattributes:\n  pronouns: { type: integer, sensitive: true }\n`;

/** Manifests that declare nothing, since they are wrong, and say all the same what is sensitive. */
const WRONG: Readonly<Record<string, string>> = {
  'with an unknown key': `${RIGHT}  plan: { type: string, colour: red }\n`,
  'with an unknown key in the very attribute': RIGHT.replace(
    'sensitive: true',
    'sensitive: true, colour: red',
  ),
  'with a type that there is not': RIGHT.replace('type: integer', 'type: pronoun'),
  'with broken YAML behind it': `${RIGHT}  plan: { type: [\n`,
  'with broken YAML before it': RIGHT.replace('attributes:', 'attributes:\n  plan: "free'.concat('\n')),
  'with a key twice': `${RIGHT}  plan: { type: string }\n  plan: { type: integer }\n`,
  'with a variable that has no value': `${RIGHT}  plan: { type: string, description: "\${NOWHERE_TO_BE_FOUND}" }\n`,
  'in block style and quotes': `${HEAD}model: "contact"\nattributes:\n  'pronouns':\n    type: integer\n    "sensitive": true\n    colour: red\n`,
  'in flow style': `{ apiVersion: interform/v1, kind: "DataAttributes", model: contact, attributes: { pronouns: { type: integer, sensitive: true, colour: red } } }\n`,
  'without a model': RIGHT.replace('model: contact\n', ''),
  'as the second document of its file': `apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n---\n${RIGHT}  plan: { colour: red }\n`,
  'before another document of its file': `${RIGHT}  plan: { colour: red }\n---\napiVersion: interform/v1\nkind: Tags\ntags: [vip]\n`,
};
const MASKED = ['sarif', 'github', 'markdown', 'html'];

let project: Project;
beforeEach(async () => {
  project = await openProject();
  // A later version says otherwise, so that nothing but the wrong manifest calls it so.
  project.write('0002-right.yaml', RIGHT.replace('sensitive: true', 'sensitive: false'));
  project.write('set.yaml', contactSet(['external_id: customer-1, custom_attributes: { pronouns: canary }']));
});
afterEach(() => project.close());

async function findings(format: string): Promise<string> {
  const { exit, out } = await project.plan('--format', format);
  expect(exit).toBe(1);
  return out;
}

describe('a value that only a wrong manifest calls sensitive', () => {
  it.each(Object.entries(WRONG))('is shown to nobody by a finding of another: %s', async (_what, text) => {
    project.write('0001-attributes.yaml', text);
    for (const format of MASKED) {
      const out = await findings(format);
      expect(out, 'the finding is there').toContain('attribute-value');
      expect(out, format).not.toContain('canary');
    }
  });

  it('is shown where nothing calls it sensitive, or what it calls so is another attribute', async () => {
    for (const text of [
      RIGHT.replace('sensitive: true', 'sensitive: false, colour: red'),
      `${RIGHT.replace('pronouns', 'salary')}  plan: { colour: red }\n`,
    ]) {
      project.write('0001-attributes.yaml', text);
      for (const format of MASKED) expect(await findings(format), format).toContain('canary');
    }
  });
});
