// The people of the benchmarks: contact number n is always the same, so that neither side has to keep a million of them.

/** Custom attributes of the contacts, as DataAttributes declares them. */
export const ATTRIBUTES = { plan: 'string', seats: 'integer', renewal_at: 'date' };
/** The tag that everybody carries in a run with `tags: true`. */
export const TAG = { id: '7522907', name: 'customer' };

const FIRST_CREATED = 1_600_000_000;
const ID_PREFIX = '6762f09a1bb69f9f';
const FIRST_NAMES = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Alan', 'Margaret', 'Donald', 'Radia'];
const LAST_NAMES = ['Lovelace', 'Hopper', 'Dijkstra', 'Liskov', 'Turing', 'Hamilton', 'Knuth', 'Perlman'];
const PLANS = ['free', 'team', 'business', 'enterprise'];
const DAY_SECONDS = 86_400;

/** What contact `n` holds, where one is created every so many seconds. Times are Unix seconds. */
export function contactNumber(n, everySeconds = 1) {
  return {
    id: ID_PREFIX + n.toString(16).padStart(8, '0'),
    external_id: `customer-${n}`,
    email: `person-${n}@acme.test`,
    name: `${FIRST_NAMES[n % 8]} ${LAST_NAMES[(n >> 3) % 8]}`,
    phone: `+4930${10_000_000 + n}`,
    created_at: FIRST_CREATED + n * everySeconds,
    custom_attributes: {
      plan: PLANS[n % 4],
      seats: n % 500,
      renewal_at: FIRST_CREATED - (FIRST_CREATED % DAY_SECONDS) + (n % 1000) * DAY_SECONDS,
    },
  };
}

/** The number of the contact with this value in a field; undefined where there is none. */
export function numberOf(field, value) {
  const [, digits] = KEYS[field]?.exec(value) ?? [];
  if (digits === undefined) return undefined;
  return Number.parseInt(digits, field === 'id' ? 16 : 10);
}

const KEYS = {
  id: new RegExp(`^${ID_PREFIX}([0-9a-f]{8})$`),
  external_id: /^customer-(\d+)$/,
  email: /^person-(\d+)@acme\.test$/i,
};

/** How many contacts are created before this time. */
export function createdBefore(seconds, everySeconds) {
  return Math.max(0, Math.ceil((seconds - FIRST_CREATED) / everySeconds));
}

export function csvHeader({ tags = false } = {}) {
  return `external_id,email,name,phone,plan,seats,renewal_at${tags ? ',tags' : ''}\n`;
}

/** The row of contact `n`; with `changed` it declares other seats than the live ones. */
export function csvRow(n, { changed = false, tags = false } = {}) {
  const { external_id, email, name, phone, custom_attributes } = contactNumber(n);
  const { plan, seats, renewal_at } = custom_attributes;
  const day = new Date(renewal_at * 1000).toISOString().slice(0, 10);
  const cells = [external_id, email, name, phone, plan, changed ? seats + 1 : seats, day];
  return `${cells.join(',')}${tags ? `,${TAG.name}` : ''}\n`;
}
