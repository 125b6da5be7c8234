import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/types/declaration.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { JsonObject } from '../../src/types/json.ts';
import { shown } from '../manifest/load.ts';
import { type MemoryFile, memoryFiles } from '../manifest/memory-files.ts';
import { inPieces, mapped } from './mapped.ts';
import { openRows } from './raw-rows.ts';

/** The rows of migrations/data/c.json, or of another source of migrations/0003.yaml. */
async function rowsIn(contents: MemoryFile | Record<string, MemoryFile>, source: JsonObject = {}) {
  const single = typeof contents === 'string' || contents instanceof Uint8Array;
  const files = single
    ? { '/acme/migrations/data/c.json': contents }
    : (contents as Record<string, MemoryFile>);
  const diagnostics: Diagnostic[] = [];
  const rows: Row[] = [];
  const opened = openRows(
    { file: 'data/c.json', ...source },
    {
      folder: '/acme',
      manifestFile: 'migrations/0003.yaml',
      files: memoryFiles(files),
      report: (diagnostic) => diagnostics.push(diagnostic),
      placeOf: (path) => ({ file: 'migrations/0003.yaml', line: path.length, column: 1 }),
    },
  );
  for await (const row of opened) rows.push(row);
  return { rows, values: rows.map(({ values }) => values), findings: shown(diagnostics) };
}

const FILE = 'migrations/data/c.json';

describe('JSON rows', () => {
  it('come from the path, from a list, or from the one list of an object, each with row and line', async () => {
    const list = '[\n  { "id": 1 },\n\n  { "id": 2 }\n]\n';
    const expected = [
      { place: { file: FILE, row: 1, line: 2 }, values: { id: 1 } },
      { place: { file: FILE, row: 2, line: 4 }, values: { id: 2 } },
    ];
    expect(await rowsIn(list)).toMatchObject({ rows: expected, findings: [] });
    const inside = `{ "total": 2, "a": { "contacts": ${list} }, "more": [3] }`;
    expect(await rowsIn(inside, { format: { path: 'a.contacts' } })).toMatchObject({
      rows: expected,
      findings: [],
    });
    expect(await rowsIn(`{ "total": 2, "contacts": ${list}, "next": null }`)).toMatchObject({
      rows: expected,
      findings: [],
    });
    expect(await rowsIn(`\uFEFF${list.replaceAll('\n', '\r\n')}`)).toMatchObject({
      rows: expected,
      findings: [],
    });
    expect(await rowsIn('[]')).toEqual({ rows: [], values: [], findings: [] });
  });

  it('keep every integer exact to the last digit', async () => {
    const ids = [
      '14637613035933',
      '9007199254740991',
      '9007199254740993',
      '12345678901234567890',
      '-98765432109876543210',
    ];
    const { values, findings } = await rowsIn(`[{ "ids": [${ids.join(', ')}] }]`);
    expect(findings).toEqual([]);
    const kept = (values[0]?.['ids'] ?? []) as readonly unknown[];
    expect(kept.map(String)).toEqual(ids);
    expect(kept).toContain(14637613035933);
  });

  it('read every kind of value as JSON.parse does', async () => {
    const text =
      '[{"a":"\\u00e9\\n\\"“x”\\ud83d\\ude00","b":[1.5,-2e3,0,-0.0,true,false,null,{"c":{}}],"":"x","d":"a/b\\/c"}]';
    const { values } = await rowsIn(text);
    expect(values).toEqual(JSON.parse(text));
  });

  it('keep a column called __proto__', async () => {
    const { values } = await rowsIn('[{ "__proto__": 1 }]');
    expect(Object.keys(values[0] ?? {})).toEqual(['__proto__']);
  });

  it('come out of a .gz', async () => {
    const file = { '/acme/migrations/data/c.json.gz': gzipSync('[{ "id": 1 }]') };
    expect((await rowsIn(file, { file: 'data/c.json.gz' })).values).toEqual([{ id: 1 }]);
    const broken = { '/acme/migrations/data/c.json.gz': '[]' };
    expect((await rowsIn(broken, { file: 'data/c.json.gz' })).findings).toEqual([
      expect.stringMatching(/^migrations\/data\/c\.json\.gz bad-gzip: /),
    ]);
  });

  it('leave out rows by where and blank cells by nulls', async () => {
    const text =
      '[{ "s": "active", "n": "n/a" }, { "s": "gone", "n": "b" }, { "s": 7, "n": ["n/a", "c"] }, {}]';
    const source = { where: { s: ['active', '7'] }, nulls: ['n/a'] };
    const { rows } = await rowsIn(text, source);
    expect(rows.map(({ place, values }) => [place.row, values])).toEqual([
      [1, { s: 'active', n: null }],
      [3, { s: 7, n: [null, 'c'] }],
    ]);
  });

  it('can be asked to be at least so many', async () => {
    expect((await rowsIn('[{}]', { expect: { min_rows: 2 } })).findings).toEqual([
      expect.stringMatching(
        /^migrations\/0003\.yaml:2:1 too-few-rows: .* holds 1 rows; at least 2 are expected/,
      ),
    ]);
    expect((await rowsIn('[{}]', { expect: { min_rows: 1 } })).findings).toEqual([]);
  });
});

describe('what JSON is refused', () => {
  const cases: readonly [string, string, string][] = [
    [
      'typographic quotes',
      '[{ “id”: 1 }]',
      ':1:4 typographic-quotes: the JSON cannot be read: it holds typographic quotes (“ is no quote to JSON) = write straight double quotes, "',
    ],
    [
      'single quotes',
      "[\n{ 'id': 1 }]",
      ":2:3 json-syntax: the JSON cannot be read: a key in double quotes is expected here (this is ') = JSON has double quotes only",
    ],
    ['a comma too many', '[{ "id": 1, }]', ':1:11 json-syntax: a comma stands before } = take the comma out'],
    [
      'a comma missing',
      '[{ "id": 1 "b": 2 }]',
      ':1:12 json-syntax: the JSON cannot be read: , or } is expected here (this is ")',
    ],
    [
      'a comment',
      '[ // all\n]',
      ':1:3 json-syntax: the JSON cannot be read: a value is expected here (this is /) = JSON has no comments',
    ],
    [
      'a word',
      '[{ "id": NaN }]',
      ':1:10 json-syntax: the JSON cannot be read: a value is expected here (this is NaN)',
    ],
    [
      'a number with zeros before it',
      '[{ "id": 007 }]',
      ':1:10 json-syntax: the JSON cannot be read: this is no number = put it in double quotes',
    ],
    [
      'a line break in a text',
      '[{ "id": "a\nb" }]',
      ':1:10 json-syntax: the JSON cannot be read: the line ends inside a text = close the text with "',
    ],
    [
      'a file that ends too soon',
      '[{ "id": 1 }',
      ':1:13 json-syntax: the JSON cannot be read: , or ] is expected here (the file ends here)',
    ],
    [
      'something behind the end',
      '[{ "id": 1 }]\n]',
      ':2:1 json-syntax: the JSON cannot be read: the end of the file is expected here (this is ])',
    ],
    ['an empty file', '', ' no-rows'],
    [
      'a key that stands twice',
      '[{ "id": 1,\n "id": 2 }]',
      ':2:2 duplicate-key: the key "id" stands twice in one object',
    ],
    [
      'deep nesting',
      `[${'['.repeat(200)}]`,
      ':1:66 nested-too-deep: the JSON nests more than 64 levels deep',
    ],
  ];
  for (const [name, text, finding] of cases) {
    it(`refuses ${name}`, async () => {
      const { findings } = await rowsIn(text);
      if (finding === ' no-rows')
        expect(findings).toEqual([expect.stringContaining('no-rows: there is no list of rows')]);
      else expect(findings).toEqual([`${FILE}${finding}`]);
    });
  }

  it('finds what is broken behind the rows too', async () => {
    const { rows, findings } = await rowsIn('{ "contacts": [{ "id": 1 }],\n "next": oops }', {
      format: { path: 'contacts' },
    });
    expect(rows).toHaveLength(1);
    expect(findings).toEqual([expect.stringMatching(/c\.json:2:10 json-syntax: /)]);
  });

  it('names rows that are no objects by their number and goes on', async () => {
    const { values, findings } = await rowsIn('[{ "id": 1 },\n[2],\n"x", { "id": 4 }]');
    expect(values).toEqual([{ id: 1 }, { id: 4 }]);
    expect(findings).toEqual([
      `${FILE}:2 row 2 bad-row: a row is no object (this is a list) = write every row as { "column": value, … }`,
      `${FILE}:3 row 3 bad-row: a row is no object (this is "x") = write every row as { "column": value, … }`,
    ]);
  });

  it('says where it looked for the rows', async () => {
    const format = { path: 'data.contact' };
    expect((await rowsIn('{ "data": { "contacts": [], "total": 0 } }', { format })).findings).toEqual([
      `migrations/0003.yaml:2:1 no-rows: there is no list of rows in ${FILE} (there is no key contact; did you mean "contacts"?) = keys there are contacts, total`,
    ]);
    expect((await rowsIn('{ "data": { "contact": 7 } }', { format })).findings).toEqual([
      expect.stringContaining('(no list stands at data.contact)'),
    ]);
    expect((await rowsIn('{ "a": [], "b": [] }')).findings).toEqual([
      `migrations/0003.yaml:1:1 no-rows: there is no list of rows in ${FILE} (the object holds several lists: a, b) = format: { path: a }`,
    ]);
  });
});

describe('which file', () => {
  const data = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [`/acme/migrations/data/${name}`, `[{ "file": "${name}" }]`]));

  it('is the newest by name of a glob, numbers counted as numbers', async () => {
    const files = data(
      'billing-9.json',
      'billing-10.json',
      'billing-2.json',
      'other-99.json',
      '.billing-99.json',
    );
    expect((await rowsIn(files, { file: 'data/billing-*.json' })).values).toEqual([
      { file: 'billing-10.json' },
    ]);
    expect((await rowsIn(files, { file: 'data/billing-?.json' })).values).toEqual([
      { file: 'billing-9.json' },
    ]);
    expect((await rowsIn(files, { file: 'd*/*-99.json' })).values).toEqual([{ file: 'other-99.json' }]);
  });

  it('is relative to the manifest and named when it is not there', async () => {
    expect((await rowsIn(data('contacts.json'), { file: 'data/contact.json' })).findings).toEqual([
      'migrations/0003.yaml:1:1 missing-source: there is no data file migrations/data/contact.json (did you mean "contacts.json"?) = the path is relative to migrations/0003.yaml',
    ]);
    expect((await rowsIn(data('a.json'), { file: 'data/b-*.json' })).findings).toEqual([
      expect.stringContaining('missing-source: there is no data file migrations/data/b-*.json'),
    ]);
  });

  it('stays inside the project, links followed', async () => {
    const files = {
      '/etc/secret.json': '[{}]',
      '/acme/migrations/data/c.json': { link: '/etc/secret.json' },
    };
    expect(await rowsIn(files)).toMatchObject({
      rows: [],
      findings: [expect.stringContaining('source-outside')],
    });
    for (const file of ['/etc/secret.json', '../../etc/secret.json', 'data/../../../etc/*.json']) {
      expect(await rowsIn({ ...files, '/acme/x': '' }, { file })).toMatchObject({
        rows: [],
        findings: [expect.stringContaining('source-outside')],
      });
    }
    const inside = {
      '/acme/shared/a.json': '[{ "id": 1 }]',
      '/acme/migrations/data/c.json': { link: '/acme/shared/a.json' },
    };
    expect((await rowsIn(inside)).values).toEqual([{ id: 1 }]);
    expect((await rowsIn(inside, { file: '../shared/a.json' })).values).toEqual([{ id: 1 }]);
  });

  it('is of a kind that this version reads', async () => {
    expect((await rowsIn(data('a.pdf'), { file: 'data/a.pdf' })).findings).toEqual([
      'migrations/0003.yaml:1:1 unsupported-source: a.pdf is of no kind that can be read = this version reads .csv, .tsv, .json, .jsonl, .ndjson, .xlsx, .gz of each',
    ]);
  });
});

describe('JSON of any length', () => {
  it('is read the same however it comes in pieces', async () => {
    const text =
      '{ "total": 2, "x": [[{}]], "a": {"contacts": [{"id": 1, "n": "\\"\\u00e9😀\\\\"},\n {"id": 12345678901234567890, "l": [1, [2]]}]}, "z": -1.5e3 }';
    for (const size of [1, 2, 3, 5, 1000]) {
      const files = { stream: () => inPieces(Buffer.from(text), size) };
      const { values, findings, rows } = await mapped('c.json', '', {
        files,
        source: { format: { path: 'a.contacts' }, columns: { external_id: 'id', name: 'n', tags: 'l' } },
        fields: { lists: new Set() },
      });
      expect(findings).toEqual([]);
      expect(values[0]).toEqual({ external_id: '1', name: '"é😀\\' });
      expect(rows.map(({ place, problems }) => [place.line, problems.length])).toEqual([
        [1, 0],
        [2, 1],
      ]);
    }
  });

  it('hands rows on as they come, and never holds the file', async () => {
    const batch = `${'{"external_id":12,"name":"Ada Lovelace"},'.repeat(1000)}\n`;
    let sent = 0;
    async function* stream() {
      yield Buffer.from('{"contacts":[');
      for (let at = 0; at < 200; at++) {
        sent += 1000;
        yield Buffer.from(batch);
      }
      yield Buffer.from('{"external_id":13}]}');
    }
    let read = 0;
    let lag = 0;
    const opened = openRows(
      { file: 'c.json' },
      {
        folder: '/acme',
        manifestFile: 'm.yaml',
        files: { ...memoryFiles({ '/acme/c.json': '' }), stream },
        report: () => {},
        placeOf: () => ({ file: 'm.yaml' }),
      },
    );
    for await (const _ of opened) {
      read++;
      lag = Math.max(lag, sent - read);
    }
    expect(read).toBe(200_001);
    // A thousand rows are held back until it is clear that the file holds one list only.
    expect(lag).toBeLessThan(4000);
  });

  it('says late that there are several lists, and that it is JSON Lines', async () => {
    const many = `{"contacts":[${'{"id":1},'.repeat(3000)}{"id":2}],"more":[]}`;
    expect((await rowsIn(many)).findings).toEqual([expect.stringContaining('several lists: contacts, more')]);
    expect((await rowsIn('{"contacts":[1],"more":[]}')).rows).toEqual([]);
    expect((await rowsIn('{"id":[]}\n{"id":[]}\n')).findings).toEqual([
      expect.stringContaining('one object a line is JSON Lines: call the file migrations/data/c.jsonl'),
    ]);
  });

  it('is one object a line in JSON Lines; a broken line is a bad row', async () => {
    const text = '{"external_id":12345678901234567890}\r\n\n{“external_id”: 2}\n[3]\n{"external_id":"4"}';
    for (const name of ['c.jsonl', 'c.ndjson']) {
      const { values, problems } = await mapped(name, text);
      expect(values).toEqual([{ external_id: '12345678901234567890' }, {}, {}, { external_id: '4' }]);
      expect(problems).toEqual([
        expect.stringMatching(/:3:2 row 2 typographic-quotes: /),
        expect.stringMatching(/:4 row 3 bad-row: a row is no object \(this is a list\)/),
      ]);
    }
  });
});
