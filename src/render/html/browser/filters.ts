import { thousands } from '../../words/counted.ts';
import { AT, BLOCKED, GRAVE, NO_WORD } from '../report-shape.ts';
import { searched } from './field.ts';
import { byId, element, report, rowAt, word } from './page.ts';

/** Milliseconds without another key before a search begins. */
const PAUSE = 80;
/** The lists to choose from: the id of each is also the name of its column. */
const SELECTS = ['kind', 'action', 'set', 'outcome'] as const;
const ALL = { kind: 'all kinds', action: 'all actions', set: 'all sets', outcome: 'all outcomes' };

type Chosen = Record<(typeof SELECTS)[number], string>;

const NOTHING: Chosen = { kind: '', action: '', set: '', outcome: '' };

/** What is searched for; empty for everything. */
let query = '';
let chosen = NOTHING;
let onlyGrave = false;

/** The text of each row for the search, made when a search first needs it. */
const searchable: (string | undefined)[] = new Array(report.rows.length);

export function isSearching(): boolean {
  return query !== '';
}

export function isFiltered(): boolean {
  return isSearching() || onlyGrave || SELECTS.some((id) => chosen[id] !== '');
}

/** Whether a row passes the search and the filters. */
export function matches(index: number): boolean {
  const row = rowAt(index);
  for (const id of SELECTS) if (chosen[id] !== '' && row[AT[id]] !== Number(chosen[id])) return false;
  if (onlyGrave && !(row[AT.flags] & (GRAVE | BLOCKED))) return false;
  if (query === '') return true;
  const text = textOf(index);
  return query.split(' ').every((one) => text.includes(one));
}

function textOf(index: number): string {
  const known = searchable[index];
  if (known !== undefined) return known;
  const row = rowAt(index);
  const made = [
    ...[row[AT.address], decoded(row[AT.address]), row[AT.source], row[AT.why]],
    ...[row[AT.notes].join(' '), row[AT.also].join(' ')],
    ...row[AT.fields].flatMap((field) => [word(field[0]), searched(field)]),
  ]
    .join('\n')
    .toLowerCase();
  searchable[index] = made;
  return made;
}

/** `ada@acme.test` for `ada%40acme.test`; empty where the address is written plainly. */
function decoded(address: string): string {
  if (!address.includes('%')) return '';
  try {
    return decodeURIComponent(address);
  } catch {
    return '';
  }
}

/** Fills the controls above the rows, and calls `changed` whenever one is used. */
export function startFilters(changed: () => void): void {
  for (const id of SELECTS) fillSelect(id, changed);
  const search = byId<HTMLInputElement>('query');
  let timer: ReturnType<typeof setTimeout> | undefined;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      query = search.value.trim().toLowerCase().replace(/\s+/g, ' ');
      changed();
    }, PAUSE);
  });
  const grave = byId<HTMLInputElement>('grave');
  grave.addEventListener('change', () => {
    onlyGrave = grave.checked;
    changed();
  });
  const hasGrave = report.rows.some((row) => row[AT.flags] & (GRAVE | BLOCKED));
  if (grave.parentElement !== null) grave.parentElement.hidden = !hasGrave;
  byId('reset').addEventListener('click', () => {
    query = '';
    chosen = NOTHING;
    onlyGrave = false;
    for (const id of ['query', ...SELECTS]) byId<HTMLInputElement | HTMLSelectElement>(id).value = '';
    grave.checked = false;
    changed();
    search.focus();
  });
}

function fillSelect(id: (typeof SELECTS)[number], changed: () => void): void {
  const select = byId<HTMLSelectElement>(id);
  const counts = new Map<number, number>();
  for (const row of report.rows) {
    const value = row[AT[id]];
    if (value !== NO_WORD) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  select.append(option('', ALL[id]));
  for (const [value, count] of counts)
    select.append(option(String(value), `${word(value).replace('_', ' ')} (${thousands(count)})`));
  if (select.parentElement !== null) select.parentElement.hidden = counts.size === 0;
  select.addEventListener('change', () => {
    chosen = { ...chosen, [id]: select.value };
    changed();
  });
}

function option(value: string, text: string): HTMLOptionElement {
  const node = element('option', '', text);
  node.value = value;
  return node;
}
