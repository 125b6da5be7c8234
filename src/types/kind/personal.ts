import type { Declaration, ManifestDocument } from '../declaration.ts';

/**
 * What of a kind is about persons, and has to be masked. All of it may be left out: then the kind is taken to be about people, which
 * hides too much rather than too little. In its changes and rows `email`, `phone`, `name` and the sensitive attributes of contacts are
 * masked, in its manifests every key that resembles one of these.
 *
 * Whatever a kind says, what parses as an email or a phone number is masked wherever it stands.
 */
export interface KindPersonal {
  /** The field paths of its changes that hold personal data, given the addresses of all that is declared sensitive. */
  fields?(sensitive: readonly string[]): Iterable<string>;
  /** Fields whose values may be addresses of other items, and are masked as addresses are. */
  readonly addresses?: readonly string[];
  /** What its manifests hold of persons: nothing at all, or the values of sensitive attributes only. */
  readonly manifest?: 'nothing' | 'sensitive';
  readonly sensitive?: DeclaresSensitive;
}

/** How manifests of a kind declare that what they define is sensitive. Each gives addresses. */
export interface DeclaresSensitive {
  isSensitive(declaration: Declaration): boolean;
  inDocument(document: ManifestDocument): Iterable<string>;
  /** In the text of a manifest that may not be read otherwise, since something is wrong in it. */
  inText(text: string): Iterable<string>;
}
