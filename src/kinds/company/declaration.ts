import { address, addressSegments } from '../../types/address.ts';
import type { Cells, Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { DeclareContext } from '../../types/kind.ts';
import type { RowFields } from '../../types/mapped-row.ts';
import type { Place } from '../../types/place.ts';
import { cellsAt, textOf } from '../declared/declare-map.ts';
import { sourcePaths } from '../declared/source-paths.ts';

/** One company, by your own id. Cells: name, plan, size, …, custom_attributes.*, tags. */
export interface CompanyDeclaration extends Declaration {
  readonly company_id: string;
  /** True for a row of a data file: its cells are coerced to the field's type. */
  readonly fromRow: boolean;
}

/** Standard fields in the order in which they are shown. */
export const standardFields = [
  'name',
  'plan',
  'size',
  'website',
  'industry',
  'monthly_spend',
  'remote_created_at',
] as const;

export function companyAddress(companyId: string): string {
  return address('company', companyId);
}

/** Companies of the document itself, then those of its sources. */
export async function declareCompanies(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly CompanyDeclaration[]> {
  const found = document.keys(['companies']).map((companyId) =>
    company(document, companyId, cellsAt(document, ['companies', companyId]), {
      place: document.keyPlace(['companies', companyId]),
      order: context.nextOrder(),
      fromRow: false,
    }),
  );
  for (const path of sourcePaths(document)) {
    for await (const batch of context.rows(document, path, rowFields)) {
      for (const row of batch) {
        for (const problem of row.problems) context.report(problem);
        const companyId = textOf(row.cells, 'company_id')?.trim();
        // A bad row stops the plan; its other errors are reported too.
        if (companyId === undefined && row.problems.length === 0) context.report(withoutId(row.place));
        if (companyId !== undefined) {
          const cells = new Map(row.cells);
          cells.delete('company_id');
          found.push(
            company(document, companyId, cells, {
              place: row.place,
              order: context.nextOrder(),
              fromRow: true,
            }),
          );
        }
      }
    }
  }
  return found;
}

const rowFields: RowFields = {
  byName: new Set(['company_id', ...standardFields, 'tags', 'custom_attributes']),
  lists: new Set(['tags']),
  dates: new Set(['remote_created_at']),
  phones: new Set(),
  emails: new Set(),
  identities: new Map([
    ['company_id', 'id'],
    ['name', 'name'],
    ['tags', 'name'],
  ]),
  neverCleared: new Set(['company_id', ...standardFields]),
  onBlank: 'ignore',
  defaults: new Map(),
};

function company(
  document: ManifestDocument,
  companyId: string,
  cells: Cells,
  { place, order, fromRow }: { readonly place: Place; readonly order: number; readonly fromRow: boolean },
): CompanyDeclaration {
  return {
    kind: 'company',
    address: companyAddress(companyId),
    place,
    order,
    version: document.version,
    origins: document.origins,
    cells,
    company_id: companyId,
    fromRow,
  };
}

function withoutId(place: Place): Diagnostic {
  return {
    code: 'company-id',
    severity: 'error',
    summary: 'a row has no company_id',
    help: 'map the column of your own immutable id: columns: { company_id: … }',
    ...place,
  };
}

/** The company_ids of the companies among these addresses. */
export function companyIdsAt(addresses: Iterable<string>): readonly string[] {
  return [...addresses].flatMap((one) => {
    const [kind, companyId] = addressSegments(one);
    return kind === 'company' && companyId !== undefined ? [companyId] : [];
  });
}
