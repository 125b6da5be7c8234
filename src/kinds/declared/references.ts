import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { IdentityForm } from '../../types/identity-text.ts';
import { exactSpot } from '../../types/place.ts';
import { guessed } from '../values/guessed.ts';
import { inColumn } from '../values/shown-value.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';
import type { ListedName } from './declare-map.ts';
import { reportRemovedCompany, reportRemovedTag } from './removed-too.ts';

/** Distinct names of tags that are declared or live, in the stored spelling when live; the others are reported. */
export function checkTagReferences(
  named: readonly ListedName[],
  address: string,
  catalog: Catalog,
  report: Report,
): readonly string[] {
  return check(
    named,
    'name',
    (name) =>
      catalog.formerTags.has(name.toLowerCase()) ? undefined : catalog.tags.get(name.toLowerCase())?.name,
    ({ name, place }) => reportRemovedTag({ name, address, place }, catalog, report),
    (reference) =>
      isFormerTag(reference, address, catalog, report) ||
      unknown(
        'tag',
        reference,
        () => [...catalog.tags.values()].map((tag) => tag.name),
        address,
        catalog,
        report,
      ),
  );
}

/** Distinct company_ids that are declared or live; the others are reported. */
export function checkCompanyReferences(
  named: readonly ListedName[],
  address: string,
  catalog: Catalog,
  report: Report,
): readonly string[] {
  return check(
    named,
    'id',
    (name) => {
      const company = catalog.companies.get(name);
      return company?.id === undefined && company?.declared === undefined ? undefined : name;
    },
    ({ name, place }) => reportRemovedCompany({ name, address, place }, catalog, report),
    (reference) => unknown('company', reference, () => catalog.companies.keys(), address, catalog, report),
  );
}

function check(
  named: readonly ListedName[],
  form: IdentityForm,
  find: (name: string) => string | undefined,
  isRemoved: (reference: ListedName) => boolean,
  refuse: (reference: ListedName) => void,
): readonly string[] {
  const names = new Set<string>();
  for (const reference of named) {
    if (isRemoved(reference)) continue;
    // What holds such a character cannot be declared, and is no name that a manifest may count on.
    const found = isUnusable(reference.name, form) ? undefined : find(reference.name);
    if (found === undefined) refuse(reference);
    else names.add(found);
  }
  return [...names];
}

/** Reports a name that a tag had before, which would be created again beside the tag. */
export function isFormerTag(
  { name, place, column }: ListedName,
  address: string,
  { formerTags }: Catalog,
  report: Report,
): boolean {
  const former = formerTags.get(name.toLowerCase());
  if (former === undefined) return false;
  report({
    code: 'former-tag-name',
    severity: 'error',
    summary: 'a tag is used under a name that it no longer has',
    detail: inColumn(
      column,
      `${JSON.stringify(name)} is called ${former.heir.name}, at ${exactSpot(former.place)}`,
    ),
    help: `write ${former.heir.name}`,
    address,
    ...place,
  });
  return true;
}

function unknown(
  what: 'tag' | 'company',
  reference: ListedName,
  names: () => Iterable<string>,
  address: string,
  catalog: Catalog,
  report: Report,
): void {
  const [called, form] =
    what === 'tag' ? (['the name of a tag', 'name'] as const) : (['a company_id', 'id'] as const);
  if (isUnusable(reference.name, form)) {
    const finding = unusableName(called, reference.name, form);
    const detail = inColumn(reference.column, finding.detail ?? '');
    report({ ...finding, detail, address, ...reference.place });
    return;
  }
  const guess = guessed(catalog, what, reference.name, names);
  const manifest = what === 'tag' ? 'Tags' : 'Companies';
  report({
    code: `unknown-${what}`,
    severity: catalog.online ? 'error' : 'warning',
    summary: catalog.online ? `${what} is neither declared nor live` : `${what} is not declared`,
    detail: inColumn(
      reference.column,
      `${JSON.stringify(reference.name)}${guess === undefined ? '' : `; did you mean ${JSON.stringify(guess)}?`}`,
    ),
    help: `declare it in a ${manifest} manifest${catalog.online ? '' : '; plan checks whether it is live'}`,
    address,
    ...reference.place,
  });
}
