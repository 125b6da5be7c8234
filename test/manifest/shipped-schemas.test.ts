import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../schemas/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.schema.json'));

// At run time the schemas are trusted, because checking them costs half a second at every start.
describe('the shipped schemas', () => {
  it('are all there', () => expect(files.length).toBeGreaterThanOrEqual(9));

  it.each(files)('%s follows JSON Schema 2020-12', (file) => {
    const ajv = new Ajv2020({ strict: false });
    const schema = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as object;
    expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true);
  });
});
