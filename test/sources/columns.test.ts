import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/types/json.ts';
import { mapped } from './mapped.ts';

async function cells(columns: JsonObject, text: string, more: Parameters<typeof mapped>[2] = {}) {
  return mapped('a.csv', text, { ...more, source: { columns, ...more.source } });
}

describe('columns', () => {
  it('are fields of the same name where the manifest names none; the others are listed once', async () => {
    const text =
      'external_id,email,custom_attributes.plan,Email,mrr\n1,ada@acme.test,pro,x,5\n2,bob@acme.test,free,y,6\n';
    const { values, findings } = await mapped('a.csv', text);
    expect(values[0]).toEqual({ external_id: '1', email: 'ada@acme.test', 'custom_attributes.plan': 'pro' });
    expect(findings).toEqual([
      'a.csv unused-columns: nothing is mapped from 2 columns (Email, mrr) = map what is wanted under columns',
    ]);
  });

  it('are asked for where none has the name of a field', async () => {
    for (const [name, text] of [
      ['a.csv', 'ID,E-mail\n1,a@acme.test\n'],
      ['a.json', '[{"ID":1}]'],
    ] as const) {
      const { findings } = await mapped(name, text);
      expect(findings).toEqual([
        expect.stringMatching(/^m: no-columns: no column has the name of a field \(columns are ID/),
      ]);
    }
  });

  it('join, blank parts left out', async () => {
    const columns = { name: ['First name', 'Last name'] };
    const { values } = await cells(columns, 'First name,Last name\nAda, Lovelace \n,Hopper\nCher,\n,\n-,x\n');
    expect(values).toEqual([{ name: 'Ada Lovelace' }, { name: 'Hopper' }, { name: 'Cher' }, { name: '- x' }]);
  });

  it('are literal in headers, and paths in JSON', async () => {
    const columns = { external_id: 'user.id', 'custom_attributes.pronouns': 'traits.pronouns' };
    const values = [{ external_id: '7', 'custom_attributes.pronouns': 'she' }];
    expect((await cells(columns, 'user.id,traits.pronouns\n7,she\n')).values).toEqual(values);
    const json = '[{ "user": { "id": 7 }, "traits": { "pronouns": "she" } }]';
    expect(await mapped('a.json', json, { source: { columns } })).toMatchObject({ values, findings: [] });
    const literal = '[{ "user.id": 7, "traits": { "pronouns": "she", "plan": "pro" } }]';
    expect(await mapped('a.json', literal, { source: { columns } })).toMatchObject({
      values,
      findings: [expect.stringContaining('unused-columns: nothing is mapped from one column (traits.plan)')],
    });
  });

  it('that a table lacks are one error each where they are written, and no row is read', async () => {
    const columns = {
      external_id: 'Customer ID',
      custom_attributes: { plan: 'Plan' },
      email: { column: 'Mail' },
    };
    const { values, findings } = await cells(columns, 'Customer Id,plan,Email\n1,pro,x\n', {
      source: { where: { Status: 'active' } },
    });
    expect(values).toEqual([]);
    expect(findings.map((finding) => finding.split(' = ')[0])).toEqual([
      'm:columns.external_id missing-column: there is no column "Customer ID" (did you mean "Customer Id"?)',
      'm:columns.custom_attributes.plan missing-column: there is no column "Plan" (did you mean "plan"?)',
      'm:columns.email missing-column: there is no column "Mail" (did you mean "Email"?)',
      'm:where.Status missing-column: there is no column "Status"',
    ]);
  });

  it('that no object has are said at the end', async () => {
    const columns = { external_id: 'id', name: 'nmae' };
    const { values, findings } = await mapped('a.json', '[{"id":1},{"id":2,"name":"Ada"}]', {
      source: { columns },
    });
    expect(values).toEqual([{ external_id: '1' }, { external_id: '2' }]);
    expect(findings).toEqual([
      'm:columns.name missing-column: there is no column "nmae" (did you mean "name"?) = columns are id, name',
      'a.json unused-columns: nothing is mapped from one column (name) = map what is wanted under columns',
    ]);
  });

  it('with one name or none are told apart: an error where they are mapped, else a warning', async () => {
    const text = 'id,Email,Email,\n1,ada@acme.test,b@acme.test,x\n';
    expect((await cells({ external_id: 'id', email: 'Email' }, text)).findings).toEqual([
      'm:columns.email duplicate-column: 2 columns are called "Email" (columns 2 and 3) = give them different names in the file',
    ]);
    const { values, findings } = await cells({ external_id: 'id' }, text);
    expect(values).toEqual([{ external_id: '1' }]);
    expect(findings).toEqual([
      'a.csv unused-columns: nothing is mapped from 2 columns (Email) = map what is wanted under columns',
      'a.csv duplicate-header: several columns have one name (Email) = none of them is used; give them different names to map them',
      'a.csv empty-header: a column without a name holds values in 1 row (column 4) = name it in the header to map it',
    ]);
  });
});

describe('cells', () => {
  it('split into lists, quoted items whole', async () => {
    const columns = { external_id: 'id', tags: { column: 'Segments', split: ',' } };
    const { values } = await cells(
      columns,
      'id,Segments\n1,"vip, beta ,,"\n2,\n3,"""VIP"",""Dublin, IE"""\n',
    );
    expect(values).toEqual([
      { external_id: '1', tags: ['vip', 'beta'] },
      { external_id: '2' },
      { external_id: '3', tags: ['VIP', 'Dublin, IE'] },
    ]);
  });

  it('are compared with values without the space around them, and so is what is proposed', async () => {
    const columns = {
      external_id: 'id',
      'custom_attributes.plan': { column: 'Product', values: { free: 'free', pro: 'pro' } },
    };
    const rows = [
      { id: '1', Product: '  free  ' },
      { id: '2', Product: '    fre    ' },
    ];
    const { values, problems } = await mapped('a.json', JSON.stringify(rows), { source: { columns } });
    expect(values[0]).toEqual({ external_id: '1', 'custom_attributes.plan': 'free' });
    expect(problems).toEqual([expect.stringContaining('did you mean "free"?')]);
  });

  it('map to values; another is an error, kept or left out', async () => {
    const text = 'id,Product\n1,P-PRO-M\n2,P-ENT \n3,P-PR0-M\n4,\n5,NONE\n';
    const values = { 'P-PRO-M': 'pro', 'P-ENT': 'enterprise', NONE: null };
    const column = (other?: string) => ({
      external_id: 'id',
      'custom_attributes.plan': { column: 'Product', values, ...(other === undefined ? {} : { other }) },
    });
    const plans = async (other?: string) =>
      (await cells(column(other), text)).values.map((value) => value['custom_attributes.plan']);
    expect(await plans('keep')).toEqual(['pro', 'enterprise', 'P-PR0-M', undefined, null]);
    expect(await plans('ignore')).toEqual(['pro', 'enterprise', undefined, undefined, null]);
    expect((await cells(column(), text)).problems).toEqual([
      'a.csv:4 row 3 unknown-value: values of the column do not name this one (Product: "P-PR0-M"; did you mean "P-PRO-M"?) = values are P-PRO-M, P-ENT, NONE; add it, or say other: keep or other: ignore',
    ]);
  });

  it('are numbers with the declared decimal mark', async () => {
    const columns = { 'custom_attributes.mrr': { column: 'MRR', decimal: ',' } };
    const { values, problems } = await cells(
      columns,
      'MRR;x\n1.234,5;\n-7;\n"1 000 000,00";\n1.5;\n12 €;\n12 %;\n',
    );
    expect(values.map((value) => value['custom_attributes.mrr'])).toEqual([
      '1234.5',
      '-7',
      '1000000.00',
      undefined,
      '12',
      undefined,
    ]);
    expect(problems).toEqual([
      'a.csv:5 row 4 bad-number: this is no number with the decimal mark , (MRR: "1.5") = such as 1.234,5',
      expect.stringMatching(
        /^a\.csv:7 row 6 bad-number: .* \(MRR: "12 %"; a percentage may be meant as 12 or as 0\.12/,
      ),
    ]);
    const point = { 'custom_attributes.mrr': { column: 'MRR', decimal: '.' } };
    expect((await cells(point, 'MRR;x\n1,234.5;\n')).values).toEqual([{ 'custom_attributes.mrr': '1234.5' }]);
  });

  it('that are blank are left alone or clear, as the set and the column say, and identity never', async () => {
    const text = 'external_id,name,plan,tags\n1,n/a, ,\n,Ada,,NULL\n';
    const columns = {
      external_id: 'external_id',
      name: 'name',
      'custom_attributes.plan': { column: 'plan', blank: 'clear' },
      tags: 'tags',
    };
    const source = { nulls: ['n/a', 'NULL'] };
    expect((await cells(columns, text, { source })).values).toEqual([
      { external_id: '1', 'custom_attributes.plan': null },
      { name: 'Ada', 'custom_attributes.plan': null },
    ]);
    const clear = { source, fields: { onBlank: 'clear' as const } };
    expect(
      (
        await cells(
          { ...columns, 'custom_attributes.plan': { column: 'plan', blank: 'ignore' } },
          text,
          clear,
        )
      ).values,
    ).toEqual([
      { external_id: '1', name: null, tags: [] },
      { name: 'Ada', tags: [] },
    ]);
    const json = '[{"external_id":"1","name":null},{"external_id":"2","name":""},{"external_id":"3"}]';
    expect((await mapped('a.json', json, { fields: { onBlank: 'clear' } })).values).toEqual([
      { external_id: '1', name: null },
      { external_id: '2', name: null },
      { external_id: '3' },
    ]);
  });

  it('keep every digit of an id', async () => {
    const json =
      '[{"external_id":12345678901234567890,"custom_attributes":{"seats":12}},{"external_id":14637613035933}]';
    const { rows } = await mapped('a.json', json);
    expect(rows.map(({ cells }) => cells.get('external_id')?.value)).toEqual([
      '12345678901234567890',
      '14637613035933',
    ]);
    expect(rows[0]?.cells.get('custom_attributes.seats')).toMatchObject({ value: 12, text: '12' });
    expect((await mapped('a.csv', 'external_id\n12345678901234567890\n0012\n')).values).toEqual([
      { external_id: '12345678901234567890' },
      { external_id: '0012' },
    ]);
  });

  it('that begin with = are warned of once', async () => {
    const { values, findings } = await mapped(
      'a.csv',
      'external_id,name\n1,=1+1\n2,=HYPERLINK(1)\n3,=x\n4,=y\n',
    );
    expect(values[0]).toEqual({ external_id: '1', name: '=1+1' });
    expect(findings).toEqual([
      'a.csv:2 row 1 formula-cell: the cell begins with = (4 times) (name: "=1+1"; name: "=HYPERLINK(1)"; name: "=x" and 1 more) = it is taken as text; export values instead of formulas if it was meant as one',
    ]);
  });

  it('hold an email with one @, or the row is bad', async () => {
    const { problems } = await mapped('a.csv', 'email\nada@acme.test\nada\na@b@c\n@acme.test\n');
    expect(problems.map((problem) => problem.split(' = ')[0])).toEqual([
      'a.csv:3 row 2 bad-email: this is not an email address (email: "ada"; it has no @)',
      'a.csv:4 row 3 bad-email: this is not an email address (email: "a@b@c"; it has more than one @)',
      'a.csv:5 row 4 bad-email: this is not an email address (email: "@acme.test"; nothing stands before the @)',
    ]);
  });

  it('with an object where a value is wanted make the row bad, all problems at once', async () => {
    const { problems } = await mapped('a.json', '[{"name":{"first":"Ada"},"email":["x"],"external_id":"1"}]');
    expect(problems).toEqual([
      'a.json:1 row 1 bad-cell: this is an object, not one value (name: {"first":"Ada"}) = name what is inside with a dotted path, such as name.first',
      'a.json:1 row 1 bad-cell: this is a list, not one value (email: ["x"]) = name what is inside with a dotted path, such as name.first',
    ]);
  });
});

describe('dates', () => {
  async function dates(date: string | undefined, ...texts: string[]) {
    const columns = { signed_up_at: date === undefined ? 'Joined' : { column: 'Joined', date } };
    const { values, problems } = await cells(
      columns,
      `Joined;x\n${texts.map((text) => `${text};\n`).join('')}`,
    );
    return { read: values.map((value) => value['signed_up_at']), problems };
  }

  it('are read in the declared form, with a time or without', async () => {
    const forms: readonly [string, string, string][] = [
      ['DD/MM/YYYY', '05/11/2024', '2024-11-05'],
      ['DD/MM/YYYY', '5/11/2024 09:30', '2024-11-05T09:30:00'],
      ['MM/DD/YYYY', '11/05/2024', '2024-11-05'],
      ['DD.MM.YYYY HH:mm', '05.11.2024 09:30', '2024-11-05T09:30:00'],
      ['YYYY-MM-DD HH:mm:ss', '2024-11-05 09:30:59.120', '2024-11-05T09:30:59'],
      ['YYYY/MM/DD', '2024/11/05', '2024-11-05'],
      ['D MMM YYYY', '5 Nov 2024', '2024-11-05'],
      ['MMMM D, YYYY', 'November 5, 2024', '2024-11-05'],
      ['M/D/YY h:mm A', '11/5/24 12:05 am', '2024-11-05T00:05:00'],
      ['ddd, DD MMM YYYY HH:mm Z', 'Tue, 05 Nov 2024 09:30 +02:00', '2024-11-05T09:30:00+02:00'],
      ['YYYYMMDD', '20241105', '2024-11-05'],
      ['YYYYMMDDHHmm', '202411050930', '2024-11-05T09:30:00'],
      ['D MMM YYYY', '5 Sept. 2024', '2024-09-05'],
    ];
    for (const [form, text, iso] of forms)
      expect(await dates(form, text), form).toEqual({ read: [iso], problems: [] });
  });

  it('take offsets in every writing, and literals in brackets, in quotes and behind a backslash', async () => {
    const forms: readonly [string, string, string][] = [
      ['YYYY-MM-DD HH:mm:ss Z', '2026-06-15 09:30:00 UTC', '2026-06-15T09:30:00Z'],
      ['YYYY-MM-DD HH:mm:ss Z', '2026-06-15 09:30:00 GMT', '2026-06-15T09:30:00Z'],
      ['YYYY-MM-DD HH:mm:ssZ', '2026-06-15 09:30:00Z', '2026-06-15T09:30:00Z'],
      ['YYYY-MM-DD HH:mm:ss.SSS ZZ', '2026-06-15 09:30:00.123 +02', '2026-06-15T09:30:00+02:00'],
      ['YYYY-MM-DD HH:mm:ss UTC', '2026-06-15 09:30:00 UTC', '2026-06-15T09:30:00Z'],
      ['ddd, DD MMM YYYY HH:mm:ss GMT', 'Mon, 15 Jun 2026 09:30:00 GMT', '2026-06-15T09:30:00Z'],
      ['ddd, DD MMM YYYY HH:mm:ss [GMT]', 'Mon, 15 Jun 2026 09:30:00 GMT', '2026-06-15T09:30:00Z'],
      ["YYYY-MM-DD'T'HH:mm:ss'Z'", '2026-06-15T09:30:00Z', '2026-06-15T09:30:00Z'],
      ['YYYY-MM-DD HH:mm:ss Z [UTC]', '2026-06-15 09:30:00 +0200 UTC', '2026-06-15T09:30:00+0200'],
      ['DD/MM/YYYY UTC', '15/06/2026 UTC', '2026-06-15T00:00:00Z'],
      ['D MMMM YYYY [at] h:mm A', '15 June 2026 at 9:30 PM', '2026-06-15T21:30:00'],
      ["D MMMM YYYY 'at' h:mm A", '15 June 2026 at 9:30 PM', '2026-06-15T21:30:00'],
      ['\\M MM/DD/YYYY', 'M 06/15/2026', '2026-06-15'],
    ];
    for (const [form, text, iso] of forms)
      expect(await dates(form, text), form).toEqual({ read: [iso], problems: [] });
    expect((await dates('DD MMM YYYY', '15 Marraskuu 2026', '15 Junk 2026')).problems).toHaveLength(2);
  });

  it('never take a zone that a format spells for local time', async () => {
    for (const form of ['YYYY-MM-DD HH:mm EST', 'YYYY-MM-DD HH:mm [MDT]', 'YYYY-MM-DD HH:mm [CEST]']) {
      const joined = { column: 'Joined', date: form };
      const { values, findings } = await cells({ signed_up_at: joined }, 'Joined\n');
      expect(values).toEqual([]);
      expect(findings, form).toEqual([
        expect.stringMatching(/bad-date-format: .* names a zone without its clocks/),
      ]);
      const zone = form.replaceAll(/.* |[[\]]/g, '');
      if (zone === 'MDT') continue;
      const known = await cells(
        { signed_up_at: { ...joined, timezone: 'America/New_York' } },
        `Joined\n2026-06-15 09:30 ${zone}\n`,
      );
      expect(known).toMatchObject({ values: [{ signed_up_at: '2026-06-15T13:30:00Z' }], problems: [] });
    }
    const birth = { signed_up_at: { column: 'Joined', date: '[DOB] DD/MM/YYYY' } };
    expect((await cells(birth, 'Joined\nDOB 15/06/2026\n')).values).toEqual([{ signed_up_at: '2026-06-15' }]);
  });

  it('without an offset are of the timezone that the column names', async () => {
    const written: readonly [string, string][] = [
      ['2026-06-15 09:30:00', '2026-06-15T08:30:00Z'],
      ['2026-01-15 09:30', '2026-01-15T09:30:00Z'],
      ['2026-06-15', '2026-06-14T23:00:00Z'],
      ['2026-06-15T09:30:00Z', '2026-06-15T09:30:00Z'],
      ['2026-06-15 09:30:00 +0200', '2026-06-15 09:30:00 +0200'],
      ['1781515800', '1781515800'],
      ['Mon, 15 Jun 2026 09:30:00 GMT', 'Mon, 15 Jun 2026 09:30:00 GMT'],
      // The clocks skip this hour, and show the other twice: as in the timezone of the workspace.
      ['2026-03-29 01:30', '2026-03-29T01:30:00Z'],
      ['2026-10-25 01:30', '2026-10-25T00:30:00Z'],
    ];
    const columns = { signed_up_at: { column: 'Joined', timezone: 'Europe/Dublin' } };
    const { values, problems } = await cells(
      columns,
      `Joined;x\n${written.map(([text]) => `${text};\n`).join('')}`,
    );
    expect(problems).toEqual([]);
    expect(values.map((value) => value['signed_up_at'])).toEqual(written.map(([, read]) => read));
    const formatted = {
      signed_up_at: { column: 'Joined', date: 'DD/MM/YYYY HH:mm', timezone: 'Asia/Tokyo' },
    };
    expect((await cells(formatted, 'Joined\n15/06/2026 09:30\n')).values).toEqual([
      { signed_up_at: '2026-06-15T00:30:00Z' },
    ]);
    const wrong = { signed_up_at: { column: 'Joined', timezone: 'Europe/Dublim' } };
    expect((await cells(wrong, 'Joined\n15/06/2026 09:30\n')).findings).toEqual([
      expect.stringMatching(
        /^m:columns\.signed_up_at\.timezone unknown-timezone: .*did you mean "Europe\/Dublin"/,
      ),
    ]);
  });

  it('are ISO 8601 or Unix times where no form is declared', async () => {
    const texts = ['2024-11-05', '2024-11-05T09:30:00Z', '1705311000', '1705311000000', '2024-02-29'];
    expect(await dates(undefined, ...texts)).toEqual({ read: texts, problems: [] });
  });

  it('that are mixed or impossible make their rows bad', async () => {
    const mixed = await dates('DD/MM/YYYY', '31/12/2024', '12/31/2024', '2024-12-31', '29/02/2023');
    expect(mixed.read).toEqual(['2024-12-31', undefined, undefined, undefined]);
    expect(mixed.problems).toHaveLength(3);
    expect(mixed.problems[0]).toBe(
      'a.csv:3 row 2 bad-date: this is no date of the form DD/MM/YYYY (Joined: "12/31/2024") = write every date of the column as DD/MM/YYYY, or map two columns',
    );
    const undeclared = await dates(
      undefined,
      '31/12/2024',
      '12/31/2024',
      '01.02.2024',
      '1/2/2024',
      'soon',
      '2024-13-01',
    );
    expect(undeclared.problems.map((problem) => /date: (\S+(?: or \S+)?) }$/.exec(problem)?.[1])).toEqual([
      'DD/MM/YYYY',
      'MM/DD/YYYY',
      'DD.MM.YYYY',
      'DD/MM/YYYY or MM/DD/YYYY',
      'DD/MM/YYYY',
      'DD/MM/YYYY',
    ]);
  });

  it('have a form that can be read', async () => {
    for (const form of ['DD/MM', 'YYYY-YYYY-MM-DD', 'ISO']) {
      const columns = { signed_up_at: { column: 'Joined', date: form } };
      expect((await cells(columns, 'Joined\n')).findings).toEqual([
        expect.stringMatching(/^m:columns\.signed_up_at\.date bad-date-format/),
      ]);
    }
  });
});

describe('numbers', () => {
  it('are no ids where their digits are lost', async () => {
    const json =
      '[{"external_id":12345678901234567890},{"external_id":12345678901234567890.0},{"external_id":1e20},{"external_id":1e3}]';
    const { values, problems } = await mapped('a.json', json);
    expect(values).toEqual([{ external_id: '12345678901234567890' }, {}, {}, { external_id: '1000' }]);
    expect(problems).toEqual([2, 3].map((row) => expect.stringContaining(`row ${row} rounded-number: `)));
  });

  it('that are days rather than seconds warn, and are read by the form that is declared', async () => {
    const json = '[{"external_id":1,"signed_up_at":20240115},{"external_id":2,"signed_up_at":45306}]';
    const { values, findings } = await mapped('a.json', json);
    expect(values[0]).toEqual({ external_id: '1', signed_up_at: 20_240_115 });
    expect(findings).toEqual([
      expect.stringMatching(
        /^a\.json:1 row 1 doubtful-date: a small number .* \(2 times\) \(signed_up_at: "20240115"; signed_up_at: "45306"\)/,
      ),
    ]);
    const columns = {
      external_id: 'external_id',
      signed_up_at: { column: 'signed_up_at', date: 'YYYYMMDD' },
    };
    expect(await mapped('a.json', json, { source: { columns } })).toMatchObject({
      values: [{ external_id: '1', signed_up_at: '2024-01-15' }, { external_id: '2' }],
      problems: [expect.stringContaining('row 2 bad-date: this is no date of the form YYYYMMDD')],
      findings: [],
    });
    const text = 'signed_up_at,x\n20240115,\n';
    expect((await mapped('a.csv', text)).findings).toContainEqual(expect.stringContaining('doubtful-date'));
  });
});

describe('phones', () => {
  async function phones(column: JsonObject, text: string) {
    const { values, problems, findings } = await cells({ phone: { column: 'Phone', ...column } }, text);
    return { read: values.map((value) => value['phone']), problems, findings };
  }

  it('become E.164; a leading 00 is +', async () => {
    const text =
      'Phone;x\n+353 87 123 4567;\n00353871234567;\n+353871234567;\n(087) 123-4567;\n+44 20 7946 0958;\n';
    expect(await phones({ country: 'IE' }, text)).toEqual({
      read: ['+353871234567', '+353871234567', '+353871234567', '+353871234567', '+442079460958'],
      problems: [],
      findings: [expect.stringContaining('unused-columns')],
    });
  });

  it.each(['None', 'NaN', '\\N', '#N/A'])(
    'take that of the column where the row has %s for one',
    async (nothing) => {
      const text = `Phone,Land\n087 123 4567,${nothing}\n020 7946 0958,="GB"\n`;
      const { read, problems } = await phones({ country_column: 'Land', country: 'IE' }, text);
      expect(problems).toEqual([]);
      expect(read).toEqual(['+353871234567', '+442079460958']);
    },
  );

  it('take the country of their row', async () => {
    const text =
      'Phone,Land\n087 123 4567,ie\n020 7946 0958,GB\n087 123 4567,\n087 123 4567,XX\n+353871234567,\n';
    const { read, problems } = await phones({ country_column: 'Land' }, text);
    expect(read).toEqual(['+353871234567', '+442079460958', undefined, undefined, '+353871234567']);
    expect(problems).toEqual([
      'a.csv:4 row 3 bad-phone: this phone number names no country (Phone: "087 123 4567") = write + and the country code, or say where it is dialled: { column: …, country: GB }',
      'a.csv:5 row 4 bad-country: this is no country code (Phone: "087 123 4567"; "XX") = write two letters of ISO 3166, such as GB',
    ]);
  });

  it('that are impossible make the row bad, invalid ones warn', async () => {
    const text = 'Phone,x\n+353 12,\n12345,\nhello,\n+999123456789,\n+1-555-0100,\n(555) 123-4567,\n';
    const { read, problems, findings } = await phones({ country: 'US' }, text);
    expect(read).toEqual([undefined, undefined, undefined, undefined, '+15550100', '+15551234567']);
    expect(problems).toHaveLength(4);
    expect(findings).toContainEqual(
      'a.csv:6 row 5 doubtful-phone: no country gives out this phone number (2 times) (Phone: "+1-555-0100"; Phone: "(555) 123-4567") = it is taken as it is; check the digits',
    );
  });
});
