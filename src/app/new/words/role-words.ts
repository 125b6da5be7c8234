import type { Role } from '../../../types/person.ts';
import { headerForms } from './header-forms.ts';

/** Names of columns that tell users from leads, the clearest first. */
const NAMES = [
  ...['role', 'contactrole', 'intercomrole', 'leaduser', 'userlead', 'leadoruser', 'userorlead'],
  ...['type', 'contacttype', 'usertype', 'persontype', 'peopletype', 'recordtype', 'customertype'],
  ...['kind', 'contactkind', 'personkind', 'category', 'lifecycle', 'lifecyclestage', 'stage', 'status'],
] as const;

/** Words for users and for leads. `plain` words leave no doubt. */
const WORDS: Readonly<Record<string, { readonly role: Role; readonly plain: boolean }>> = {
  ...each('user', true, 'user, users, end user, enduser'),
  ...each('lead', true, 'lead, leads'),
  ...each('user', false, 'customer, customers, client, clients, member, registered, account holder'),
  ...each('lead', false, 'prospect, prospects, visitor, visitors, anonymous, potential'),
};

/** How clearly the name of a column is about roles: lower is clearer; undefined where it is not. */
export function roleNameRank(header: string): number | undefined {
  const forms = headerForms(header);
  const rank = NAMES.findIndex((name) => forms.includes(name));
  return rank < 0 ? undefined : rank;
}

/** The role that a cell means; undefined where it means none. */
export function roleWord(text: string): { readonly role: Role; readonly plain: boolean } | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  return Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined;
}

function each(role: Role, plain: boolean, texts: string) {
  return Object.fromEntries(texts.split(', ').map((text) => [text, { role, plain }]));
}
