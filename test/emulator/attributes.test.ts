import { describe, expect, it } from 'vitest';
import { errorOf, START, startClient } from './client.ts';

const ring = { name: 'The One Ring', model: 'company', data_type: 'string' };

describe('data attributes (intercom 3)', () => {
  it('are answered as the description shows, description only when given', async () => {
    const { send } = startClient();
    const { body } = await send('POST', '/data_attributes', ring);
    expect(body).toEqual({
      id: 1,
      type: 'data_attribute',
      name: 'The One Ring',
      full_name: 'custom_attributes.The One Ring',
      label: 'The One Ring',
      data_type: 'string',
      api_writable: true,
      ui_writable: false,
      messenger_writable: false,
      custom: true,
      archived: false,
      admin_id: '991267466',
      created_at: START,
      updated_at: START,
      model: 'company',
    });
  });

  it.each([
    ['string', 'string'],
    ['integer', 'integer'],
    ['float', 'float'],
    ['boolean', 'boolean'],
    ['date', 'date'],
    ['datetime', 'date'],
  ])('declared %s read back as %s (intercom 3.3)', async (declared, shown) => {
    const { send } = startClient();
    const { body } = await send('POST', '/data_attributes', { ...ring, data_type: declared });
    expect(body.data_type).toBe(shown);
  });

  it('of type options read back as string with plain options; PUT replaces them (intercom 9.14)', async () => {
    const { send } = startClient();
    const options = [{ value: 'free' }, { value: 'pro' }];
    const made = await send('POST', '/data_attributes', { ...ring, data_type: 'options', options });
    expect(made.body).toMatchObject({ data_type: 'string', options: ['free', 'pro'] });
    const changed = await send('PUT', '/data_attributes/1', { options: [{ value: 'a' }, { value: 'b' }] });
    expect(changed.body.options).toEqual(['a', 'b']);
  });

  it('that are plain strings become lists when options are sent (intercom 3.2)', async () => {
    const { send } = startClient();
    await send('POST', '/data_attributes', ring);
    const { body } = await send('PUT', '/data_attributes/1', {
      options: [{ value: '1-10' }, { value: '11-20' }],
    });
    expect(body).toMatchObject({ data_type: 'string', options: ['1-10', '11-20'] });
  });

  it.each([
    [{ ...ring, model: undefined }, 'The Data Attribute model field must be either contact or company'],
    [
      { ...ring, name: '!nv@l!d n@me' },
      'Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens',
    ],
    [
      { ...ring, name: 'a.b' },
      'Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens',
    ],
    [
      { ...ring, name: 'a$b' },
      'Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens',
    ],
    [{ ...ring, data_type: 'mithril' }, "Data Type isn't an option"],
    [{ ...ring, data_type: 'options', options: { value: 'a' } }, "Options isn't an array"],
    [
      { ...ring, data_type: 'options', options: [{ value: 'a' }] },
      'You must have at least two options on a list type data attribute',
    ],
    [{ ...ring, data_type: 'options' }, 'You must have at least two options on a list type data attribute'],
    [
      { ...ring, name: 'name', model: 'contact' },
      "'Name' is one of our standard attributes for your people data. To save this as new people data, use a different name.",
    ],
    [
      { ...ring, name: 'signed_up_at', model: 'contact' },
      "'signed_up_at' is one of our standard attributes for your people data. To save this as new people data, use a different name.",
    ],
    [
      { ...ring, name: 'Name', model: 'contact' },
      "'Name' is one of our standard attributes for your people data. To save this as new people data, use a different name.",
    ],
  ])('refuse %j (intercom 1.6)', async (body, message) => {
    const reply = await startClient().send('POST', '/data_attributes', body);
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toEqual({ code: 'parameter_invalid', message });
  });

  it.each(['plan_name', 'kebab-case', 'With Space', 'Größe', '価格', 'price €'])(
    'take the name %s (intercom 3.4)',
    async (name) => {
      expect((await startClient().send('POST', '/data_attributes', { ...ring, name })).status).toBe(200);
    },
  );

  it('have names that are unique over both models, archived ones included (intercom 9.9, 9.11)', async () => {
    const { send } = startClient();
    await send('POST', '/data_attributes', ring);
    await send('PUT', '/data_attributes/1', { archived: true });
    const same = await send('POST', '/data_attributes', ring);
    expect(errorOf(same).message).toBe(
      "You already have 'The One Ring' in your company data. To save this as new company data, use a different name.",
    );
    const other = await send('POST', '/data_attributes', { ...ring, model: 'contact' });
    expect(errorOf(other).message).toBe(
      "You already have 'The One Ring' in your company data. To save this as new people data, use a different name.",
    );
    expect((await send('POST', '/data_attributes', { ...ring, name: 'the one ring' })).status).toBe(200);
    const lax = startClient({ switches: { sameNameAcrossModels: true } });
    await lax.send('POST', '/data_attributes', ring);
    expect((await lax.send('POST', '/data_attributes', { ...ring, model: 'contact' })).status).toBe(200);
  });

  it('keep name, type and model through a PUT; description null and "" clear it', async () => {
    const { send, clock } = startClient();
    await send('POST', '/data_attributes', { ...ring, description: 'Gold' });
    clock.now += 1000;
    const { body } = await send('PUT', '/data_attributes/1', {
      name: 'Ring',
      data_type: 'integer',
      model: 'contact',
      description: null,
    });
    expect(body).toMatchObject({ ...ring, description: '', updated_at: START + 1 });
    const unknown = await send('PUT', '/data_attributes/99', {});
    expect(unknown.status).toBe(404);
    expect(errorOf(unknown)).toEqual({
      code: 'field_not_found',
      message: "We couldn't find that data attribute to update",
    });
  });

  it('are listed between the built-in ones, by model, archived ones only when asked (intercom 3.1, 3.9, 3.10)', async () => {
    const { send } = startClient();
    await send('POST', '/data_attributes', { name: 'plan', model: 'contact', data_type: 'string' });
    await send('POST', '/data_attributes', ring);
    await send('PUT', '/data_attributes/2', { archived: true });
    const names = async (query: string) => {
      const { body } = await send('GET', `/data_attributes${query}`);
      return body.data.map((attribute) => String(attribute.full_name));
    };
    const contact = await names('?model=contact');
    expect(contact.slice(0, 3)).toEqual(['role', 'name', 'owner_id']);
    expect(contact.indexOf('custom_attributes.plan')).toBe(contact.indexOf('id') - 1);
    expect(contact).toHaveLength(33);
    expect(await names('?model=company')).toEqual([
      ...[
        'name',
        'company_id',
        'last_request_at',
        'remote_created_at',
        'user_count',
        'session_count',
        'plan.name',
      ],
      ...[
        'monthly_spend',
        'size',
        'industry',
        'website',
        'id',
        'created_at',
        'updated_at',
        'plan.id',
        'app_id',
      ],
    ]);
    expect(await names('?model=company&include_archived=true')).toContain('custom_attributes.The One Ring');
    expect(await names('')).toHaveLength(33 + 16);
    const { body } = await send('GET', '/data_attributes?model=contact');
    expect(body.data[0]).toMatchObject({
      label: 'Contact role',
      description: "A person's role in their company, such as the name of their department",
      messenger_writable: true,
      api_writable: true,
      ui_writable: false,
      custom: false,
    });
    expect(body.data[0]).not.toHaveProperty('id');
  });

  it('describe every built-in one, and do not speak of the Messenger up to 2.3 (wire)', async () => {
    const { send } = startClient();
    const { body } = await send('GET', '/data_attributes');
    expect(body.data.filter((attribute) => !attribute.description)).toEqual([]);
    const old = await send('GET', '/data_attributes', undefined, { 'Intercom-Version': '2.3' });
    expect(old.body.data).toHaveLength(body.data.length);
    expect(old.body.data.filter((attribute) => 'messenger_writable' in attribute)).toEqual([]);
  });

  it('that are built-in dates read back as datetime from 2.17 on, others stay (intercom 3.3)', async () => {
    const { send } = startClient();
    await send('POST', '/data_attributes', { ...ring, data_type: 'datetime' });
    const typesIn = async (version: string) => {
      const { body } = await send('GET', '/data_attributes', undefined, { 'Intercom-Version': version });
      return Object.fromEntries(body.data.map((one) => [one.full_name, one.data_type]));
    };
    const name = 'custom_attributes.The One Ring';
    expect(await typesIn('2.16')).toMatchObject({ signed_up_at: 'date', [name]: 'date' });
    expect(await typesIn('2.17')).toMatchObject({ signed_up_at: 'datetime', [name]: 'date', role: 'string' });
  });

  it('of conversations answer 422 since 2.16 (intercom 11.5)', async () => {
    const { send } = startClient();
    const reply = await send('GET', '/data_attributes?model=conversation');
    expect(reply.status).toBe(422);
    expect(errorOf(reply)).toEqual({
      code: 'parameter_invalid',
      message: 'model=conversation is no longer supported. Use GET /conversations/attributes instead',
    });
    const old = await send('GET', '/data_attributes?model=conversation', undefined, {
      'Intercom-Version': '2.15',
    });
    expect(old.body.data).toEqual([]);
  });

  it('are capped; archiving frees a place, and values of archived ones are hidden (intercom 3.5, 3.7)', async () => {
    const { send } = startClient({
      switches: { attributeLimit: 1 },
      seed: {
        attributes: [{ model: 'contact', name: 'plan', data_type: 'string' }],
        contacts: [{ id: 'ada', custom_attributes: { plan: 'pro' } }],
      },
    });
    const full = await send('POST', '/data_attributes', ring);
    expect(full.status).toBe(400);
    expect(errorOf(full).code).toBe('custom_data_limit_reached');
    expect((await send('PUT', '/data_attributes/1', { archived: true })).body.archived).toBe(true);
    expect((await send('GET', '/contacts/ada')).body.custom_attributes).toEqual({});
    expect((await send('POST', '/data_attributes', ring)).status).toBe(200);
    expect((await send('PUT', '/data_attributes/1', { archived: false })).status).toBe(400);
    await send('PUT', '/data_attributes/2', { archived: true });
    expect((await send('PUT', '/data_attributes/1', { archived: false })).body.archived).toBe(false);
    expect((await send('GET', '/contacts/ada')).body.custom_attributes).toEqual({ plan: 'pro' });
  });

  it('are not archived while a segment depends on them (intercom 3.7)', async () => {
    const { send } = startClient({
      seed: {
        attributes: [{ model: 'contact', name: 'plan', data_type: 'string' }],
        segments: [{ name: 'Paying', attributes: ['contact/plan'] }],
      },
    });
    const reply = await send('PUT', '/data_attributes/1', { archived: true });
    expect(reply.status).toBe(422);
    expect(errorOf(reply)).toEqual({
      code: 'data_invalid',
      message: 'The Data Attribute you are trying to archive has a dependant object',
    });
  });
});
