import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProjectFolder } from '../commands/project-folder.ts';
import { ACME, runGenerate } from './acme.ts';
import { expectGolden } from './golden.ts';

let acme: ProjectFolder;
let text: string;

beforeAll(async () => {
  acme = new ProjectFolder(ACME);
  text = (await runGenerate('types --format json-schema', acme.path)).out;
});
afterAll(() => acme.remove());

/** What a strict validator has against a value: the path and the keyword of each error. */
function errorsOf(value: unknown, schema: object = { $ref: 'intercom#/$defs/contact_custom_attributes' }) {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  const validate = ajv.addSchema(JSON.parse(text) as object, 'intercom').compile(schema);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

describe('interform generate types --format json-schema', () => {
  it('describes the custom attributes of contacts and companies', () => {
    expectGolden('acme.schema.txt', text);
  });

  it.each([
    [
      'a contact with all of them',
      { plan: 'pro', seats: 3, score: 0.5, 'is-trial': true, last_order: 1_700_000_000 },
    ],
    ['a contact with none', {}],
    ['cleared values', { plan: null, seats: null, pronouns: null, 'Renewal date': null }],
    ['an attribute that nobody declares', { plan: 'free', nps: 9 }],
    ['the longest text', { pronouns: 'é'.repeat(255) }],
  ])('takes %s', (_what, contact) => {
    expect(errorsOf(contact)).toEqual([]);
  });

  it.each([
    ['an option that is not declared', { plan: 'gold' }, '/plan enum'],
    ['an option of a version that is replaced', { region: 'test' }, '/region enum'],
    ['a broken number', { seats: 1.5 }, '/seats type'],
    ['a number as a text', { seats: '3' }, '/seats type'],
    ['a date as a text', { last_order: '2026-11-30' }, '/last_order type'],
    ['a date in milliseconds', { last_order: 1_700_000_000_000 }, '/last_order maximum'],
    ['a text that is too long', { pronouns: 'a'.repeat(256) }, '/pronouns maxLength'],
    ['a word for a boolean', { 'is-trial': 'yes' }, '/is-trial type'],
  ])('refuses %s', (_what, contact, error) => {
    expect(errorsOf(contact)).toEqual([error]);
  });

  it('tells the models apart', () => {
    expect(errorsOf({ plan: 'any text' }, { $ref: 'intercom#/$defs/company_custom_attributes' })).toEqual([]);
    expect(errorsOf({ contact: { plan: 'pro' }, company: { arr: 1 } }, { $ref: 'intercom' })).toEqual([]);
  });

  it('refuses the attributes themselves where no definition is named, instead of taking anything', () => {
    expect(errorsOf({ plan: 'gold' }, { $ref: 'intercom' })).toEqual([' additionalProperties']);
    expect(errorsOf({}, { $ref: 'intercom' })).toEqual([' minProperties']);
  });

  it('can be closed by whoever uses it', () => {
    const closed = {
      $ref: 'intercom#/$defs/contact_custom_attributes',
      type: 'object',
      unevaluatedProperties: false,
    };
    expect(errorsOf({ plan: 'pro' }, closed)).toEqual([]);
    expect(errorsOf({ pln: 'pro' }, closed)).toEqual([' unevaluatedProperties']);
  });
});
