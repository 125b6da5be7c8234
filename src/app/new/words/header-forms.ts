/** The name of a column in words: `Company Size`, `companySize` and `company-size` become `company_size`. */
export function wordsOf(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|(?<!_)_+$/g, '');
}

/** The name without anything between its words: `companysize`. */
export function tightly(name: string): string {
  return wordsOf(name).replaceAll('_', '');
}

/** Prefixes before the name of a field, in JSON of event tools and in exports that name the type of record. */
const HOLDER =
  /^(?:\$?properties|traits|context\.traits|attributes|user|users|person|people|contact|profile|customer|subscriber|member|fields|data|record|values|user_?metadata)(?:\.|\s+-\s+|:\s*)(?=.)/i;
/** `Created (UTC)`, `Signed up (Europe/Dublin)` */
const IN_BRACKETS = /\s*[([][^()[\]]*[)\]]\s*$/;
/** `E-mail 1 - Value` of address books */
const NUMBERED = /^(.*?\S)\s*1\s*-\s*value$/i;

/**
 * The forms under which a name may be known, the name as it is first: `traits.email`, `Person - Email` and `E-mail 1 - Value`
 * also give `email`.
 */
export function headerForms(header: string): readonly string[] {
  const forms = new Set([tightly(header)]);
  let name = header.trim();
  for (let changed = true; changed; ) {
    const before = name;
    name = name.replace(HOLDER, '').replace(IN_BRACKETS, '').replace(NUMBERED, '$1');
    changed = name !== before;
    forms.add(tightly(name));
  }
  return [...forms].filter((form) => form !== '');
}
