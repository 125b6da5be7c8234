import type { Change } from '../types/change.ts';
import type { Declaration } from '../types/declaration.ts';
import type { Kind } from '../types/kind.ts';
import { attributeKind } from './attribute/kind.ts';
import { companyKind } from './company/kind.ts';
import { contactKind } from './contact/kind.ts';
import { conversationAttributeKind } from './conversation-attribute/kind.ts';
import type { KindReader } from './kind-reader.ts';
import { mergeKind } from './merge/kind.ts';
import { removedKind } from './removed/kind.ts';
import { tagKind } from './tag/kind.ts';
import { ticketTypeKind } from './ticket-type/kind.ts';

/** Any kind, as other parts use it. */
export type AnyKind = Kind<Declaration, unknown, KindReader>;

/** The list of kinds, in the order in which each phase goes through them. A new kind is one folder and one line here. */
export const kinds: readonly AnyKind[] = [
  // First: the others are checked against what it publishes.
  removedKind,
  attributeKind,
  tagKind,
  companyKind,
  contactKind,
  mergeKind,
  conversationAttributeKind,
  ticketTypeKind,
];

/** The kind of this name, such as `tag`; undefined where there is none, for a document may be of another version. */
export function kindOf(name: string): AnyKind | undefined {
  return kinds.find((kind) => kind.name === name);
}

/** The kind of a planned change: a plan file with another kind is refused when it is read. */
export function kindOfChange({ kind: name }: Pick<Change, 'kind'>): AnyKind {
  const kind = kindOf(name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}
