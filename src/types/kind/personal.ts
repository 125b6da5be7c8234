import type { Declaration, ManifestDocument } from '../declaration.ts';

/**
 * Which data of a kind is personal and has to be masked. Every member may be left out: then the kind is taken to be about
 * people, which hides too much rather than too little. In its changes and rows `email`, `phone`, `name` and the sensitive
 * attributes of contacts are masked, in its manifests every key that resembles one of these.
 *
 * Whatever a kind says, a text that parses as an email or a phone number is masked everywhere.
 */
export interface KindPersonal {
  /** The field paths of its changes that hold personal data, given the addresses of everything that is declared sensitive. */
  fields?(sensitive: readonly string[]): Iterable<string>;
  /** Fields whose values may be addresses of other items, and are masked as addresses are. */
  readonly addresses?: readonly string[];
  /** Which personal data its manifests hold: none at all, or the values of sensitive attributes only. */
  readonly manifest?: 'nothing' | 'sensitive';
  readonly sensitive?: DeclaresSensitive;
}

/** How manifests of a kind declare that what they define is sensitive. The iterables are of addresses. */
export interface DeclaresSensitive {
  /** From all declarations of the kind together: the values of one may come from another. */
  inDeclarations(declarations: readonly Declaration[]): Iterable<string>;
  /** From all documents of the kind together. */
  inDocuments(documents: readonly ManifestDocument[]): Iterable<string>;
  /** From the text of a manifest that has errors and cannot be read otherwise. */
  inText(text: string): Iterable<string>;
}
