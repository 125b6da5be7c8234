import type { ContactDeclaration } from '../kinds/contact/declaration.ts';
import { type SaidOf, whoIs } from '../kinds/contact/identity/who.ts';
import type { Declaration } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Json } from '../types/json.ts';
import { nearest } from '../types/nearest.ts';

/** A declared value with its place. */
export interface SaidValue {
  readonly value: Json;
  readonly address: string;
  readonly file: string;
  readonly line?: number;
  readonly row?: number;
}

/** A contact for `render --who`: its declarations, the values that apply, and those that lost. */
export interface RenderedPerson {
  readonly declarations: readonly {
    readonly address: string;
    readonly set: string;
    readonly precedence: number;
    readonly owner?: string;
    readonly owner_tag?: string;
    readonly file: string;
    readonly line?: number;
    readonly row?: number;
  }[];
  readonly fields: Readonly<
    Record<
      string,
      SaidValue & {
        /** For lists: the elements that each set adds. */
        readonly united?: readonly SaidValue[];
        readonly lost?: readonly SaidValue[];
        /** Sets of equal precedence disagree, so a plan stops there or leaves the contact out. */
        readonly undecided?: true;
      }
    >
  >;
  readonly owner_tags: readonly string[];
}

/** The contacts that the manifests declare with this email, external_id or id; a finding where there is none. */
export function renderWho(
  declared: readonly Declaration[],
  key: string,
): { readonly people: readonly RenderedPerson[]; readonly diagnostics: readonly Diagnostic[] } {
  // The cast holds: these are declarations of the kind contact.
  const contacts = declared as readonly ContactDeclaration[];
  const found = whoIs(contacts, key.trim());
  if (found.length === 0) return { people: [], diagnostics: [nobody(key, contacts)] };
  const people = found.map(({ members, fields, ownerTags }): RenderedPerson => {
    const decided = [...fields].map(([path, { united, lost, undecided, ...winner }]) => [
      path,
      {
        ...said(winner),
        ...(united.length > 1 ? { united: united.map(said) } : {}),
        ...(lost.length > 0 ? { lost: lost.map(said) } : {}),
        ...(undecided ? { undecided } : {}),
      },
    ]);
    return {
      declarations: members.map(declarationOf),
      fields: Object.fromEntries(decided),
      owner_tags: ownerTags,
    };
  });
  return { people, diagnostics: [] };
}

function declarationOf(member: ContactDeclaration): RenderedPerson['declarations'][number] {
  const { address, set, place, origins = [] } = member;
  const owner = origins.map((origin) => origin.owner).find((team) => team !== undefined);
  return {
    address,
    set: set.name,
    precedence: set.precedence,
    ...(owner === undefined ? {} : { owner }),
    ...(set.prune === undefined ? {} : { owner_tag: set.prune.ownerTag }),
    ...spotOf(place),
  };
}

function said({ value, place, declaration }: SaidOf): SaidValue {
  return { value, address: declaration.address, ...spotOf(place) };
}

function spotOf({ file, line, row }: SaidOf['place']): Pick<SaidValue, 'file' | 'line' | 'row'> {
  return { file, ...(line === undefined ? {} : { line }), ...(row === undefined ? {} : { row }) };
}

function nobody(key: string, declared: readonly ContactDeclaration[]): Diagnostic {
  const keys = function* () {
    for (const { id, externalId, email } of declared)
      for (const one of [externalId, email, id]) if (one !== undefined) yield one;
  };
  const near = nearest(key, keys());
  return {
    code: 'nobody-declared',
    severity: 'error',
    summary: `no contact set declares ${key}`,
    ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
    help: 'give an email, an external_id or an id that a manifest or a data file has; the workspace is not asked',
  };
}
