import { afterEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, type Project } from '../approval/project.ts';

let project: Project;

afterEach(() => project.close());

async function findingsOf(kind: string, body: string): Promise<readonly string[]> {
  project = await openProject();
  project.write('0001.yaml', `apiVersion: interform/v1\nkind: ${kind}\n${body}\n`);
  const { diagnostics } = JSON.parse((await project.validate('--json')).out) as PlanDocument;
  return diagnostics.map(({ code, summary }) => `${code}: ${summary}`);
}

/** An emoji is one character, and two units of UTF-16. */
const faces = (count: number) => '😀'.repeat(count);

const PLACES: Readonly<Record<string, readonly [kind: string, body: (text: string) => string]>> = {
  'the name of a conversation attribute': [
    'ConversationAttributes',
    (text) => `attributes: { ${text}: { type: string } }`,
  ],
  'an option of a conversation attribute': [
    'ConversationAttributes',
    (text) => `attributes: { Cause: { type: list, options: [A, ${text}] } }`,
  ],
  'an option of a ticket attribute': [
    'TicketTypes',
    (text) => `ticket_types: { Bug: { attributes: { Cause: { type: list, options: [A, ${text}] } } } }`,
  ],
  'an option of a data attribute': [
    'DataAttributes',
    (text) => `model: contact\nattributes: { cause: { type: options, options: [A, ${text}] } }`,
  ],
  'the name of a tag': ['Tags', (text) => `tags: [${text}]`],
  'the name of a company': ['Companies', (text) => `companies: { acme: { name: ${text} } }`],
  'the name of a contact': [
    'ContactSet',
    (text) => `name: beta\ncontacts: [{ email: ada@acme.test, name: ${text} }]`,
  ],
};

describe.each(Object.entries(PLACES))('%s', (_, [kind, body]) => {
  it('has 255 characters at most, whatever their code units', async () => {
    expect(await findingsOf(kind, body(faces(255)))).toEqual([]);
    await project.close();
    expect(await findingsOf(kind, body(faces(256)))).toHaveLength(1);
  });
});

describe('a finding about a length', () => {
  it('counts as the limit does', async () => {
    const [, body] = PLACES['the name of a contact'] ?? [];
    expect(await findingsOf('ContactSet', body?.(faces(256)) ?? '')).toEqual([
      'string-length: name has 256 characters',
    ]);
  });
});
