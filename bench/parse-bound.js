// The least that a plan of this file can take: csv-parse reads the file and fetch().json() the pages that a plan looks up;
// nothing else.
//   node bench/parse-bound.js '{"file":"people.csv","url":"http://127.0.0.1:1234","count":10000,"first":0,"fields":["external_id"]}'
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { contactNumber } from './contacts.js';

const KEYS_PER_GROUP = 15;
const KEYS_PER_PAGE = 150;
const AT_ONCE = 8;

const { file, url, count, first, fields } = JSON.parse(process.argv[2]);

let rows = 0;
for await (const _row of createReadStream(file).pipe(parse())) rows += 1;
if (rows !== count + 1) throw new Error(`${rows} rows instead of ${count + 1}`);

const pages = pagesToAsk();
await Promise.all(Array.from({ length: AT_ONCE }, ask));

function* pagesToAsk() {
  for (const field of fields)
    for (let from = first; from < first + count; from += KEYS_PER_PAGE)
      yield { field, from, to: Math.min(from + KEYS_PER_PAGE, first + count) };
}

async function ask() {
  for (const page of pages) {
    const response = await fetch(`${url}/contacts/search`, {
      method: 'POST',
      headers: { Authorization: 'Bearer bench', 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: queryOf(page), pagination: { per_page: KEYS_PER_PAGE } }),
    });
    const { data } = await response.json();
    if (!Array.isArray(data)) throw new Error('no list came');
  }
}

function queryOf({ field, from, to }) {
  const groups = [];
  for (let start = from; start < to; start += KEYS_PER_GROUP) {
    const value = [];
    for (let n = start; n < Math.min(start + KEYS_PER_GROUP, to); n++)
      value.push({ field, operator: '=', value: contactNumber(n)[field] });
    groups.push({ operator: 'OR', value });
  }
  return { operator: 'OR', value: groups };
}
