import type { JournalFile, Journals } from '../backend.ts';
import { GroupedAppend } from '../grouped-append.ts';
import { checkedRunId, isRunId } from '../run-id.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RUNS_KEY, runKey } from './redis-keys.ts';

/** The field of a stream's entry that holds the line. */
const FIELD = 'l';
const pageEntries = 250;

/** The journals of a Redis: a stream each. Lines of one append are there together or not at all. */
export function journalStreams(connection: RedisConnection, mode: 'read' | 'write'): Journals {
  return {
    open: async (run) => {
      if (mode === 'read') throw new Error('the store is only read');
      const key = runKey(checkedRunId(run));
      await connection.run((client) => client.zAdd(RUNS_KEY, { score: 0, value: run }));
      return new AppendedStream(connection, key);
    },
    read: (run) => readStream(connection, runKey(checkedRunId(run))),
    list: async () => {
      const runs = await connection.run((client) => client.zRange(RUNS_KEY, 0, -1));
      return runs.map(String).filter(isRunId).sort();
    },
    replace: async (run, lines) => {
      if (mode === 'read') throw new Error('the store is only read');
      await replaceStream(connection, runKey(checkedRunId(run)), lines);
    },
    remove: async (run) => {
      if (mode === 'read') throw new Error('the store is only read');
      const key = runKey(checkedRunId(run));
      await connection.run((client) => client.multi().del(key).zRem(RUNS_KEY, run).exec());
    },
  };
}

/** What stands behind the key of a stream while it is written anew. One that a killed process left is overwritten by the next. */
const ANEW = ':anew';

async function replaceStream(
  connection: RedisConnection,
  key: string,
  lines: AsyncIterable<string>,
): Promise<void> {
  const anew = `${key}${ANEW}`;
  await connection.run((client) => client.del(anew));
  let waiting: string[] = [];
  const write = async () => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    await connection.run(async (client) => {
      const all = client.multi();
      for (const line of group) all.xAdd(anew, '*', { [FIELD]: line });
      await all.exec();
    });
  };
  for await (const line of lines) if (waiting.push(line) >= pageEntries) await write();
  await write();
  await connection.run((client) => client.rename(anew, key));
}

class AppendedStream implements JournalFile {
  readonly #group: GroupedAppend;

  constructor(connection: RedisConnection, key: string) {
    this.#group = new GroupedAppend((lines) =>
      connection.run(async (client) => {
        const all = client.multi();
        for (const line of lines) all.xAdd(key, '*', { [FIELD]: line });
        await all.exec();
      }),
    );
  }

  append(lines: readonly string[]): Promise<void> {
    return this.#group.append(lines);
  }

  close(): Promise<void> {
    return this.#group.end(new Error('the journal is closed'));
  }
}

async function* readStream(connection: RedisConnection, key: string): AsyncGenerator<string> {
  for (let start = '-'; ; ) {
    const from = start;
    const entries = await connection.run((client) => client.xRange(key, from, '+', { COUNT: pageEntries }));
    for (const { message } of entries) {
      const line = message[FIELD];
      if (line !== undefined) yield String(line);
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < pageEntries) return;
    start = after(String(last.id));
  }
}

/** The next id that a stream can have: `1700000000000-7` → `1700000000000-8`. */
function after(id: string): string {
  const [ms = '0', count = '0'] = id.split('-');
  return `${ms}-${BigInt(count) + 1n}`;
}
