import { wordsOf } from './header-forms.ts';

const CARDS = 'a card number';
/** Column names of what must stay out of Intercom: credentials and payment data. */
const NAMES: readonly (readonly [what: string, names: RegExp])[] = [
  [
    'a password or what is left of one',
    /(?:^|_)(?:passwords?|passwd|passphrase|pwd|pass|password_?hash|passhash|hash|hashed|salt|bcrypt|digest)(?:_|$)|password|pwhash/,
  ],
  [
    'a secret or a token',
    /(?:^|_)(?:secrets?|tokens?|api_?keys?|access_?keys?|private_?keys?|secret_?keys?|auth_?keys?|otp|totp|mfa|cookies?|session_?ids?|sessions?_?keys?|pin|pin_?code|security_(?:answer|question)|credentials?|jwt|oauth|recovery_codes?)(?:_|$)/,
  ],
  [
    CARDS,
    /(?:^|_)(?:card_?(?:number|no|num|pan)|credit_?card|debit_?card|cc_?(?:number|no|num)|ccnum|pan|cvv2?|cvc2?|csc|card_?(?:cvv|cvc|code|expiry|exp))(?:_|$)|creditcard|cardnumber/,
  ],
];
/** Names that contain such a word and are harmless. */
const HARMLESS =
  /(?:^|_)(?:reset_password_at|password_(?:changed|updated|set|reset)(?:_at|_on|_date)?|has_password|hashtags?|mfa_enabled|otp_enabled|(?:token|secret|password|mfa|card)s?_(?:count|enabled|used|balance|created|expires)(?:_at)?|(?:tokens?|card)_(?:type|brand)|pin_?up)(?:_|$)/;
/** Values that are secrets, whatever their column is called. */
const HASH =
  /^(?:\$(?:2[abxy]?|argon2(?:id?|d)|scrypt|pbkdf2[\w-]*|[156])\$\S{10,}|\{S?SHA(?:256|512)?\}\S{10,}|(?:pbkdf2|bcrypt|scrypt|argon2)\w*[$:]\S{10,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|(?:sk|rk|pk)_(?:live|test)_\w{8,}|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*)$/;
/** Card numbers, by issuer. */
const CARD =
  /^(?:4\d{12}(?:\d{3}(?:\d{3})?)?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35\d{14})$/;
/** One value is not enough: a tenth of all numbers passes the check digit by chance. */
const leastCards = 2;

/** What secret a column holds; undefined where it holds none. */
export function secretIn(header: string, texts: readonly string[]): string | undefined {
  const words = wordsOf(header);
  const values = texts.map((text) => text.trim());
  // A yes or no only says whether there is a secret.
  const isFlag = values.every((value) => /^(?:true|false|t|f|yes|no|0|1)?$/i.test(value));
  // Numbers of up to three digits are counts and no secrets, except for the code on the back of a card.
  const isCount = values.every((value) => /^\d{1,3}$/.test(value));
  const named =
    HARMLESS.test(words) || isFlag ? undefined : NAMES.find(([, names]) => names.test(words))?.[0];
  if (named !== undefined && !(isCount && named !== CARDS)) return named;
  const most = (isOne: (value: string) => boolean) => values.filter(isOne).length * 2 > values.length;
  if (most((value) => HASH.test(value))) return 'a password or what is left of one';
  const cards = values.filter(isCard).length;
  if (cards >= leastCards && cards >= values.length * 0.9) return CARDS;
  return undefined;
}

function isCard(value: string): boolean {
  const digits = value.replace(/(?<=\d)[ -](?=\d)/g, '');
  return CARD.test(digits) && isLuhn(digits);
}

/** Whether the check digit of a card number is right (ISO/IEC 7812-1, annex B). */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
