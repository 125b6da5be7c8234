import { address } from '../../types/address.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Cells, Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DeclareContext } from '../../types/kind.ts';
import type { Role } from '../../types/person.ts';
import type { Place } from '../../types/place.ts';
import { cellsAt, listOf } from '../declared/declare-map.ts';
import { removedRows } from './rows.ts';

/** A tag that must not be live. Its identity is the name, ignoring case (intercom 5.1). */
export interface RemovedTag extends Declaration {
  readonly thing: 'tag';
  readonly name: string;
}

/** A company that must not be live, by your own company_id. */
export interface RemovedCompany extends Declaration {
  readonly thing: 'company';
  readonly companyId: string;
}

/**
 * A contact that must not be live. The first key says who it is; who is meant holds the others too. With a hash there are no
 * keys: it is that of any key of theirs.
 */
export interface RemovedContact extends Declaration {
  readonly thing: 'contact';
  readonly keys: readonly ContactKey[];
  /** As it is written, without case and the space around it; undefined where there is none. */
  readonly hash: string | undefined;
  /** Undefined: of either role. */
  readonly role: Role | undefined;
}

/** One thing that must not be live. */
export type RemovedDeclaration = RemovedTag | RemovedCompany | RemovedContact;

const LISTS = ['tags', 'companies', 'contacts', 'source'] as const;

export async function declareRemoved(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly RemovedDeclaration[]> {
  const common = (place: Place) => ({
    kind: 'removed',
    place,
    order: context.nextOrder(),
    version: document.version,
    origins: document.origins,
  });
  if (!LISTS.some((list) => document.data[list] !== undefined)) {
    if (document.wrong === undefined) context.report(nothingRemoved(document));
    return [];
  }
  const tags = names(document, 'tags').map(
    ({ name, place }): RemovedTag => ({
      ...common(place),
      thing: 'tag',
      address: address('removed', 'tag', name.toLowerCase()),
      cells: new Map([['name', { value: name, place }]]),
      name,
    }),
  );
  const companies = names(document, 'companies').map(
    ({ name, place }): RemovedCompany => ({
      ...common(place),
      thing: 'company',
      address: address('removed', 'company', name),
      cells: new Map([['company_id', { value: name, place }]]),
      companyId: name,
    }),
  );
  const contacts: RemovedContact[] = [];
  const take = (cells: Cells, place: Place): void => {
    const base = common(place);
    const hash = hashIn(cells);
    // The address says nothing about the person.
    contacts.push({
      ...base,
      thing: 'contact',
      address: address('removed', 'contact', `~${base.order}`),
      cells,
      keys: hash === undefined ? keysIn(cells) : [],
      hash,
      role: roleIn(cells),
    });
  };
  const inline = document.data['contacts'];
  for (let at = 0; Array.isArray(inline) && at < inline.length; at++) {
    const path = ['contacts', at];
    if (!document.isPartial(path)) take(cellsAt(document, path), document.place(path));
  }
  await removedRows(document, context, take);
  return [...tags, ...companies, ...contacts];
}

function names(document: ManifestDocument, list: string) {
  const cell = document.cell([list]);
  return cell === undefined ? [] : (listOf(new Map([[list, cell]]), list) ?? []);
}

/** In the order in which they identify: Intercom's id first. */
export const KEY_FIELDS = ['id', 'external_id', 'email', 'phone'] as const;

/** A lead has no external_id of yours: Intercom gives it a random one (intercom 4.4), which exports show. */
function keysIn(cells: Cells): readonly ContactKey[] {
  const isLead = roleIn(cells) === 'lead';
  return KEY_FIELDS.flatMap((field) => {
    if (isLead && field === 'external_id') return [];
    const value = cells.get(field)?.value;
    return typeof value === 'string' && value.trim() !== '' ? [{ field, value: value.trim() }] : [];
  });
}

/** A keyed hash from the proof of an erasure, which may have any form. */
function hashIn(cells: Cells): string | undefined {
  const value = cells.get('hash')?.value;
  return typeof value === 'string' && value.trim() !== '' ? value.trim().toLowerCase() : undefined;
}

function roleIn(cells: Cells): Role | undefined {
  const value = writtenRole(cells);
  return value === 'user' || value === 'lead' ? value : undefined;
}

/** The role as it is written, which may be no role. */
export function writtenRole(cells: Cells): string | undefined {
  const value = cells.get('role')?.value;
  return typeof value === 'string' ? value.trim().toLowerCase() : undefined;
}

function nothingRemoved(document: ManifestDocument) {
  return {
    code: 'removed-nothing',
    severity: 'error',
    summary: 'this document names nothing to remove',
    help: 'list what must not be live under tags, companies or contacts, or name a data file under source',
    ...document.place([]),
  } as const;
}
