import { IntercomClient } from 'intercom-client';

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
