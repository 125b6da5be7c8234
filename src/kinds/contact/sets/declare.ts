import { address } from '../../../types/address.ts';
import type { Cell, Cells, ManifestDocument } from '../../../types/declaration.ts';
import type { Diagnostic } from '../../../types/diagnostic.ts';
import type { DeclareContext } from '../../../types/kind.ts';
import type { MappedRow } from '../../../types/mapped-row.ts';
import { overlooked } from '../../../types/overlooked.ts';
import type { Role } from '../../../types/person.ts';
import type { Place } from '../../../types/place.ts';
import { cellsAt, textOf } from '../../declared/declare-map.ts';
import { sourcePaths } from '../../declared/source-paths.ts';
import { isUnusable, unusableName } from '../../values/unusable-name.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { SeenContacts, UniqueContacts } from '../identity/duplicates.ts';
import { keysOfContact } from '../identity/row-keys.ts';
import { refuseRow, rowFields } from './rows.ts';
import { type ContactSet, contactSet } from './set.ts';
import type { FoundEarlier } from './set-rejects.ts';

/** ContactSet document → one declaration per contact, with defaults filled in, bad rows and duplicates settled. */
export async function declareContacts(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly ContactDeclaration[]> {
  const set = checkedSet(document, context);
  const found = new UniqueContacts(set, context.report);
  for await (const batch of setContacts(document, set, context)) {
    for (const declaration of batch) found.add(declaration);
  }
  const contacts = found.all();
  if (set.prune !== undefined && !set.retired && contacts.length === 0) context.report(nothingToPruneBy(set));
  return contacts;
}

/** The same one by one, without keeping any. Where the last duplicate counts, both are passed on. */
export async function eachContact(
  document: ManifestDocument,
  context: DeclareContext,
  take: (declaration: ContactDeclaration) => void,
): Promise<void> {
  const set = checkedSet(document, context);
  const seen = new SeenContacts(set, context.report);
  let count = 0;
  for await (const batch of setContacts(document, set, context)) {
    for (const declaration of batch) {
      count++;
      context.seen?.(declaration);
      if (seen.isNew(declaration)) take(declaration);
    }
  }
  if (set.prune !== undefined && !set.retired && count === 0) context.report(nothingToPruneBy(set));
}

/** The set. Reports names that cannot be used: the name of the set is part of every address. */
export function checkedSet(
  document: ManifestDocument,
  context: DeclareContext,
  earlier?: FoundEarlier,
): ContactSet {
  context.begin?.(document);
  const set = contactSet(document, context, earlier);
  const names = [
    ['the name of a contact set', set.name, ['name']],
    ['the owner tag', set.prune?.ownerTag ?? '', ['prune', 'owner_tag']],
  ] as const;
  for (const [what, name, path] of names)
    if (isUnusable(name)) context.report({ ...unusableName(what, name), ...document.place(path) });
  context.set(set);
  return set;
}

/** Yields batches to be iterated once: a promise for each contact would cost more than its mapping. */
export async function* setContacts(
  document: ManifestDocument,
  set: ContactSet,
  context: DeclareContext,
): AsyncGenerator<Iterable<ContactDeclaration>> {
  // Everybody is to leave a retired set, so its data file need not exist any more.
  if (set.retired) return;
  yield inlineContacts(document, set, context);
  for (const path of sourcePaths(document)) {
    for await (const rows of context.rows(document, path, rowFields(set))) {
      yield fromRows(document, set, rows, context);
    }
  }
}

function* inlineContacts(
  document: ManifestDocument,
  set: ContactSet,
  context: DeclareContext,
): Iterable<ContactDeclaration> {
  const inline = document.data['contacts'];
  for (let index = 0; Array.isArray(inline) && index < inline.length; index++) {
    const path = ['contacts', index];
    const cells = withDefaults(cellsAt(document, path), set.defaults);
    const declared = contact(document, set, cells, document.place(path), context);
    if ('set' in declared) yield declared;
    // The key of the person may be what is wrong; then it is reported already.
    else if (set.overlooked) {
      set.rejects.overlook(keysOfContact(cells, inline[index]));
      if (!document.isPartial(path)) context.report(overlooked(declared));
    } else if (!document.isPartial(path)) context.report(declared);
  }
}

/**
 * The declarations of rows. By `on_bad_row` a bad row is an error, or is left out with its reasons. One that stops the plan
 * is declared as far as possible, so that its other errors are reported too.
 */
function* fromRows(
  document: ManifestDocument,
  set: ContactSet,
  rows: Iterable<MappedRow>,
  context: DeclareContext,
): Iterable<ContactDeclaration> {
  for (const row of rows) {
    const declared = contact(document, set, row.cells, row.place, context, row);
    const isDeclared = 'set' in declared;
    // The key may be missing because its cell is the bad one.
    const missesKey = row.problems.length > 0 && !isDeclared && declared.code === 'contact-without-key';
    const problems = isDeclared || missesKey ? row.problems : [...row.problems, declared];
    if (problems.length > 0) {
      const unchecked = isDeclared ? { ...declared, row: undefined } : nameless(document, set, row);
      refuseRow(set, { row, cells: row.cells, unchecked }, problems, context.report);
    }
    const goesOn = set.policy.on_bad_row === 'stop' && !set.overlooked;
    if (isDeclared && (problems.length === 0 || goesOn)) yield declared;
  }
}

/** A declaration for a row without a key or a role, so that its other values can be checked. */
function nameless(
  document: ManifestDocument,
  set: ContactSet,
  { cells, place }: MappedRow,
): ContactDeclaration {
  return {
    kind: 'contact',
    address: address('contact', set.name, ''),
    place,
    order: 0,
    version: document.version,
    origins: document.origins,
    cells,
    set,
    role: 'user',
    id: undefined,
    externalId: undefined,
    email: undefined,
    fromRow: true,
    row: undefined,
  };
}

function nothingToPruneBy(set: ContactSet): Diagnostic {
  return {
    code: 'prune-withheld',
    severity: 'warning',
    summary: `nothing is pruned from set ${set.name}`,
    detail: 'it has no desired contacts',
    help: 'a set that is empty by mistake would lose everybody; take prune out, or untag them in Intercom',
    ...set.place,
  };
}

/** Cells go before set defaults; tags and companies are united (design 3.5). Rows have the defaults already. */
function withDefaults(cells: Cells, defaults: Cells): Cells {
  if (defaults.size === 0) return cells;
  const merged = new Map(cells);
  for (const [path, cell] of defaults) {
    const present = merged.get(path);
    if (present === undefined) merged.set(path, cell);
    else if (path === 'tags' || path === 'companies') merged.set(path, united(present, cell));
  }
  return merged;
}

function united(a: Cell, b: Cell): Cell {
  const first = Array.isArray(a.value) ? a.value : [];
  const second = Array.isArray(b.value) ? b.value : [];
  const places = [
    ...first.map((_, i) => a.elements?.[i] ?? a.place),
    ...second.map((_, i) => b.elements?.[i] ?? b.place),
  ];
  return { value: [...first, ...second], place: a.place, elements: places };
}

function contact(
  document: ManifestDocument,
  set: ContactSet,
  cells: Cells,
  place: Place,
  context: DeclareContext,
  row?: MappedRow,
): ContactDeclaration | Diagnostic {
  const role = roleOf(cells);
  if (role === undefined) return badRole(cells, place);
  const externalId = textOf(cells, 'external_id')?.trim() || undefined;
  const id = textOf(cells, 'id') || undefined;
  const email = textOf(cells, 'email')?.trim() || undefined;
  const key = role === 'lead' ? (email ?? id) : (externalId ?? email ?? id);
  if (key === undefined) return withoutKey(role, place);
  return {
    kind: 'contact',
    address: address('contact', set.name, key),
    place,
    order: context.nextOrder(),
    version: document.version,
    origins: document.origins,
    cells,
    set,
    role,
    id,
    externalId: role === 'lead' ? undefined : externalId,
    email,
    fromRow: row !== undefined,
    row:
      row !== undefined && set.policy.on_bad_row === 'skip'
        ? { raw: row.raw, layout: row.layout }
        : undefined,
  };
}

function withoutKey(role: Role, place: Place): Diagnostic {
  return {
    code: 'contact-without-key',
    severity: 'error',
    summary: `this ${role} has nothing to recognise it by`,
    help:
      role === 'lead'
        ? 'give a lead an email or an id; Intercom replaces an external_id of a lead by a random one'
        : 'give it an external_id, an email or an id',
    ...place,
  };
}

function roleOf(cells: Cells): Role | undefined {
  const cell = cells.get('role');
  if (cell === undefined) return 'user';
  const word = typeof cell.value === 'string' ? cell.value.trim().toLowerCase() : undefined;
  return word === 'user' || word === 'lead' ? word : undefined;
}

function badRole(cells: Cells, place: Place): Diagnostic {
  const cell = cells.get('role');
  return {
    code: 'contact-role',
    severity: 'error',
    summary: 'the role of a contact is user or lead',
    detail: JSON.stringify(cell?.value ?? null),
    help: 'write role: user or role: lead; Intercom takes any other word as user without saying so',
    ...(cell?.place ?? place),
  };
}
