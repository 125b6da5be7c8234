import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import { reportRemovedTag } from '../declared/removed-too.ts';
import { hasTagForm, LONGEST_TAG_NAME } from '../values/tag-name.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';
import { formerNames, type TagDeclaration } from './declaration.ts';
import { noteFormerTags } from './former-tags.ts';

/** Checks names, and publishes the declared tags and what they were called before. */
export function checkTags(declared: readonly TagDeclaration[], catalog: Catalog, report: Report): void {
  for (const declaration of declared) {
    const { name, address, place } = declaration;
    for (const named of [{ name, place }, ...formerNames(declaration)])
      checkTagName(named, named.place === place ? 'name' : 'former name', { address, report });
    reportRemovedTag({ name, address, place }, catalog, report, 'declared');
    for (const former of formerNames(declaration)) reportRemovedTag({ ...former, address }, catalog, report);
    const key = name.toLowerCase();
    if (!catalog.tags.has(key)) catalog.tags.set(key, { name, id: undefined, declared: address });
  }
  noteFormerTags(declared, catalog, report);
}

function checkTagName(
  { name, place }: Pick<TagDeclaration, 'name' | 'place'>,
  what: 'name' | 'former name',
  { address, report }: { readonly address: string; readonly report: Report },
): void {
  if (isUnusable(name, 'name'))
    report({ ...unusableName(`the ${what} of a tag`, name, 'name'), address, ...place });
  if (hasTagForm(name)) return;
  report({
    code: 'tag-name',
    severity: 'error',
    summary: `${JSON.stringify(name.slice(0, 60).toWellFormed())} cannot be the name of a tag`,
    help: `names have 1 to ${LONGEST_TAG_NAME} characters and no space around them`,
    address,
    ...place,
  });
}
