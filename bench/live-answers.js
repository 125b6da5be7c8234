// The workspace of the local benchmarks. It answers reads as the emulator does, with contacts that are computed when they
// are asked for. Nothing is stored, so a million live contacts cost the machine nothing that would be measured.
import { ATTRIBUTES, contactNumber, numberOf, TAG } from './contacts.js';
import { scanned } from './scanned.js';

const MOST_PER_PAGE = 150;
const ADMIN = { id: '991267466', email: 'ada@acme.test', name: 'Ada Lovelace' };
const MADE_AT = 1_734_537_243;

/**
 * The answers of a workspace of contacts 0 to `live` - 1, one of which was created every `everySeconds`; with `tags` each of
 * them carries the tag.
 */
export function liveAnswers({ live, tags = false, everySeconds = 1 }) {
  const fixed = new Map([
    ['/me', JSON.stringify(me())],
    ['/admins', JSON.stringify({ type: 'admin.list', admins: [admin()] })],
    ['/tags', JSON.stringify({ type: 'list', data: tags ? [{ type: 'tag', ...TAG }] : [] })],
    ['/data_attributes', JSON.stringify({ type: 'list', data: attributes() })],
  ]);

  /** The body of a read; undefined for reads that no plan makes. */
  function get(path) {
    return fixed.get(path.split('?', 1)[0]);
  }

  /** The body of a POST /contacts/search. */
  function search({ query, sort, pagination = {} }) {
    const keys = keysIn(query);
    const perPage = Math.min(pagination.per_page ?? 50, MOST_PER_PAGE);
    const [after = -1, page = 1] = cursorIn(pagination.starting_after);
    const found =
      keys === undefined
        ? scanned(query, { live, everySeconds, hasTag: (id) => tags && id === TAG.id })
        : listed([...numbersOf(keys)].sort((a, b) => a - b));
    const shown = sort?.order === 'descending' ? found.last(perPage) : found.behind(after, perPage);
    const more = shown.length > 0 && found.behind(shown.at(-1), 1).length > 0;
    const pages = {
      type: 'pages',
      ...(more ? { next: { page: page + 1, starting_after: cursorBehind(shown.at(-1), page + 1) } } : {}),
      page,
      per_page: perPage,
      total_pages: Math.ceil(found.count / perPage),
    };
    const data = shown.map((n) => contactText(n, { tags, everySeconds })).join(',');
    return `{"type":"list","data":[${data}],"total_count":${found.count},"pages":${JSON.stringify(pages)}}`;
  }

  /** A cursor as the emulator writes it: the creation time in milliseconds, the id, the number of the page. */
  function cursorBehind(n, page) {
    const { created_at, id } = contactNumber(n, everySeconds);
    return Buffer.from(JSON.stringify([created_at * 1000, id, page])).toString('base64');
  }

  function numbersOf(keys) {
    const numbers = new Set();
    for (const { field, value } of keys) {
      const n = numberOf(field, value);
      if (n !== undefined && n < live) numbers.add(n);
    }
    return numbers;
  }

  /** The body of a POST /contacts: the contact with that number, as it was sent. Nothing is stored. */
  function create({ external_id }) {
    return contactText(numberOf('external_id', external_id), { tags: false, everySeconds });
  }

  return { get, search, create };
}

/** The keys of a look-up: one filter, or OR groups of them. Undefined for a scan. */
function keysIn({ field, operator, value }) {
  if (field !== undefined) {
    if (!['id', 'external_id', 'email'].includes(field)) return undefined;
    if (operator === '=') return [{ field, value }];
    return undefined;
  }
  if (operator !== 'OR') return undefined;
  const keys = [];
  for (const part of value) {
    const inside = keysIn(part);
    if (inside === undefined) return undefined;
    for (const key of inside) keys.push(key);
  }
  return keys;
}

/** What a look-up found. */
function listed(numbers) {
  return {
    count: numbers.length,
    behind: (after, most) => numbers.filter((n) => n > after).slice(0, most),
    last: (most) => numbers.slice(-most).reverse(),
  };
}

function cursorIn(text) {
  if (text === undefined) return [];
  const [, id, page] = JSON.parse(Buffer.from(text, 'base64').toString());
  return [numberOf('id', id), page];
}

/** The text that is the same in every contact, written once. */
const TEMPLATES = [false, true].map((tags) =>
  JSON.stringify(wireContact({ ...contactNumber(0), id: 'ID' }, tags)).split(
    /"ID"|(?<="external_id":)"customer-0"|(?<="email":)"[^"]*"|(?<="phone":)"[^"]*"|(?<="name":)"Ada[^"]*"|(?<=_at":)1600000000\b|(?<="custom_attributes":)\{[^}]*\}|(?<=\/contacts\/)ID(?=\/)/,
  ),
);

function contactText(n, { tags, everySeconds }) {
  const contact = contactNumber(n, everySeconds);
  const { id, external_id, email, phone, name, created_at, custom_attributes } = contact;
  const [start, ...between] = TEMPLATES[tags ? 1 : 0];
  const values = [
    `"${id}"`,
    `"${external_id}"`,
    `"${email}"`,
    `"${phone}"`,
    `"${name}"`,
    created_at,
    created_at,
    JSON.stringify(custom_attributes),
  ];
  let text = start;
  for (let at = 0; at < between.length; at++) text += (values[at] ?? id) + between[at];
  return text;
}

/** A contact with nothing else, as the emulator shows it. */
function wireContact(contact, tags) {
  const { id, external_id, email, phone, name, created_at, custom_attributes } = contact;
  const list = (type, url, ids = []) => ({
    type: 'list',
    data: ids.map((one) => ({ id: one, type, url: `/${type}s/${one}` })),
    url: `/contacts/${id}/${url}`,
    total_count: ids.length,
    has_more: false,
  });
  const nothing = (names) => Object.fromEntries(names.split(' ').map((key) => [key, null]));
  const location = 'country region city country_code continent_code';
  return {
    ...{ type: 'contact', id, workspace_id: 'ecahpwf5', external_id, role: 'user', email, phone, name },
    ...{ avatar: null, owner_id: null, social_profiles: { type: 'list', data: [] } },
    ...{ has_hard_bounced: false, marked_email_as_spam: false, unsubscribed_from_emails: false },
    ...{ created_at, updated_at: created_at, signed_up_at: null, last_seen_at: null },
    ...nothing('last_replied_at last_contacted_at last_email_opened_at last_email_clicked_at'),
    ...nothing('language_override browser browser_version browser_language os'),
    location: { type: 'location', ...nothing(location) },
    ...nothing('android_app_name android_app_version android_device android_os_version'),
    ...nothing('android_sdk_version android_last_seen_at ios_app_name ios_app_version ios_device'),
    ...nothing('ios_os_version ios_sdk_version ios_last_seen_at'),
    custom_attributes,
    tags: list('tag', 'tags', tags ? [TAG.id] : []),
    notes: list('note', 'notes'),
    companies: list('company', 'companies'),
    opted_out_subscription_types: list('subscription', 'subscriptions'),
    opted_in_subscription_types: list('subscription', 'subscriptions'),
    ...nothing('utm_campaign utm_content utm_medium utm_source utm_term referrer enabled_push_messaging'),
  };
}

function admin() {
  const away = { away_mode_enabled: false, away_mode_reassign: false };
  const { email, id, name } = ADMIN;
  return { type: 'admin', email, id, name, ...away, has_inbox_seat: true, team_ids: [] };
}

function me() {
  const image_url = 'https://static.intercomassets.com/assets/default-avatars/admins/128.png';
  const app = { type: 'app', id_code: 'ecahpwf5', name: 'Acme', created_at: MADE_AT, secure: false };
  return {
    ...{ type: 'admin', id: ADMIN.id, email: ADMIN.email, name: ADMIN.name, email_verified: true },
    app: { ...app, identity_verification: false, timezone: 'UTC', region: 'US' },
    ...{ avatar: { type: 'avatar', image_url }, has_inbox_seat: true },
  };
}

function attributes() {
  return Object.entries(ATTRIBUTES).map(([name, data_type], index) => ({
    ...{ id: index + 1, type: 'data_attribute', name, full_name: `custom_attributes.${name}`, label: name },
    ...{ data_type, api_writable: true, ui_writable: false, messenger_writable: false, custom: true },
    ...{ archived: false, admin_id: ADMIN.id, created_at: MADE_AT, updated_at: MADE_AT, model: 'contact' },
  }));
}
