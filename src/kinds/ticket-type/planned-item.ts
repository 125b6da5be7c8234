import type { Change, FieldChange } from '../../types/change.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import type { Planned } from '../../types/kind.ts';
import { decidedAt, sourceOf } from '../declared/declare-map.ts';
import { isDeclaredArchived } from '../declared/item-cells.ts';
import { byId } from '../values/live-candidates.ts';
import { nameTwin } from '../values/name-case.ts';
import { ticketNameCase, wordOf } from './check.ts';
import type { TicketTypeDeclaration } from './declaration.ts';
import { itemNamed, type LiveItem, sameTicketValue } from './live.ts';
import { itemTwice } from './made-twice.ts';

/** The fields of a type that its calls write. */
export const TYPE_FIELDS = ['category', 'icon', 'description', 'internal'] as const;

/** The fields of an attribute that a call may write at any time. */
export const ATTRIBUTE_FIELDS = [
  'description',
  'required_to_create',
  'required_to_create_for_contacts',
  'visible_on_create',
  'visible_to_contacts',
  'multiline',
  'allow_multiple_values',
] as const;

/** The live item that a declaration means: `none` where there is none, `unclear` where that was reported. */
export function liveItem<T extends LiveItem>(
  declaration: TicketTypeDeclaration,
  live: readonly T[],
  report: Report,
): T | 'none' | 'unclear' {
  const { name } = declaration;
  const { one, several } = itemNamed(live, name);
  const twin = twinFinding(declaration, live);
  if (one !== undefined) {
    if (twin !== undefined && !one.archived) report({ ...twin, severity: 'warning' });
    return one;
  }
  if (several.length > 0) {
    if (isDeclaredArchived(declaration) && several.every(({ archived }) => archived)) return 'unclear';
    report(severalLive(declaration, several));
    return 'unclear';
  }
  if (twin === undefined) return 'none';
  report(twin);
  return 'unclear';
}

/** Another live one whose name differs in case or Unicode form only; of those the first that was made. */
function twinFinding(declaration: TicketTypeDeclaration, live: readonly LiveItem[]): Diagnostic | undefined {
  const twin = nameTwin([...live].sort(byId), declaration.name);
  if (twin === undefined || isDeclaredArchived(declaration)) return undefined;
  return ticketNameCase(declaration, twin.name, `it is live as ${twin.id}`);
}

function severalLive(declaration: TicketTypeDeclaration, live: readonly LiveItem[]): Diagnostic {
  const { name, address, place } = declaration;
  return { ...itemTwice(name, wordOf(declaration), live), severity: 'error', address, ...place };
}

/** What a new item is to be; what it is anyway need not be said. */
export function newFields(
  { cells }: TicketTypeDeclaration,
  paths: readonly string[],
): Record<string, FieldChange> {
  const fields: Record<string, FieldChange> = {};
  for (const path of paths) {
    const value = cells.get(path)?.value;
    if (value !== undefined && value !== null && value !== '') fields[path] = { after: value };
  }
  return fields;
}

/** Warns of fields that are declared and that the live answer does not show, so that nobody takes them for compared. */
export function warnOfHidden(
  declaration: TicketTypeDeclaration,
  live: ReadonlyMap<string, Json>,
  paths: readonly string[],
  report: Report,
): void {
  const { name, address, cells, place } = declaration;
  if (isDeclaredArchived(declaration)) return;
  for (const path of paths) {
    const cell = cells.get(path);
    if (cell === undefined || live.has(path)) continue;
    report({
      code: 'field-not-shown',
      severity: 'warning',
      summary: `Intercom does not show ${path} of ${name}`,
      detail: 'what is declared is neither compared nor written',
      help: `look at it in Intercom, and report under which name its answer holds ${path}`,
      address,
      ...(cell.place ?? place),
    });
  }
}

/** What differs of the fields that are declared; what no answer shows is not compared. */
export function differing(
  { cells }: TicketTypeDeclaration,
  live: ReadonlyMap<string, Json>,
  paths: readonly string[],
): Record<string, FieldChange> {
  const fields: Record<string, FieldChange> = {};
  for (const path of paths) {
    const [before, declared] = [live.get(path), cells.get(path)?.value];
    if (before === undefined || declared === undefined) continue;
    const after = declared === '' ? null : declared;
    if (!sameTicketValue(path, before, after)) fields[path] = { before, after };
  }
  return fields;
}

/** An item that is live and shall be otherwise; undefined where it is as declared. */
export function changed(
  declaration: TicketTypeDeclaration,
  live: LiveItem,
  {
    fields,
    note,
    notes,
    requires,
  }: Pick<Change, 'fields' | 'notes' | 'requires'> & { readonly note: string },
): Planned | undefined {
  const { id } = live;
  if (isDeclaredArchived(declaration)) {
    if (live.archived) return undefined;
    return planned(declaration, {
      ...{ action: 'archive', id, requires, reason: 'declared archived, is live', notes: [note] },
      fields: { archived: { before: false, after: true } },
    });
  }
  if (live.archived) {
    return planned(declaration, {
      ...{ action: 'unarchive', id, requires, reason: 'declared, is archived', notes },
      fields: { ...fields, archived: { before: true, after: false } },
    });
  }
  if (Object.keys(fields).length === 0) return undefined;
  return planned(declaration, {
    ...{ action: 'update', id, requires, fields, reason: 'differs from live', notes },
  });
}

export function planned(
  declaration: TicketTypeDeclaration,
  change: Pick<Change, 'action' | 'id' | 'fields' | 'reason' | 'notes'> & Partial<Pick<Change, 'requires'>>,
): Planned {
  return {
    state: 'change',
    order: declaration.order,
    change: {
      address: declaration.address,
      kind: 'ticket_type',
      requires: [],
      irreversible: false,
      also: [],
      source: sourceOf(decidedAt(declaration, Object.keys(change.fields))),
      ...change,
    },
  };
}
