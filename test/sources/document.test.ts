import { expect, it } from 'vitest';
import { mappedRowsOf } from '../../src/sources/index.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { manifestsIn, shown } from '../manifest/load.ts';
import { memoryFiles } from '../manifest/memory-files.ts';
import { CONTACT, valuesOf } from './mapped.ts';

const SET = `apiVersion: interform/v1
kind: ContactSet
name: billing
source:
  - file: data/mailchimp.csv
    preset: mailchimp
  - file: data/billing-*.csv
    nulls: [n/a]
    columns:
      external_id: Customer ID
      phone: { column: Phone, country_column: Land }
      custom_attributes:
        plan: { column: Product, values: { P-1: 007 }, other: keep }
        mrr: Mrr
    defaults: { custom_attributes: { batch: 007 } }
`;

/** The rows of the second source, with findings at their real places. */
async function secondSource(csv: string) {
  const { documents, diagnostics: found } = await manifestsIn({ 'migrations/0001.yaml': SET });
  expect(found).toEqual([]);
  const [set] = documents;
  if (set === undefined) throw new Error('the set is there');
  const diagnostics: Diagnostic[] = [];
  const rows = [];
  const opened = mappedRowsOf(set, ['source', 1], CONTACT, {
    folder: '/acme',
    files: memoryFiles({
      '/acme/migrations/data/billing-9.csv': 'old',
      '/acme/migrations/data/billing-10.csv': csv,
    }),
    report: (diagnostic) => diagnostics.push(diagnostic),
  });
  for await (const batch of opened) rows.push(...batch);
  return { rows, findings: shown(diagnostics) };
}

it('a source of a manifest is read as its document says, the newest file of a glob', async () => {
  const { rows, findings } = await secondSource(
    'Customer ID,Phone,Land,Product,Mrr\n1,087 123 4567,IE,P-1,n/a\n',
  );
  expect(findings).toEqual([]);
  expect(rows.map(valuesOf)).toEqual([
    {
      external_id: '1',
      phone: '+353871234567',
      'custom_attributes.plan': '007',
      'custom_attributes.batch': 7,
    },
  ]);
  // The source text of a default is kept, as everywhere in manifests.
  expect(rows[0]?.cells.get('custom_attributes.batch')).toMatchObject({
    text: '007',
    place: { file: 'migrations/0001.yaml', line: 15 },
  });
});

it('a missing column is named where the manifest maps it', async () => {
  const { findings } = await secondSource('Customer ID,Phone,Land,Product,MRR\n');
  expect(findings).toEqual([
    'migrations/0001.yaml:14:14 missing-column: there is no column "Mrr" (did you mean "MRR"?) = columns are Customer ID, Phone, Land, Product, MRR',
  ]);
});
