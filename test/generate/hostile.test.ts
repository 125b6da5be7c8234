import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proseText } from '../../src/render/generated/prose-text.ts';
import { ProjectFolder } from '../commands/project-folder.ts';
import { runGenerate } from './acme.ts';
import { compilerErrors } from './compiled.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
/** Ends comments and tables, begins tags, links people, moves cursors, and gives orders to the runners of pipelines. */
const EVIL = `*/ export const owned = 1; /* \`|\` <script>alert(1)</script> [x](javascript:1) --> @everyone #1 ##vso[task.x] \u001b[31m \u202e \u200b {@link x} $\${HOME} \\`;
const OPTIONS = [
  '"; export const owned = 2; //',
  '`|`',
  '\\',
  "'",
  '##[error]x',
  '\u202efree',
  '<b>',
  'a\nb',
];
const NAMES = [
  'constructor',
  'toString',
  '__proto__',
  'default',
  '007',
  'Straße',
  'ünïcode name',
  '2nd seat',
  'プラン',
  '<i>',
];

let folder: ProjectFolder;
beforeAll(() => {
  const attributes = NAMES.map(
    (name) => `  ${JSON.stringify(name)}: { type: string, description: ${JSON.stringify(EVIL)} }`,
  );
  folder = new ProjectFolder({
    'migrations/a.yaml': `${HEAD}DataAttributes
model: contact
attributes:
${attributes.join('\n')}
  evil: { type: options, options: ${JSON.stringify(OPTIONS)}, description: ${JSON.stringify(`@deprecated no\n\n${EVIL}\n@internal`)} }
---
${HEAD}ContactSet
name: ${JSON.stringify(`a|b\`c<${EVIL.slice(0, 60)}`)}
source: { file: "data/a|b<x>.csv", columns: { external_id: id, custom_attributes: { evil: ${JSON.stringify(`col|\`${EVIL}`)} } } }
---
${HEAD}TicketTypes
ticket_types:
  ${JSON.stringify('Bug | `x` <b>')}: { description: ${JSON.stringify(`# Owned\n\n${EVIL}`)} }
`,
  });
});
afterAll(() => folder.remove());

const run = (line: string) => runGenerate(line, folder.path);
/** What a terminal obeys, and what is not seen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
const ALIVE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e]|##\w*\[/;

describe('hostile text of manifests', () => {
  it.each(['types', 'types --format json-schema', 'docs'])(
    'is shown and does nothing in %s',
    async (line) => {
      const { exit, out } = await run(line);
      expect(exit).toBe(0);
      expect(out).toContain('202e');
      expect(out).not.toMatch(ALIVE);
    },
  );

  it('stays within comments and strings of TypeScript', async () => {
    await run('types --out hostile.ts');
    folder.write(
      'use.ts',
      `import * as all from './hostile.ts';
import type { ContactCustomAttributes } from './hostile.ts';
type Option = NonNullable<ContactCustomAttributes['evil']>;
export const option: Option = ${JSON.stringify(OPTIONS[0])};
export const turned: Option = '\\u202efree';
export const two: Option = 'a\\nb';
export const values: ContactCustomAttributes = { constructor: 'x', toString: 'x', '007': 'x', 'Straße': null };
export const none: keyof typeof all extends never ? true : false = true;
`,
    );
    expect(compilerErrors(folder.path, ['use.ts', '--allowImportingTsExtensions'])).toEqual([]);
    const text = folder.read('hostile.ts');
    expect(text.match(/^\s*\*? ?@\w+/gm)).toBeNull();
    expect(text.match(/(?<!\\)@everyone/)).toBeNull();
  });

  it('is only data in the JSON Schema', async () => {
    const schema = JSON.parse((await run('types --format json-schema')).out);
    const { properties, patternProperties } = schema.$defs.contact_custom_attributes;
    const inherited = ['constructor', 'toString', '__proto__'];
    expect(Object.keys(patternProperties).sort()).toEqual(inherited.map((name) => `^${name}$`).sort());
    const others = NAMES.filter((name) => !inherited.includes(name));
    expect(Object.keys(properties).sort()).toEqual([...others, 'evil'].sort());
    expect(properties.evil.enum).toEqual([...OPTIONS, null]);
    expect(properties['007'].description).toBe(EVIL.replace('$${', '${'));
    const validate = new Ajv2020({ strict: true })
      .addSchema(schema, 's')
      .compile({ $ref: 's#/$defs/contact_custom_attributes' });
    expect(validate({ evil: OPTIONS[0] })).toBe(true);
    expect(validate({ evil: 'owned' })).toBe(false);
    expect(validate({ toString: 'a text' })).toBe(true);
    expect(validate({ toString: 1 })).toBe(false);
    expect(validate(JSON.parse('{ "__proto__": 1 }'))).toBe(false);
  });

  it.each([
    ['# Owned', '\\# Owned'],
    ['- one\n- two', '\\- one - two'],
    ['1. one', '1\\. one'],
    ['a | b \\| c', 'a &#124; b \\\\&#124; c'],
    ['R&D of snake_case, _so_', 'R&amp;D of snake_case, \\_so\\_'],
    ['Ask ada@acme.test, https://acme.test/a_b', 'Ask ada@acme.test, https://acme.test/a_b'],
  ])('is %j as prose', (text, shown) => {
    expect(proseText(text)).toBe(shown);
  });

  it('stays within its cell, its heading and its line of Markdown', async () => {
    const { out } = await run('docs');
    const rows = out.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(NAMES.length + 3);
    expect(new Set(rows.map((row) => row.split('|').length)).size).toBe(1);
    expect(out.match(/^#+ .*/gm)).toHaveLength(3);
    // Backticks, backslashes and entities leave nothing of it to be markup.
    const prose = out.replace(/<code>[^<]*<\/code>|`[^`\n]*`/g, '');
    expect(prose).not.toMatch(/<(?!br>|!-- Made)|(?<!\\)[`*[\]]/);
  });
});
