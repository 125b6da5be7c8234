import { expect, it } from 'vitest';
import { csvProject, findings, importing } from './acme.ts';

const ATTRIBUTES = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes: { mrr: { type: float }, seats: { type: integer }, note: { type: string } }
`;
const project = (csv: string, mrr = 'mrr', seats = 'seats') => ({
  ...csvProject(
    csv,
    `columns: { external_id: id, custom_attributes: { mrr: ${mrr}, seats: ${seats}, note: note } }`,
  ),
  'migrations/0000-attributes.yaml': ATTRIBUTES,
});
const valuesOf = (world: ReturnType<typeof importing>) =>
  world
    .people()
    .map(({ custom_attributes }) => [
      custom_attributes['mrr'],
      custom_attributes['seats'],
      custom_attributes['note'],
    ]);

it('is never guessed where its mark may group thousands', async () => {
  const csv = 'id,mrr,seats,note\n1,1.500,5,a\n2,"2.750,00",5,b\n3,12.5,1.000,c\n4,"1,500",5,d\n5,12 %,5,e\n';
  const said = findings((await importing(project(csv)).plan()).diagnostics).filter((line) =>
    line.startsWith('error'),
  );
  expect(said.map((line) => /row (\d)/.exec(line)?.[1])).toEqual(['1', '2', '3', '4', '5']);
  for (const line of said.slice(0, 4)) expect(line).toContain('may group thousands or begin the fraction');
  expect(said[4]).toContain('a percentage may be meant as 12 or as 0.12');
});

it('is settled by decimal, whichever', async () => {
  const csv = 'id,mrr,seats,note\n1,1.500,1.000,$5\n2,"2.750,25 €",5,1.500\n3,"EUR 12,5",(5),c\n';
  const comma = importing(project(csv, '{ column: mrr, decimal: "," }', '{ column: seats, decimal: "," }'));
  expect((await comma.apply()).result.exit).toBe(0);
  expect(valuesOf(comma)).toEqual([
    [1500, 1000, '$5'],
    [2750.25, 5, '1.500'],
    [12.5, -5, 'c'],
  ]);
  const point = importing(
    project(
      'id,mrr,seats,note\n1,1.500,"1,000",a\n2,12.345,5,b\n',
      '{ column: mrr, decimal: "." }',
      '{ column: seats, decimal: "." }',
    ),
  );
  expect((await point.apply()).result.exit).toBe(0);
  expect(valuesOf(point)).toEqual([
    [1.5, 1000, 'a'],
    [12.345, 5, 'b'],
  ]);
});

it('loses its currency where it is clear without', async () => {
  const csv = "id,mrr,seats,note\n1,$12.50,1'000,US$ 5\n2,-€0.125,5,b\n3,1234.567 USD,1e3,c\n";
  const world = importing(project(csv));
  expect((await world.apply()).result.exit).toBe(0);
  expect(valuesOf(world)).toEqual([
    [12.5, 1000, 'US$ 5'],
    [-0.125, 5, 'b'],
    [1234.567, 1000, 'c'],
  ]);
});

it('is a number as it is in JSON, and unclear in a text of JSON', async () => {
  const json = (mrr: string) => ({
    'migrations/0000-attributes.yaml': ATTRIBUTES,
    'migrations/0001.yaml': `apiVersion: interform/v1
kind: ContactSet
name: people
source: { file: data/people.json, columns: { external_id: id, custom_attributes: { mrr: mrr } } }
`,
    'migrations/data/people.json': `[{"id":"1","mrr":${mrr}}]`,
  });
  const world = importing(json('1.500'));
  expect((await world.apply()).result.exit).toBe(0);
  expect(valuesOf(world)[0]?.[0]).toBe(1.5);
  const text = findings((await importing(json('"1.500"')).plan()).diagnostics);
  expect(text).toContainEqual(expect.stringMatching(/^error attribute-value: .*may group thousands/));
});

it('of a company is never a thousandth of it', async () => {
  const files = {
    'migrations/0001.yaml': `apiVersion: interform/v1
kind: Companies
source: { file: data/companies.csv, columns: { company_id: id, size: size, monthly_spend: spend } }
`,
    'migrations/data/companies.csv': 'id,size,spend\nacme,1.000,$990\nbeta,12,"1,500"\n',
  };
  const said = findings((await importing(files).plan()).diagnostics).filter((line) =>
    line.startsWith('error'),
  );
  expect(said).toEqual([
    expect.stringMatching(/size must be a whole number .*"1\.000"/),
    expect.stringMatching(/monthly_spend must be a whole number .*"1,500"/),
  ]);
});

it('is no id whose last digits a number would lose', async () => {
  const csv =
    'id,mrr,seats,note\n1,9007199254740993,5,9007199254740993\n2,9007199254740991,5,b\n3,5,-90071992547409931,c\n';
  const said = findings((await importing(project(csv)).plan()).diagnostics).filter((line) =>
    line.startsWith('error'),
  );
  expect(said.map((line) => /row (\d)/.exec(line)?.[1])).toEqual(['1', '3']);
  for (const line of said) expect(line).toContain('a string attribute keeps them');
});
