import type { Cell } from '../../../types/declaration.ts';
import type { RowLayout } from '../../../types/mapped-row.ts';
import type { Place } from '../../../types/place.ts';
import type { ContactDeclaration } from '../declaration.ts';

/** What the text of a declaration leaves out: its set, and the layout of its data file. */
export interface Surrounding {
  readonly set: ContactDeclaration['set'];
  readonly layout: RowLayout | undefined;
}

/** A cell without a place has that of its declaration. */
type WrittenCell = Omit<Cell, 'place'> & { readonly place?: Place };

interface WrittenDeclaration {
  readonly address: string;
  readonly place: Place;
  readonly order: number;
  readonly version: number | null;
  readonly role: ContactDeclaration['role'];
  readonly id?: string | undefined;
  readonly externalId?: string | undefined;
  readonly email?: string | undefined;
  readonly fromRow: boolean;
  readonly raw?: NonNullable<ContactDeclaration['row']>['raw'] | undefined;
  readonly cells: readonly (readonly [string, WrittenCell])[];
}

/** A declaration as a text to be kept on disk. */
export function declarationText(declaration: ContactDeclaration): string {
  const { address, place, order, version, role, id, externalId, email, fromRow, row, cells } = declaration;
  const written: WrittenDeclaration = {
    ...{ address, place, order, version, role, id, externalId, email, fromRow },
    raw: row?.raw,
    cells: Array.from(cells, ([path, { place: at, ...cell }]): [string, WrittenCell] => [
      path,
      at === place ? cell : { ...cell, place: at },
    ]),
  };
  return JSON.stringify(written);
}

/** The declaration that `declarationText` wrote. */
export function declarationOf(text: string, { set, layout }: Surrounding): ContactDeclaration {
  const { raw, cells, place, id, externalId, email, ...rest } = JSON.parse(text) as WrittenDeclaration; // By declarationText.
  return {
    kind: 'contact',
    ...rest,
    place,
    id,
    externalId,
    email,
    cells: new Map(cells.map(([path, cell]) => [path, { place, ...cell }])),
    origins: set.origins,
    set,
    row: raw === undefined || layout === undefined ? undefined : { raw, layout },
  };
}
