import { type AnyKind, kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { AuditedItems, Auditing } from '../../types/kind/auditing.ts';

/** The key of a part of the audit document: one of `auditParts()`. */
export type AuditPart = string;

/** A kind that is audited. */
export type AuditedKind = AnyKind & { readonly auditing: Auditing<unknown, KindReader> };

export function auditedKinds(): readonly AuditedKind[] {
  return kinds.filter((kind): kind is AuditedKind => kind.auditing !== null);
}

/** The keys of all parts, in the order of kinds. */
export function auditParts(): readonly AuditPart[] {
  return auditedKinds().map(({ auditing }) => auditing.part);
}

/** Whether one of these parts is about contacts. */
export function tellsOfPeople(parts: readonly AuditPart[]): boolean {
  return auditedKinds().some(({ auditing }) => auditing.begin === undefined && parts.includes(auditing.part));
}

/** Whether changes are proposed for one of these parts. */
export function proposesChanges(parts: readonly AuditPart[]): boolean {
  return auditedKinds().some(({ auditing }) => proposes(auditing) && parts.includes(auditing.part));
}

/** Whether `--changes` writes what an audit of this kind finds. */
export function proposes<A, R extends KindReader>(
  auditing: Auditing<A, R>,
): auditing is AuditedItems<A, R> & Required<Pick<AuditedItems<A, R>, 'changes'>> {
  return auditing.begin !== undefined && auditing.changes !== undefined;
}
