import { attributePath } from '../../types/attribute-path.ts';
import type { Emptied } from '../../types/carrying.ts';
import type { Change, ChangeContext } from '../../types/change.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Json } from '../../types/json.ts';
import type { MergePreview } from '../../types/merge-preview.ts';
import type { MaskDigest } from './mask-digest.ts';
import { keyOrText, maskContacts } from './mask-text.ts';

/** How values are masked, by the kind and path that they belong to. */
export interface ContextMask {
  readonly digest: MaskDigest;
  ofPerson(path: string, value: Json): Json;
  value(kind: string, path: string, value: Json): Json;
}

/** Keys, names of tags and paths may hold what the change itself does not show. */
export function maskContext(
  { kind }: Change,
  context: ChangeContext,
  { digest, ofPerson, value }: ContextMask,
): ChangeContext {
  const {
    matched,
    into_matched,
    set,
    owner_tags,
    held_tags,
    former_tags,
    role,
    on_archived,
    carried,
    emptied,
    preview,
    ...paths
  } = context;
  const keys = (list: readonly ContactKey[]) =>
    list.map((key) => ({ ...key, value: String(ofPerson(key.field, key.value)) }));
  const masked = Object.entries(paths).map(([name, list]) => [
    name,
    list.map((path) => maskContacts(path, digest)),
  ]);
  return {
    ...(role === undefined ? {} : { role }),
    ...(on_archived === undefined ? {} : { on_archived }),
    ...Object.fromEntries(masked),
    ...(matched === undefined ? {} : { matched: keys(matched) }),
    ...(into_matched === undefined ? {} : { into_matched: keys(into_matched) }),
    ...(held_tags === undefined ? {} : { held_tags }),
    ...(emptied === undefined ? {} : { emptied: maskEmptied(emptied, value) }),
    ...(carried === undefined
      ? {}
      : { carried: maskCarried(carried, digest, (path, old) => value(kind, path, old)) }),
    ...(owner_tags === undefined ? {} : { owner_tags: owner_tags.map((name) => keyOrText(name, digest)) }),
    ...(former_tags === undefined ? {} : { former_tags: maskNames(former_tags, digest) }),
    ...(preview === undefined ? {} : { preview: maskPreview(preview, digest, ofPerson) }),
    ...(set === undefined ? {} : { set: maskContacts(set, digest) }),
  };
}

/** The old values are those of the person as much as the new ones. */
function maskCarried(
  carried: NonNullable<ChangeContext['carried']>,
  digest: MaskDigest,
  old: (path: string, value: Json) => Json,
): ChangeContext['carried'] {
  return Object.fromEntries(
    Object.entries(carried).map(([path, { from, value }]) => [
      maskContacts(path, digest),
      { from: maskContacts(from, digest), value: old(from, value) },
    ]),
  );
}

/** What is not carried is what somebody held. */
function maskEmptied(emptied: Emptied, value: ContextMask['value']): Emptied {
  const { left, model, attribute } = emptied;
  if (left === undefined) return emptied;
  const path = attributePath(attribute);
  return { ...emptied, left: left.map((old) => String(value(model, path, old))) };
}

/** Its values are those of two people; what Intercom writes may name them. */
function maskPreview(
  preview: MergePreview,
  digest: MaskDigest,
  ofPerson: ContextMask['ofPerson'],
): MergePreview {
  return {
    ...preview,
    reasons: preview.reasons.map(({ code, message }) => ({ code, message: maskContacts(message, digest) })),
    fields: preview.fields.map(({ path, outcome, from, into, after }) => ({
      path: maskContacts(path, digest),
      outcome,
      from: ofPerson(path, from),
      into: ofPerson(path, into),
      after: ofPerson(path, after),
    })),
  };
}

function maskNames(
  names: Readonly<Record<string, string | null>>,
  digest: MaskDigest,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(names).map(([name, other]) => [
      keyOrText(name, digest),
      other === null ? null : keyOrText(other, digest),
    ]),
  );
}
