/**
 * Words in the name of an attribute that mark its values as personal data, so that a pull declares it `sensitive` (design
 * 6.3). docs/guides/adopting.md lists the same words; a test compares the two.
 */
export const SENSITIVE_WORDS: readonly string[] = [
  'account number',
  'address',
  'age',
  'bank',
  'bic',
  'birth',
  'birthday',
  'birthdate',
  'blood',
  'card',
  'credit',
  'diagnosis',
  'disability',
  'dob',
  'email',
  'emergency',
  'ethnicity',
  'fax',
  'firstname',
  'first name',
  'full name',
  'gender',
  'health',
  'iban',
  'income',
  'insurance',
  'ip',
  'lastname',
  'last name',
  'latitude',
  'license',
  'longitude',
  'maiden name',
  'marital',
  'medical',
  'middle name',
  'mobile',
  'nationality',
  'national id',
  'passport',
  'password',
  'phone',
  'postcode',
  'postal code',
  'pronoun',
  'pronouns',
  'race',
  'religion',
  'salary',
  'secret',
  'sex',
  'sexuality',
  'sin',
  'social security',
  'ssn',
  'street',
  'surname',
  'swift',
  'tax',
  'token',
  'union',
  'vat',
  'veteran',
  'wage',
  'zip',
];

/** Beginnings of words that count even in names that run together, such as `birthplace` or `phonenumber`. */
const STEMS =
  /^(?:birth|passport|phone|salary|iban|gender|pronoun|ethnic|religi|medical|health|disab|nationalit|street|surname)/;

/** Whether the values of an attribute are likely to be personal data, by its name alone. */
export function isLikelySensitive(name: string): boolean {
  const words = wordsOf(name);
  const text = ` ${words.join(' ')} `;
  return SENSITIVE_WORDS.some((word) => text.includes(` ${word} `)) || words.some((word) => STEMS.test(word));
}

/** The words of a name: `homeAddress`, `home_address` and `Home address 2` have the same. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) =>
      word.replace(/(?<!\d)\d+$/, '').replace(/(?<=(?:phone|address|card|birthday|email|passport)e?)s$/, ''),
    )
    .map((word) => (word === 'addresse' ? 'address' : word))
    .filter((word) => word !== '');
}
