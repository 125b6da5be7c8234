/** The fields that a column may be recognised for, with the names that columns have for them, most telling first. */
export const FIELD_WORDS: readonly (readonly [field: string, names: readonly string[]])[] = [
  [
    'external_id',
    words(
      'external id, external user id, user id, userid, customer id, customer no, customer number, customer ref, client id, member id, account user id, subscriber id, person id, distinct id, uid, uuid, guid, id',
    ),
  ],
  [
    'email',
    words(
      'email, email address, e mail, e mail address, user email, customer email, contact email, work email, primary email, mail',
    ),
  ],
  [
    'phone',
    words(
      'phone, phone number, mobile, mobile phone, mobile number, telephone, telephone number, tel, cell, cell phone, work phone, contact number, whatsapp',
    ),
  ],
  ['name', words('name, full name, fullname, display name, contact name, customer name, user name')],
  [
    'signed_up_at',
    words(
      'signed up at, signed up, signup date, sign up date, signup at, signup, joined at, joined, joined on, join date, date joined, registered at, registered, registered on, registration date, customer since, member since, created at, created, created on, creation date, date created, date added',
    ),
  ],
  [
    'last_seen_at',
    words(
      'last seen at, last seen, last login, last login at, last active, last active at, last activity, last visit, last sign in, last sign in at',
    ),
  ],
  [
    'owner',
    words(
      'owner, owner email, account owner, contact owner, account manager, csm, assigned to, assignee, sales rep',
    ),
  ],
  ['tags', words('tags, tag, labels, label, segments, groups, lists')],
  [
    'companies',
    words(
      'company id, company ids, companies, account id, organization id, organisation id, org id, company, account, organization, organisation',
    ),
  ],
  ['avatar', words('avatar, avatar url, photo, photo url, picture, image url')],
];

/** The fields that `--column` takes. */
export const COLUMN_FIELDS: readonly string[] = [
  ...FIELD_WORDS.map(([field]) => field),
  'role',
  'unsubscribed_from_emails',
];

export const FIRST_NAMES = words('first name, firstname, given name, forename, first, fname');
export const LAST_NAMES = words('last name, lastname, surname, family name, last, lname');
export const COUNTRIES = words('country, country code, cc, iso country, phone country');

/** Names of columns that speak of a point in time. */
export const DATED =
  /(?:^|_)(?:at|on|date|time|since|until|created|updated|joined|birthday|birthdate|dob|expires?|renewal|timestamp|seen|login|day)(?:_|$)/;
/** Names of columns whose digits are a code, not a quantity. */
export const CODED =
  /(?:^|_)(?:id|ids|no|number|code|zip|postcode|postal|phone|mobile|tel|fax|sku|ref|reference|vat|iban|ssn|passport)(?:_|$)/;
/** Names of columns whose few values are a choice. */
export const CHOSEN =
  /(?:^|_)(?:plan|tier|status|stage|type|kind|category|level|segment|size|product|package|edition|priority|source|channel)(?:_|$)/;
/** Names of columns that hold more of a person than others should read. */
export const SENSITIVE =
  /(?:^|_)(?:birthday|birthdate|birth|dob|gender|sex|pronouns?|ssn|passport|salary|iban|address|street|postcode|zip|religion|health|tax|vat)(?:_|$)/;

function words(names: string): readonly string[] {
  return names.split(',').map((name) => name.replaceAll(/\s+/g, ''));
}
