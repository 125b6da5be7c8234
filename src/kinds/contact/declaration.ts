import type { Declaration } from '../../types/declaration.ts';
import type { MappedRow } from '../../types/mapped-row.ts';
import type { Role } from '../../types/person.ts';
import type { ContactSet } from './sets/set.ts';

/** One declared person. Cells: role, external_id, email, …, owner, custom_attributes.*, tags, companies. */
export interface ContactDeclaration extends Declaration {
  readonly set: ContactSet;
  readonly role: Role;
  /** Undefined unless declared. */
  readonly id: string | undefined;
  /** Never present for leads, whose external_id Intercom replaces (intercom 4.4). */
  readonly externalId: string | undefined;
  /** Trimmed. */
  readonly email: string | undefined;
  /** True for a row of a data file: its cells are coerced to the field's type. */
  readonly fromRow: boolean;
  /** The row itself, kept only where `on_bad_row: skip` may have to write it into a reject file. */
  readonly row: Pick<MappedRow, 'raw' | 'layout'> | undefined;
}
