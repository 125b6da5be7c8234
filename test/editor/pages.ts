import { kinds } from '../../src/kinds/index.ts';

/**
 * Where the documentation can be read by somebody who has only the package: an editor cannot open a path in our repository.
 * When the project has an address of its own, this line changes.
 */
export const DOCS_BASE = 'https://unpkg.com/interform/docs/';

const MANIFESTS = 'reference/manifests.md';

type PageOf = readonly [place: string, page: string, label: string];

/** Place in the schemas → page and heading; the longest that fits is used. `*` is for all others. */
const LISTED: readonly PageOf[] = [
  ['*', `${MANIFESTS}#files`, 'The manifest language'],
  ['project', `${MANIFESTS}#the-project-file`, 'The project file'],
  ['project/variables', `${MANIFESTS}#variables`, 'Variables'],
  ['project/environments', `${MANIFESTS}#environments`, 'Environments'],
  ['project/default_environment', `${MANIFESTS}#environments`, 'Environments'],
  ['project/store', `${MANIFESTS}#the-store`, 'The store'],
  ['project/guards', 'reference/guards.md#set-a-limit', 'Guards'],
  ['project/rules', 'reference/rules.md#all-rules', 'Rules'],
  ['project/#guards', 'reference/guards.md#verbs', 'Guards'],
  ['project/#rules', 'reference/rules.md#all-rules', 'Rules'],
  ['project/#store', `${MANIFESTS}#the-store`, 'The store'],
  ['project/#environment/variables', `${MANIFESTS}#variables`, 'Variables'],
  ['project/#environment/guards', 'reference/guards.md#set-a-limit', 'Guards'],
  ['project/#environment/rules', 'reference/rules.md#all-rules', 'Rules'],
  ['data-attributes', `${MANIFESTS}#data-attributes`, 'Data attributes'],
  ['tags', `${MANIFESTS}#tags`, 'Tags'],
  ['merges', `${MANIFESTS}#merges`, 'Merges'],
  ['companies', `${MANIFESTS}#companies`, 'Companies'],
  ['companies/source', `${MANIFESTS}#sources`, 'Sources'],
  ['companies/#source', `${MANIFESTS}#sources`, 'Sources'],
  ['companies/#source/columns', `${MANIFESTS}#columns-of-a-source`, 'Columns of a source'],
  ['companies/#column', `${MANIFESTS}#columns-of-a-source`, 'Columns of a source'],
  ['contact-set', `${MANIFESTS}#contact-sets`, 'Contact sets'],
  ['contact-set/precedence', `${MANIFESTS}#several-sets`, 'Several sets'],
  ['contact-set/source', `${MANIFESTS}#sources`, 'Sources'],
  ['contact-set/identity', `${MANIFESTS}#identity`, 'Identity'],
  ['contact-set/policy', `${MANIFESTS}#policies`, 'Policies'],
  ['contact-set/policy/tags', `${MANIFESTS}#exact-memberships`, 'Exact memberships'],
  ['contact-set/policy/companies', `${MANIFESTS}#exact-memberships`, 'Exact memberships'],
  ['contact-set/prune', `${MANIFESTS}#prune`, 'Prune'],
  ['contact-set/on_create', `${MANIFESTS}#fields-of-a-contact`, 'Fields of a contact'],
  ['contact-set/#contact', `${MANIFESTS}#fields-of-a-contact`, 'Fields of a contact'],
  ['contact-set/#defaults', `${MANIFESTS}#fields-of-a-contact`, 'Fields of a contact'],
  ['contact-set/#source', `${MANIFESTS}#sources`, 'Sources'],
  ['contact-set/#source/columns', `${MANIFESTS}#columns-of-a-source`, 'Columns of a source'],
  ['contact-set/#column', `${MANIFESTS}#columns-of-a-source`, 'Columns of a source'],
];

/** A kind with a page of its own documents its fields there. */
const PAGES = [
  ...LISTED,
  ...kinds.flatMap(({ schema, page, words }): PageOf[] => {
    const name = schema.replace('.schema.json', '');
    const label = `${words.many.charAt(0).toUpperCase()}${words.many.slice(1)}`;
    return page === undefined ? [] : [[name, `${page}#fields`, label]];
  }),
];

/** The linked pages, each with the heading that is linked. */
export const LINKED: readonly string[] = [...new Set(PAGES.map(([, page]) => page))];

/** The page that documents a property. */
export function pageOf(path: readonly string[]): { readonly href: string; readonly label: string } {
  const key = path.at(-1) ?? '';
  if (HEADER.has(key) && path.length === 2) return link('*');
  for (let length = path.length; length > 0; length--) {
    const place = path.slice(0, length).join('/');
    if (PAGES.some(([known]) => known === place)) return link(place);
  }
  return link('*');
}

const HEADER: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

function link(place: string): { readonly href: string; readonly label: string } {
  const found = PAGES.find(([known]) => known === place);
  if (found === undefined) throw new Error(`no page for ${place}`);
  return { href: `${DOCS_BASE}${found[1]}`, label: found[2] };
}
