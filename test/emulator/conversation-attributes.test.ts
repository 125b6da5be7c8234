import { describe, expect, it } from 'vitest';
import { parseSeed, SeedError } from '../../src/emulator/index.ts';
import { errorOf, startClient } from './client.ts';

const PATH = '/conversations/attributes';

const seed = parseSeed({
  conversation_attributes: [
    {
      id: 7,
      name: 'Root cause',
      data_type: 'list',
      options: ['Bug', { id: 'faq', label: 'FAQ' }, { id: 'old', label: 'Old', archived: true }],
      visible_to_team_ids: ['814865'],
    },
    { name: 'Detail', data_type: 'string', archived: true, created_at: 1_700_000_000 },
  ],
});

/** The options of an answer. */
function optionsIn(
  body: object | undefined,
): readonly { readonly label: string; readonly archived: boolean }[] {
  const { options = [] } = (body ?? {}) as { options?: { label: string; archived: boolean }[] };
  return options;
}

describe('conversation attributes', () => {
  it('are listed as seeded, archived ones where they are asked for', async () => {
    const { send } = startClient({ seed });
    const { body } = await send('GET', `${PATH}?include_archived=true`);
    expect(body.data).toMatchObject([
      { id: 7, name: 'Root cause', visible_to_team_ids: ['814865'], archived: false },
      { id: 8, name: 'Detail', multiline: false, archived: true, created_at: 1_700_000_000 },
    ]);
    expect((await send('GET', PATH)).body.data).toHaveLength(1);
    expect(optionsIn(body.data[0]).map(({ label }) => label)).toEqual(['Bug', 'FAQ', 'Old']);
  });

  it('can be pasted from an answer', async () => {
    const { send } = startClient({ seed });
    const { data } = (await send('GET', `${PATH}?include_archived=true`)).body;
    const again = startClient({ seed: parseSeed({ conversation_attributes: data }) });
    const shown = (await again.send('GET', `${PATH}?include_archived=true`)).body.data;
    expect(shown).toMatchObject(data.map(({ updated_at: _, ...rest }) => rest));
  });

  it('may share a name, and their type, options and archive are no parameters of an update', async () => {
    const { send } = startClient({ seed });
    const twin = await send('POST', PATH, { name: 'Root cause', data_type: 'string' });
    expect(twin.body).toMatchObject({ id: 9, name: 'Root cause' });
    const body = { data_type: 'integer', options: [{ label: 'New' }], archived: false };
    const updated = await send('PUT', `${PATH}/8`, body);
    expect(updated.body).toMatchObject({ data_type: 'string', archived: true });
    expect(updated.body.options).toBeUndefined();
  });

  it('keep two options, and an archived one stays where it is', async () => {
    const { send } = startClient({ seed });
    const refused = await send('DELETE', `${PATH}/7/options/faq`);
    expect(refused.status).toBe(422);
    expect(errorOf(refused).message).toBe('A list attribute must have at least 2 active options');
    await send('POST', `${PATH}/7/options`, { label: 'How-to' });
    const options = optionsIn((await send('DELETE', `${PATH}/7/options/faq`)).body);
    expect(options.map(({ label, archived }) => [label, archived])).toEqual([
      ['Bug', false],
      ['FAQ', true],
      ['Old', true],
      ['How-to', false],
    ]);
    expect((await send('DELETE', `${PATH}/7/options/old`)).status).toBe(200);
  });

  it('are not there before 2.16', async () => {
    const { send } = startClient({ seed });
    const reply = await send('GET', PATH, undefined, { 'Intercom-Version': '2.15' });
    expect(reply.status).toBe(404);
  });

  it('have ids of their own', () => {
    const twice = [
      { id: 7, name: 'Root cause', data_type: 'string' },
      { id: 7, name: 'Detail', data_type: 'string' },
    ];
    expect(() => parseSeed({ conversation_attributes: twice })).toThrow(SeedError);
  });
});
