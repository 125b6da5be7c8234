import { afterEach, describe, expect, it } from 'vitest';
import { openProject, type TestProject } from './project.ts';

let project: TestProject | undefined;
afterEach(() => project?.remove());

async function made(csv: string, more: Record<string, string> = {}) {
  project = openProject({ 'data/people.csv': csv, ...more });
  const run = await project.run(['data/people.csv', '--out', 'migrations/people.yaml']);
  expect(run.exit).toBe(0);
  const documents = project.documents('migrations/people.yaml');
  return {
    err: run.err.replace(/\s+/g, ' '),
    source: documents.at(-1).source,
    attributes: documents.find(({ kind }) => kind === 'DataAttributes')?.attributes,
  };
}

describe('cells that spreadsheets and programs mark', () => {
  it('are read without their marks', async () => {
    const { source, err, attributes } = await made(
      `Customer ID,Email,Phone,Zip\n'7210448301122,teo@acme.test,'+17755550154,"=""00801"""\n'7210448301123,hol@acme.test,'+18015550188,"=""00802"""\n`,
    );
    expect(err).toBe('');
    expect(source.columns).toEqual({
      ...{ external_id: 'Customer ID', email: 'Email', phone: 'Phone', custom_attributes: { zip: 'Zip' } },
    });
    expect(attributes).toEqual({ zip: { type: 'string', sensitive: true } });
    expect((await project?.findings())?.errors).toEqual([]);
  });

  it('that show an error are named and tell nothing of the type', async () => {
    const { source, err, attributes } = await made(
      'email,Seats\na@acme.test,5\nb@acme.test,#N/A\nc@acme.test,7\nd@acme.test,#REF!\n',
    );
    expect(attributes).toEqual({ seats: { type: 'integer' } });
    expect(source.nulls).toBeUndefined();
    expect(err).toContain('2 cells of column "Seats" show an error of a spreadsheet = lines 3, 5');
  });

  it('that say nothing tell nothing of the type either', async () => {
    const { attributes, source } = await made(
      'email,Seats\na@acme.test,5\nb@acme.test,None\nc@acme.test,NaN\n',
    );
    expect(attributes).toEqual({ seats: { type: 'integer' } });
    expect(source.nulls).toBeUndefined();
    expect((await project?.findings())?.errors).toEqual([]);
  });
});

describe('yes and no in other words', () => {
  it.each([
    ['t', 'f'],
    ['Y', 'N'],
    ['on', 'off'],
  ])('%s and %s are a boolean', async (yes, no) => {
    const { source, attributes } = await made(`email,Trial\na@acme.test,${yes}\nb@acme.test,${no}\n`);
    expect(attributes).toEqual({ trial: { type: 'boolean' } });
    expect(source.columns.custom_attributes.trial).toEqual({
      column: 'Trial',
      values: { [yes]: true, [no]: false },
    });
    expect((await project?.findings())?.errors).toEqual([]);
  });
});

describe('the name of an attribute', () => {
  it('is what an export calls it', async () => {
    const { source, attributes } = await made(
      'email,custom_attributes.Plan Name,custom_attributes.MRR (EUR)\na@acme.test,Pro,5\n',
    );
    expect(Object.keys(attributes)).toEqual(['Plan Name', 'MRR (EUR)']);
    expect(source.columns.custom_attributes['Plan Name']).toBe('custom_attributes.Plan Name');
  });

  it('that a manifest declares with other options is warned of', async () => {
    const { err, source } = await made('email,Plan\na@acme.test,pro\nb@acme.test,trial\n', {
      'migrations/0001-plan.yaml':
        'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes: { plan: { type: options, options: [free, pro] } }\n',
    });
    expect(source.columns).toEqual({ email: 'email' });
    expect(err).toContain('column "Plan" does not fit the attribute plan and was not used');
    expect(err).toContain('the file holds "trial"');
  });
});

describe('a CSV whose lines are one quoted cell each', () => {
  it('makes nobody', async () => {
    project = openProject({
      'data/x.csv': '"id,""email"",""name"""\n"1,""a@acme.test"",""Al"""\n"2,""b@acme.test"",""Bo"""\n',
    });
    const { exit, err } = await project.run(['data/x.csv', '--out', 'migrations/x.yaml']);
    expect(exit).toBe(1);
    expect(err).toContain('error[quoted-lines]');
    expect(() => project?.manifests()).toThrow('ENOENT');
  });
});
