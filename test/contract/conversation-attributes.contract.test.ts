import { expect, it } from 'vitest';
import { describeContract } from './describe-contract.ts';
import { endpointsOf } from './described-resources.ts';
import { driveEmulator } from './drive.ts';

const ATTRIBUTES = '/conversations/attributes';

describeContract('every answer of the emulator about conversation attributes is described', () => {
  const { ok, refused, malformed } = driveEmulator(endpointsOf('conversation-attributes'));

  it('of every type', async () => {
    const common = { description: 'Why they wrote', required: true, visible_to_team_ids: ['814865'] };
    const ofType = {
      string: { multiline: true },
      integer: {},
      list: { options: [{ label: 'Bug' }, { label: 'Question' }] },
      decimal: {},
      boolean: {},
      datetime: {},
      relationship: { reference: { type: 'many', object_type_id: 'Order' } },
      files: {},
    };
    for (const [data_type, own] of Object.entries(ofType)) {
      const body = { name: `Root cause ${data_type}`, data_type, ...common, ...own };
      const made = await ok('POST', ATTRIBUTES, body);
      const { options: _, ...shown } = body as typeof body & { readonly options?: unknown };
      expect(made).toMatchObject({ ...shown, archived: false, id: expect.any(Number) });
      expect(Object.keys(made).includes('multiline')).toBe(data_type === 'string');
      expect(Object.keys(made).includes('options')).toBe(data_type === 'list');
      expect(await ok('GET', `${ATTRIBUTES}/${made.id}`)).toEqual(made);
    }
    expect((await ok('GET', ATTRIBUTES)).data).toHaveLength(8);
    await malformed(422, 'parameter_invalid', 'POST', ATTRIBUTES, { name: 'Odd', data_type: 'invalid_type' });
    await malformed(422, 'parameter_invalid', 'POST', ATTRIBUTES, { data_type: 'string' });
    const list = { name: 'One', data_type: 'list', options: [{ label: 'Bug' }] };
    await refused(422, 'parameter_invalid', 'POST', ATTRIBUTES, list);
    await refused(422, 'parameter_invalid', 'POST', ATTRIBUTES, { name: 'To', data_type: 'relationship' });
  });

  it('that are changed, have one name and are archived', async () => {
    const first = await ok('POST', ATTRIBUTES, { name: 'Root cause', data_type: 'string' });
    const second = await ok('POST', ATTRIBUTES, { name: 'Root cause', data_type: 'string' });
    expect(second.id).not.toBe(first.id);
    const path = `${ATTRIBUTES}/${second.id}`;
    const changed = { description: 'Why', required: true, visible_to_team_ids: ['1'], multiline: true };
    expect(await ok('PUT', path, { name: 'Cause', ...changed })).toMatchObject({ name: 'Cause', ...changed });
    const cleared = await ok('PUT', path, { description: '', visible_to_team_ids: [] });
    expect(cleared).toMatchObject({ description: '', visible_to_team_ids: [], required: true });
    expect(await ok('DELETE', path)).toMatchObject({ id: second.id, archived: true });
    expect((await ok('GET', ATTRIBUTES)).data).toMatchObject([{ id: first.id }]);
    expect((await ok('GET', `${ATTRIBUTES}?include_archived=true`)).data).toHaveLength(2);
    // Nothing brings it back: archived is no parameter of the call.
    expect(await ok('PUT', path, { description: 'Back?' })).toMatchObject({ archived: true });
    for (const method of ['GET', 'DELETE'])
      await refused(404, 'conversation_attribute_not_found', method, `${ATTRIBUTES}/999`);
    await refused(404, 'conversation_attribute_not_found', 'PUT', `${ATTRIBUTES}/999`, { name: 'None' });
  });

  it('with options', async () => {
    const list = { name: 'Root cause', data_type: 'list', options: [{ label: 'Bug' }, { label: 'HowTo' }] };
    const made = await ok('POST', ATTRIBUTES, list);
    const options = `${ATTRIBUTES}/${made.id}/options`;
    const [bug, howTo] = made.options;
    const renamed = await ok('PUT', `${options}/${howTo.id}`, { label: 'How-to' });
    expect(renamed.options).toEqual([bug, { ...howTo, label: 'How-to' }]);
    await refused(422, 'parameter_invalid', 'DELETE', `${options}/${bug.id}`);
    const added = await ok('POST', options, { label: 'Question' });
    expect(added.options).toMatchObject([{ label: 'Bug' }, { label: 'How-to' }, { label: 'Question' }]);
    expect((await ok('DELETE', `${options}/${bug.id}`)).options[0]).toEqual({ ...bug, archived: true });

    await malformed(422, 'parameter_invalid', 'POST', options, {});
    await malformed(422, 'parameter_invalid', 'POST', options, { label: 7 });
    await malformed(422, 'parameter_invalid', 'POST', options, { label: 'Spam', archived: false });
    await malformed(422, 'parameter_invalid', 'PUT', `${options}/${bug.id}`, {});
    const text = await ok('POST', ATTRIBUTES, { name: 'Detail', data_type: 'string' });
    await refused(422, 'parameter_invalid', 'POST', `${ATTRIBUTES}/${text.id}/options`, { label: 'Bug' });
    const none = '00000000-0000-4000-8000-000000000000';
    await refused(404, 'conversation_attribute_not_found', 'PUT', `${options}/${none}`, { label: 'Bug' });
    await refused(404, 'conversation_attribute_not_found', 'DELETE', `${options}/${none}`);
    await refused(404, 'conversation_attribute_not_found', 'POST', `${ATTRIBUTES}/999/options`, {
      label: 'Bug',
    });
  });
});
