import { expect, it } from 'vitest';
import { describeContract } from './describe-contract.ts';
import { endpointsOf } from './described-resources.ts';
import { driveEmulator } from './drive.ts';

describeContract('every answer of the emulator about ticket types is described', () => {
  const { ok, refused, malformed } = driveEmulator(endpointsOf('ticket-types'));

  it('about types', async () => {
    const bug = await ok('POST', '/ticket_types', {
      name: 'Bug report',
      description: 'Something broke',
      category: 'Tracker',
      icon: '🐞',
      is_internal: true,
    });
    expect(bug).toMatchObject({ name: 'Bug report', category: 'Tracker', icon: '🐞', archived: false });
    const [title, description] = bug.ticket_type_attributes.data;
    expect(title).toMatchObject({
      name: '_default_title_',
      default: true,
      input_options: { multiline: false },
    });
    expect(description).toMatchObject({ name: '_default_description_', input_options: { multiline: true } });
    expect(await ok('GET', `/ticket_types/${bug.id}`)).toEqual(bug);

    // Nothing says that names are unique.
    const other = await ok('POST', '/ticket_types', { name: 'Bug report' });
    expect(other).toMatchObject({ category: 'Customer', icon: '🎟️', is_internal: false, description: '' });
    expect(other.id).not.toBe(bug.id);
    const path = `/ticket_types/${other.id}`;
    const changed = { name: 'Feature', description: '', category: 'Back-office', icon: '💡' };
    expect(await ok('PUT', path, changed)).toMatchObject(changed);
    expect(await ok('PUT', path, { archived: true })).toMatchObject({ ...changed, archived: true });
    expect((await ok('GET', '/ticket_types')).data).toHaveLength(2);
    expect(await ok('PUT', path, { archived: false })).toMatchObject({ archived: false });

    await malformed(400, 'parameter_invalid', 'POST', '/ticket_types', { description: 'Without a name' });
    await malformed(400, 'parameter_invalid', 'PUT', path, { category: 'Secret' });
    await refused(404, 'not_found', 'GET', '/ticket_types/999');
    await refused(404, 'not_found', 'PUT', '/ticket_types/999', { name: 'None' });
  });

  it('about attributes of every type', async () => {
    const { id } = await ok('POST', '/ticket_types', { name: 'Bug report' });
    const attributes = `/ticket_types/${id}/attributes`;
    const flags = {
      required_to_create: true,
      required_to_create_for_contacts: true,
      visible_on_create: false,
      visible_to_contacts: false,
    };
    const ofType = {
      string: { multiline: true },
      list: { list_items: 'Low, High' },
      integer: {},
      decimal: {},
      boolean: {},
      datetime: {},
      files: { allow_multiple_values: true },
    };
    for (const [data_type, own] of Object.entries(ofType)) {
      const body = { name: `Field ${data_type}`, description: 'What it holds', data_type, ...flags };
      const made = await ok('POST', attributes, { ...body, ...own });
      expect(made).toMatchObject({ ...body, default: false, archived: false, ticket_type_id: Number(id) });
    }
    const { data } = (await ok('GET', `/ticket_types/${id}`)).ticket_type_attributes;
    expect(data.map(({ order }: { order: number }) => order)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const list = data.find(({ data_type: type }: { data_type: string }) => type === 'list');
    const [low, high] = list.input_options.list_options;
    expect([low, high]).toMatchObject([{ label: 'Low' }, { label: 'High', archived: false }]);

    const path = `${attributes}/${list.id}`;
    const fewer = await ok('PUT', path, { list_items: 'High,Urgent' });
    expect(fewer.input_options.list_options).toMatchObject([
      { ...low, archived: true },
      high,
      { label: 'Urgent', archived: false },
    ]);
    // What is in the text again is what it was.
    const again = await ok('PUT', path, { list_items: 'Low,High,Urgent' });
    expect(again.input_options.list_options[0]).toEqual(low);
    const back = { name: 'Severity', description: '', required_to_create: false, visible_on_create: true };
    expect(await ok('PUT', path, { ...back, archived: true })).toMatchObject({ ...back, archived: true });
    expect(await ok('PUT', path, { archived: false })).toMatchObject({ ...back, archived: false });

    const text = { name: 'Detail', description: '', data_type: 'string' };
    await malformed(400, 'parameter_invalid', 'POST', attributes, { ...text, data_type: 'date' });
    await malformed(400, 'parameter_invalid', 'POST', attributes, { name: 'Detail', data_type: 'string' });
    await refused(404, 'not_found', 'POST', '/ticket_types/999/attributes', text);
    await refused(404, 'not_found', 'PUT', `${attributes}/999`, { description: 'None' });
    await refused(400, 'parameter_invalid', 'PUT', `${attributes}/${data[0].id}`, { archived: true });
  });
});
