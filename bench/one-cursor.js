// The least that a full scan with one cursor can take: page after page is asked for and parsed; nothing else.
//   node bench/one-cursor.js http://127.0.0.1:1234
const [url] = process.argv.slice(2);

let cursor;
let contacts = 0;
let total;
do {
  const response = await fetch(`${url}/contacts/search`, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer bench',
      'Content-Type': 'application/json',
      'Intercom-Version': '2.16',
    },
    body: JSON.stringify({
      query: { field: 'created_at', operator: '>', value: 0 },
      sort: { field: 'created_at', order: 'ascending' },
      pagination: { per_page: 150, ...(cursor === undefined ? {} : { starting_after: cursor }) },
    }),
  });
  const { data, total_count, pages } = await response.json();
  contacts += data.length;
  total = total_count;
  cursor = pages.next?.starting_after;
} while (cursor !== undefined);
if (contacts !== total) throw new Error(`${contacts} of ${total} contacts came`);
