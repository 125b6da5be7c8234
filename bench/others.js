import { IntercomClient } from 'intercom-client';
import { personNumber } from './people-mix.js';

/** What an import tutorial does: one POST after the other. */
export async function importOneByOne(url, people) {
  for (const person of people) {
    const answer = await fetch(`${url}/contacts`, {
      method: 'POST',
      headers: {
        Authorization: 'Bearer bench',
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'Intercom-Version': '2.16',
      },
      body: JSON.stringify({ role: 'user', ...person }),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
}

/** The official SDK with this many requests in flight. */
export async function importWithSdk(url, people, inFlight) {
  const client = new IntercomClient({ token: 'bench', baseUrl: url, environment: url });
  let next = 0;
  const worker = async () => {
    while (next < people.length) {
      const person = people[next++];
      await client.contacts.create({ role: 'user', ...person });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

/** The official SDK with this many requests in flight: each person is searched for, then created or updated. */
export async function upsertWithSdk(url, { count, mix, inFlight }) {
  const client = new IntercomClient({ token: 'bench', baseUrl: url, environment: url });
  let next = 0;
  const worker = async () => {
    while (next < count) await upserted(client, personNumber(next++, mix), mix);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

async function upserted(client, { external_id, email, name, fate }, mix) {
  const found = await firstFound(client, 'external_id', external_id, 'user');
  const { id } =
    found === undefined
      ? await client.contacts.create({ role: 'user', external_id, email, name })
      : await client.contacts.update({ contact_id: found.id, name });
  if (mix.fresh === 100) return;
  await client.tags.tagContact({ contact_id: id, id: '7' });
  if (fate !== 'lead') return;
  const lead = await firstFound(client, 'email', email, 'lead');
  if (lead !== undefined) await client.contacts.mergeLeadInUser({ from: lead.id, into: id });
}

async function firstFound(client, field, value, role) {
  const page = await client.contacts.search({ query: { field, operator: '=', value } });
  return page.data.find((contact) => contact.role === role);
}
