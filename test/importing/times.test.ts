import { describe, expect, it } from 'vitest';
import { csvProject, findings, importing } from './acme.ts';

const TRIAL = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes: { trial: { type: date }, seen: { type: datetime } }
`;
const ZONE = 'apiVersion: interform/v1\nkind: Project\nworkspace: { timezone: Europe/Dublin }\n';
const COLUMNS =
  'columns: { external_id: user_id, signed_up_at: joined, custom_attributes: { trial: trial } }';

describe('a date attribute', () => {
  const csv =
    'user_id,joined,trial\n1,2026-06-15,46188\n2,2026-06-15,20260615\n3,2026-06-15,1575052200123456\n4,2026-06-15,2026\n';
  const files = { ...csvProject(csv, COLUMNS), 'migrations/0000-trial.yaml': TRIAL, 'interform.yaml': ZONE };

  it('gets the doubts of signed_up_at, and never a year that nobody meant', async () => {
    const { diagnostics } = await importing(files).plan();
    const said = findings(diagnostics);
    for (const [row, doubt] of [
      [1, '46188" is 2026-06-15 as the day of a spreadsheet'],
      [2, '20260615" is a day with digits only'],
      [4, '2026" is a year'],
    ] as const)
      expect(said).toContainEqual(
        `warning doubtful-date: custom_attributes.trial holds a number that is hardly a Unix time (trial: "${doubt}) [migrations/data/people.csv row ${row}]`,
      );
    expect(said.filter((line) => line.startsWith('error'))).toEqual([
      'error attribute-value: custom_attributes.trial must be a date: ISO 8601 or Unix seconds (trial: "1575052200123456"; as Unix time it is not between 1900 and 2200; in microseconds it is 2019-11-29) [migrations/data/people.csv row 3]',
    ]);
  });

  it('is doubted where it is only live, in JSON, and in YAML', async () => {
    const yaml = `apiVersion: interform/v1
kind: ContactSet
name: written
contacts:
  - { external_id: w1, signed_up_at: 46188, custom_attributes: { trial: 20260615 } }
  - { external_id: w2, signed_up_at: "0001-01-01", custom_attributes: { trial: 1575052200123456 } }
`;
    const json = `apiVersion: interform/v1
kind: ContactSet
name: read
source: { file: data/people.json, columns: { external_id: id, custom_attributes: { trial: trial } } }
`;
    const files = (written: string) => ({
      'migrations/0001.yaml': written,
      'migrations/0002.yaml': json,
      'migrations/data/people.json':
        '[{"id":"j1","trial":46188},{"id":"j2","trial":"2019-11-29 18:30:00+00"}]',
    });
    const seed = { attributes: [{ model: 'contact', name: 'trial', data_type: 'date' }] } as const;
    const said = findings((await importing(files(yaml), { seed }).plan()).diagnostics);
    expect(said).toContainEqual(expect.stringMatching(/^error bad-date: signed_up_at .*the year 1 is not/));
    const right = yaml.replace(/\n.*w2.*/, '');
    const warned = findings((await importing(files(right), { seed }).plan()).diagnostics);
    expect(warned.filter((line) => line.includes('doubtful-date'))).toEqual([
      expect.stringContaining('signed_up_at holds a number that is hardly a Unix time (46188 is'),
      expect.stringContaining(
        'custom_attributes.trial holds a number that is hardly a Unix time (20260615 is a day',
      ),
      expect.stringContaining('(trial: 46188 is 2026-06-15'),
    ]);
    const micro = yaml.replace('"0001-01-01"', '2026-06-15');
    expect(findings((await importing(files(micro), { seed }).plan()).diagnostics)).toContainEqual(
      expect.stringMatching(/^error attribute-value: custom_attributes\.trial .*in microseconds it is/),
    );
  });
});

it('takes the timezone of its column, in an attribute as in a field', async () => {
  const zoned = (column: string) => `{ column: ${column}, timezone: America/New_York }`;
  const columns = `columns: { external_id: user_id, signed_up_at: ${zoned('joined')}, custom_attributes: { trial: ${zoned('trial')}, seen: ${zoned('seen')} } }`;
  const csv =
    'user_id,joined,trial,seen\n1,2026-06-15,2026-06-15,2026-06-15 09:00:00\n2,1781510400,1781510400,2026-06-15 09:00:00Z\n3,2026-06-15 05:00,"Mon, 15 Jun 2026 09:00:00 GMT",\n';
  const world = importing({
    ...csvProject(csv, columns),
    'migrations/0000-trial.yaml': TRIAL,
    'interform.yaml': ZONE,
  });
  expect((await world.apply()).result.exit).toBe(0);
  const at = (iso: string) => Date.parse(iso) / 1000;
  expect(
    world.people().map(({ signed_up_at, custom_attributes: { trial, seen } }) => [signed_up_at, trial, seen]),
  ).toEqual([
    [at('2026-06-15T04:00Z'), at('2026-06-15T04:00Z'), at('2026-06-15T13:00Z')],
    [1_781_510_400, 1_781_510_400, at('2026-06-15T09:00Z')],
    [at('2026-06-15T09:00Z'), at('2026-06-15T09:00Z'), undefined],
  ]);
});

it.each(['date: DD/MM/YYYY', 'timezone: UTC'])(
  'of an attribute is none where values say so, with %s too',
  async (how) => {
    const columns = `columns: { external_id: user_id, custom_attributes: { trial: { column: trial, values: { never: "" }, other: keep, ${how} } } }`;
    const files = { ...csvProject('user_id,trial\n1,never\n', columns), 'migrations/0000-trial.yaml': TRIAL };
    const seed = {
      contacts: [{ role: 'user', external_id: '1', custom_attributes: { trial: 1_781_510_400 } }],
    } as const;
    const attributes = [{ model: 'contact', name: 'trial', data_type: 'date' }] as const;
    const world = importing(files, { seed: { ...seed, attributes } });
    expect((await world.apply()).result.exit).toBe(0);
    expect(world.people()[0]?.custom_attributes['trial'] ?? null).toBeNull();
  },
);

it('is UTC where the format or the text says so, whatever the timezone of the workspace', async () => {
  const csv =
    'user_id,joined,trial\n1,2026-06-15 09:30:00 UTC,2026-06-15 09:30:00 UTC\n2,2026-07-15 09:30:00 UTC,"Wed, 15 Jul 2026 09:30:00 GMT"\n';
  const columns = COLUMNS.replace('joined,', '{ column: joined, date: "YYYY-MM-DD HH:mm:ss UTC" },');
  const world = importing({
    ...csvProject(csv, columns),
    'migrations/0000-trial.yaml': TRIAL,
    'interform.yaml': ZONE,
  });
  expect((await world.apply()).result.exit).toBe(0);
  expect(
    world.people().map(({ signed_up_at, custom_attributes }) => [signed_up_at, custom_attributes['trial']]),
  ).toEqual([
    [1_781_515_800, 1_781_515_800],
    [1_784_107_800, 1_784_107_800],
  ]);
});
