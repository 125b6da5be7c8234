// Which contacts a scan of the stand-in finds. They are numbered by creation, so a range of days is a range of numbers.
import { createdBefore } from './contacts.js';

const DAY_SECONDS = 86_400;

/**
 * What a search by creation, tag, role or ends of ids finds: `count`, the numbers `behind` one of them, and the `last`, newest
 * first. Days are compared as a workspace in UTC does (intercom 4.6.4).
 */
export function scanned(query, { live, everySeconds, hasTag }) {
  const { from, to, endings } = within(query);
  // Ids end in the number, in hexadecimal.
  const rests = endings?.map((ending) => [16 ** ending.length, Number.parseInt(ending, 16)]);
  const holds = (n) => rests === undefined || rests.some(([modulus, rest]) => n % modulus === rest);

  function within({ field, operator, value }) {
    const nobody = { from: 0, to: 0 };
    const everybody = { from: 0, to: live };
    if (operator === 'AND') return value.map(within).reduce(inBoth);
    if (operator === 'OR') return value.map(within).reduce(inEither);
    if (field === 'created_at') return { ...everybody, ...createdWithin(operator, value) };
    if (field === 'id' && operator === '$') return { ...everybody, endings: [value] };
    if (field === 'tag_id') return hasTag(value) ? everybody : nobody;
    return value === 'user' || (Array.isArray(value) && value.includes('user')) ? everybody : nobody;
  }

  function createdWithin(operator, seconds) {
    const day = Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS;
    const start = Math.min(live, createdBefore(day, everySeconds));
    const end = Math.min(live, createdBefore(day + DAY_SECONDS, everySeconds));
    if (operator === '<') return { to: start };
    return operator === '>' ? { from: end } : { from: start, to: end };
  }

  function numbers(start, most, step) {
    const found = [];
    for (let n = start; n >= from && n < to && found.length < most; n += step) if (holds(n)) found.push(n);
    return found;
  }

  return {
    count: endings === undefined ? Math.max(0, to - from) : numbers(from, live, 1).length,
    behind: (after, most) => numbers(Math.max(from, after + 1), most, 1),
    last: (most) => numbers(to - 1, most, -1),
  };
}

function inBoth(a, b) {
  return {
    from: Math.max(a.from, b.from),
    to: Math.min(a.to, b.to),
    endings:
      a.endings === undefined ? b.endings : a.endings.filter((one) => !b.endings || b.endings.includes(one)),
  };
}

/** Of neighbouring ranges, such as `<` and `=` of one day, or of the ends of ids. */
function inEither(a, b) {
  const endings = a.endings && b.endings ? [...a.endings, ...b.endings] : undefined;
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), endings };
}
