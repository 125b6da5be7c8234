/** Fields that are recognised by the name of a column, with those names, the clearest first. */
export const FIELD_WORDS: readonly (readonly [field: string, names: readonly string[]])[] = [
  [
    'external_id',
    words(
      'external id, external user id, user id, userid, customer id, customer no, customer nr, customer number, customer ref, customer code, cust id, cust no, cust nr, cust number, cust ref, client id, client no, client number, client ref, member id, member no, member number, account user id, subscriber id, person id, distinct id, uid, uuid, guid, id, local id, user uid, account user id, userref, user ref, user no, user number, kundennummer, kundennr, kunden nr, kunden id, numero client, no client, id client, id cliente, numero cliente',
    ),
  ],
  [
    'email',
    words(
      'email, email address, e mail, e mail address, user email, customer email, contact email, work email, primary email, mail, emails, email 1, e mail 1, email id, login email, personal email, business email, main email, mail address, mailadresse, email adresse, e mail adresse, adresse email, courriel, correo, correo electronico, subscriber',
    ),
  ],
  [
    'phone',
    words(
      'phone, phone number, mobile, mobile phone, mobile number, telephone, telephone number, tel, cell, cell phone, work phone, contact number, whatsapp, phone no, phone nr, phone num, mobile no, mobile nr, tel no, tel nr, telephone no, mobile phone number, mobilephone, business phone, home phone, primary phone, main phone, direct phone, contact phone, customer phone, phone 1, phone mobile, cell number, cell phone number, whatsapp number, sms, sms phone number, telefon, telefonnummer, telefono, handy, msisdn',
    ),
  ],
  [
    'name',
    words(
      'name, full name, fullname, display name, contact name, customer name, user name, customer full name, person name, users name, fullname',
    ),
  ],
  [
    'signed_up_at',
    words(
      'signed up at, signed up, signup date, sign up date, signup at, signup, joined at, joined, joined on, join date, date joined, registered at, registered, registered on, registration date, customer since, member since, created at, created, created on, creation date, date created, date added, create date, created date, date of signup, added time, signup time, sign up time, created time, created at date, profile created on, user created at, account created, account created at, registration, registration time, sign up, user since, first seen at',
    ),
  ],
  [
    'last_seen_at',
    words(
      'last seen at, last seen, last login, last login at, last active, last active at, last activity, last visit, last sign in, last sign in at, last signed in at, last signin, last sign in time, last login date, last login time, last seen date, last active date, last activity date, last activity at, last request at, last access, last accessed at',
    ),
  ],
  [
    'owner',
    words(
      'owner, owner email, account owner, contact owner, account manager, csm, assigned to, assignee, sales rep',
    ),
  ],
  [
    'tags',
    words(
      'tags, tag, labels, label, segments, groups, lists, tag names, user tags, contact tags, user segments',
    ),
  ],
  [
    'companies',
    words(
      'company id, company ids, companies, account id, organization id, organisation id, org id, company, account, organization, organisation',
    ),
  ],
  [
    'avatar',
    words(
      'avatar, avatar url, photo, photo url, picture, image url, photo uri, image, profile picture, profile image, profile photo, avatar link, picture url',
    ),
  ],
];

/** The fields that `--column` takes. */
export const COLUMN_FIELDS: readonly string[] = [
  ...FIELD_WORDS.map(([field]) => field),
  'role',
  'unsubscribed_from_emails',
];

export const FIRST_NAMES = words(
  'first name, firstname, given name, forename, first, fname, first names, vorname, prenom, voornaam, nombre',
);
export const LAST_NAMES = words(
  'last name, lastname, surname, family name, last, lname, last names, nachname, familienname, achternaam, apellido, apellidos',
);
export const COUNTRIES = words('country, country code, cc, iso country, phone country');

/** Column names that suggest a point in time. */
export const DATED =
  /(?:^|_)(?:at|on|date|time|since|until|created|updated|joined|birthday|birthdate|dob|expires?|renewal|timestamp|seen|login|day)(?:_|$)/;
/** Column names whose digits are a code and not a quantity. */
export const CODED =
  /(?:^|_)(?:id|ids|no|number|code|zip|postcode|postal|phone|mobile|tel|fax|sku|ref|reference|vat|iban|ssn|passport)(?:_|$)/;
/** Column names whose few values are a choice. */
export const CHOSEN =
  /(?:^|_)(?:plan|tier|status|stage|type|kind|category|level|segment|size|product|package|edition|priority|source|channel)(?:_|$)/;
/** Column names that suggest personal data beyond email, phone and name. */
export const SENSITIVE =
  /(?:^|_)(?:birthday|birthdate|birth|born|dob|age|gender|sex|pronouns?|ssn|sin|nin|passport|licen[cs]e_(?:no|number)|salary|income|wage|iban|bic|bank|account_(?:no|number)|routing|sort_code|address|street|addr|postcode|postal|zip|religion|race|ethnicity|ethnic|nationality|citizenship|health|medical|diagnosis|disability|allergy|allergies|blood|marital|orientation|political|criminal|tax|vat|national_(?:id|insurance|number)|identity_(?:no|number|card)|document_(?:no|number)|geburtstag|geburtsdatum|anniversaire|ip_address|latitude|longitude|lat|lng)(?:_|$)/;

/** Column names whose yes or no is sensitive. That an address is verified, or a customer exempt from tax, is not. */
export const SENSITIVE_FLAG =
  /(?:^|_)(?:gender|sex|religion|race|ethnicity|ethnic|health|medical|diagnosis|disability|disabled|allergy|allergies|pregnant|orientation|political|criminal)(?:_|$)/;
/** Column names for free text, which is no choice even with few values. */
export const FREE_TEXT =
  /(?:^|_)(?:notes?|comments?|remarks?|description|message|feedback|bio|about|summary)(?:_|$)/;

function words(names: string): readonly string[] {
  return names.split(',').map((name) => name.replaceAll(/\s+/g, ''));
}
