import { attributeName } from '../../../types/attribute-path.ts';
import type { Catalog } from '../../../types/catalog.ts';
import { charactersIn, isLonger } from '../../../types/characters.ts';
import { SCALAR_FIELDS } from '../../../types/contact-fields.ts';
import type { Cell, Cells } from '../../../types/declaration.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { isEmail, readEmail } from '../../../types/email-text.ts';
import { unseenIn } from '../../../types/identity-text.ts';
import type { Json } from '../../../types/json.ts';
import { nearest } from '../../../types/nearest.ts';
import type { Place } from '../../../types/place.ts';
import { listOf } from '../../declared/declare-map.ts';
import { checkCompanyReferences, checkTagReferences } from '../../declared/references.ts';
import { checkId, isPlainId } from '../../values/check-id.ts';
import { customValue, maxStringLength } from '../../values/custom-attributes.ts';
import { doubtfulDate } from '../../values/doubtful-date.ts';
import { instantDoubt, readInstant } from '../../values/instant.ts';
import { inColumn, shownValue } from '../../values/shown-value.ts';
import type { ContactDeclaration } from '../declaration.ts';

/** A checked value in the form that is sent, and where it was written. */
export interface Value {
  readonly value: Json;
  readonly place: Place;
}

export interface ContactValues {
  /** Field path → value, in the order in which plans show them. `owner` is `owner_id` here. */
  readonly scalars: ReadonlyMap<string, Value>;
  /** Undefined: unmanaged. */
  readonly tags: readonly string[] | undefined;
  readonly companies: readonly string[] | undefined;
  readonly archived: boolean;
}

/** E.164: a plus and up to 15 digits. */
const e164Pattern = /^\+[1-9]\d{5,14}$/;

type ScalarField = (typeof SCALAR_FIELDS)[number];

/** The declared values of a contact, typed and checked. Values with errors are reported and left out. */
export function contactValues(
  declaration: ContactDeclaration,
  catalog: Catalog,
  report: Report,
): ContactValues {
  const scalars = scalarValues(declaration, declaration.cells, catalog, report);
  const tags = listOf(declaration.cells, 'tags');
  const companies = listOf(declaration.cells, 'companies');
  return {
    scalars,
    tags: tags && checkTagReferences(tags, declaration.address, catalog, report),
    companies: companies && checkCompanyReferences(companies, declaration.address, catalog, report),
    archived: declaration.cells.get('archived')?.value === true,
  };
}

/**
 * Whether every declared value, except lists and `archived`, passes `holds` and has no finding. It builds nothing, and stops
 * at the first value that does not.
 */
export function everyValueHolds(
  declaration: ContactDeclaration,
  catalog: Catalog,
  holds: (path: string, value: Json) => boolean,
): boolean {
  let said = false;
  const report: Report = () => {
    said = true;
  };
  const { cells, address, fromRow, role } = declaration;
  for (const [path, cell] of cells) {
    let value: Json | undefined;
    let field = path;
    const name = attributeName(path);
    if (name !== undefined) {
      value = customValue({ model: 'contact', name, cell, address, fromRow }, catalog, report);
    } else if (isScalarField(path)) {
      if (path === 'external_id' && role === 'lead') continue;
      value = scalarValue(path, cell, declaration, catalog, report);
      if (path === 'owner') field = 'owner_id';
    } else continue;
    if (said || value === undefined || !holds(field, value)) return false;
  }
  return true;
}

const SCALARS: ReadonlySet<string> = new Set(SCALAR_FIELDS);

function isScalarField(path: string): path is ScalarField {
  return SCALARS.has(path);
}

/** The values of the set's `on_create`. */
export function onCreateValues(
  declaration: ContactDeclaration,
  catalog: Catalog,
  report: Report,
): ReadonlyMap<string, Value> {
  return scalarValues(declaration, declaration.set.onCreate, catalog, report);
}

function scalarValues(
  declaration: ContactDeclaration,
  cells: Cells,
  catalog: Catalog,
  report: Report,
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const field of SCALAR_FIELDS) {
    const cell = cells.get(field);
    if (cell === undefined) continue;
    // Intercom replaces an external_id sent for a lead by a random UUID (intercom 4.4).
    if (field === 'external_id' && declaration.role === 'lead') continue;
    const value = scalarValue(field, cell, declaration, catalog, report);
    if (value !== undefined) values.set(field === 'owner' ? 'owner_id' : field, { value, place: cell.place });
  }
  const custom: string[] = [];
  for (const path of cells.keys()) if (attributeName(path) !== undefined) custom.push(path);
  for (const path of isSorted(custom) ? custom : custom.sort()) {
    const cell = cells.get(path);
    const name = attributeName(path);
    if (cell === undefined || name === undefined) continue;
    const { address, fromRow } = declaration;
    const value = customValue({ model: 'contact', name, cell, address, fromRow }, catalog, report);
    if (value !== undefined) values.set(path, { value, place: cell.place });
  }
  return values;
}

/**
 * Rows come with their attributes in order: sorting them again would take as much memory as everything else that is done
 * with a row.
 */
function isSorted(paths: readonly string[]): boolean {
  for (let at = 1; at < paths.length; at++) if ((paths[at - 1] ?? '') > (paths[at] ?? '')) return false;
  return true;
}

function scalarValue(
  field: ScalarField,
  cell: Cell,
  declaration: ContactDeclaration,
  catalog: Catalog,
  report: Report,
): Json | undefined {
  const usual = usualText(field, cell);
  if (usual !== undefined) return usual;
  const refuse = (code: string, summary: string, help: string, detail = shownValue(cell)) => {
    report({ code, severity: 'error', summary, detail, help, address: declaration.address, ...cell.place });
    return undefined;
  };
  // To Intercom an empty text is no value (intercom 4.2); a `values` map of a source can make one.
  const value = cell.value === '' ? null : cell.value;
  if (value === null) {
    if (field === 'external_id' || field === 'unsubscribed_from_emails') {
      return refuse(
        'not-clearable',
        `${field} cannot be cleared`,
        'Intercom ignores null here; remove the key to leave it unmanaged',
      );
    }
    if (field === 'email' && declaration.set.identity.by.has('email')) {
      return refuse(
        'not-clearable',
        'email identifies people in this set and cannot be cleared',
        'set identity.by: [external_id] if emails do not identify anybody here',
      );
    }
    return null;
  }
  switch (field) {
    case 'email':
      return emailValue(cell, refuse);
    case 'phone':
      if (typeof value !== 'string' || !e164Pattern.test(value)) {
        return refuse(
          'bad-phone',
          'phone must be an E.164 number',
          'write + and the country code, digits only, in quotes',
        );
      }
      return value;
    case 'signed_up_at':
    case 'last_seen_at': {
      const read = readInstant(value, catalog.timezone);
      if ('refused' in read)
        return refuse(
          'bad-date',
          `${field} must be a date`,
          'ISO 8601 such as 2024-01-15T09:30:00Z, or Unix seconds',
          read.refused === undefined ? undefined : `${shownValue(cell)}; ${read.refused}`,
        );
      // Values of data files have been checked, and counted, where their cells were read.
      const doubt = cell.column === undefined ? instantDoubt(value) : undefined;
      if (doubt !== undefined) report(doubtfulDate(field, doubt, { ...declaration, cell }));
      return read.seconds;
    }
    case 'owner':
      return ownerId(cell, catalog, refuse);
    case 'unsubscribed_from_emails':
      return (
        booleanOf(value, declaration.fromRow) ??
        refuse('bad-boolean', `${field} must be true or false`, 'write true or false')
      );
    default:
      if (typeof value !== 'string') return refuse('bad-text', `${field} must be text`, 'put it in quotes');
      if (field !== 'external_id') return short(value, field, refuse);
      checkId(field, cell, declaration.address, report);
      if (value === value.trim()) return short(value, field, refuse);
      // Cells of files often have spaces around them. In YAML the spaces are meant, and Intercom may hold them.
      return declaration.fromRow
        ? short(value.trim(), field, refuse)
        : refuse(
            'bad-text',
            'external_id has space around it',
            'take it off; if the id in Intercom has it, declare the contact by its id',
          );
  }
}

/** A shortcut for nearly every cell: a text that is sent unchanged. Undefined where the value needs checking. */
function usualText(field: ScalarField, { value }: Cell): string | undefined {
  if (typeof value !== 'string' || value === '' || isLonger(value, maxStringLength)) return undefined;
  switch (field) {
    case 'name':
    case 'avatar':
      return value;
    case 'external_id':
      return isPlainId(value) ? value : undefined;
    case 'email':
      return value.trim() === value && isEmail(value) ? value : undefined;
    case 'phone':
      return e164Pattern.test(value) ? value : undefined;
    default:
      return undefined;
  }
}

/** The address as written: only in data files is anything around it taken off. */
function emailValue(cell: Cell, refuse: Refuse): string | undefined {
  const text = typeof cell.value === 'string' ? cell.value.trim() : '';
  const read = readEmail(text);
  const unseen = unseenIn(text, 'id');
  if ('email' in read && read.email === text) return short(text, 'email', refuse);
  const why = unseen === undefined ? ('why' in read ? read.why : 'something stands around it') : undefined;
  return refuse(
    'bad-email',
    'this is not an email address',
    'email' in read ? `write ${read.email}` : 'write the address alone, such as ada@acme.test',
    `${shownValue(cell)}; ${why ?? `it holds ${unseen}`}`,
  );
}

type Refuse = (code: string, summary: string, help: string, detail?: string) => undefined;

function short(value: string, field: string, refuse: Refuse): string | undefined {
  if (!isLonger(value, maxStringLength)) return value;
  return refuse(
    'string-length',
    `${field} has ${charactersIn(value)} characters`,
    `at most ${maxStringLength} characters are safe in Intercom`,
  );
}

/** Offline the admins are unknown, so the owner is neither checked nor sent. */
function ownerId(cell: Cell, catalog: Catalog, refuse: Refuse): string | undefined {
  if (!catalog.online) return undefined;
  const email = String(cell.value).trim().toLowerCase();
  const id = catalog.admins.get(email);
  if (id !== undefined) return id;
  const guess = nearest(email, catalog.admins.keys());
  return refuse(
    'unknown-owner',
    'owner is not a member of the workspace',
    'write the email of a teammate in Intercom',
    inColumn(
      cell.column,
      `${JSON.stringify(cell.value)}${guess === undefined ? '' : `; did you mean ${JSON.stringify(guess)}?`}`,
    ),
  );
}

function booleanOf(value: Json, fromRow: boolean): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (!fromRow) return undefined;
  const word = String(value).trim().toLowerCase();
  if (['true', 'yes', '1'].includes(word)) return true;
  return ['false', 'no', '0'].includes(word) ? false : undefined;
}
