import { type IntercomWriter, isIntercomFailure } from '../../types/intercom.ts';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';

/** A request of a probe, as data. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: JsonObject;
  /** The Intercom-Version of this request, where it is not that of the project. */
  readonly version?: string;
}

/** What came back: a refusal is an answer here. */
export interface Reply {
  readonly status: number;
  /** Empty for a refusal. */
  readonly body: JsonObject;
  /** What Intercom said to a refusal, with the status: `400 parameter_invalid`. */
  readonly words: string;
}

/** Refusals that say nothing about the question: the token, or too many requests. Nor does an answer that cannot be read. */
const UNTOLD: ReadonlySet<number> = new Set([401, 408, 429]);

/** Sends the requests of a probe one after the other. */
export class Wire {
  readonly #client: IntercomWriter & { rate(): { readonly remaining: number | null } };

  constructor(client: IntercomWriter & { rate(): { readonly remaining: number | null } }) {
    this.#client = client;
  }

  /** Rejects with an IntercomFailure where no answer came, or one that says nothing about the question. */
  async ask({ method, path, body, version }: Asked): Promise<Reply> {
    const data = {
      ...(body === undefined ? {} : { body }),
      ...(version === undefined ? {} : { version }),
    };
    try {
      const answer =
        method === 'GET' || onlyReads(path)
          ? await this.#client.get({ path, ...data, read: (found) => found })
          : await this.#client.send({ method, path, ...data }, { creates: method === 'POST' });
      return { status: 200, body: objectOf(answer), words: '200' };
    } catch (error) {
      if (!isIntercomFailure(error) || error.status === null) throw error;
      if (error.status < 400 || UNTOLD.has(error.status)) throw error;
      return { status: error.status, body: {}, words: `${error.status} ${error.code}` };
    }
  }

  /** What was left of the rate limit before the last request; null where the answers do not say. */
  get remaining(): number | null {
    return this.#client.rate().remaining;
  }
}

/** Whether Intercom failed: that says nothing about what was asked. */
export function failed({ status }: Reply): boolean {
  return status >= 500;
}

/** Whether a request was accepted. */
export function accepted({ status }: Reply): boolean {
  return status < 300;
}

function onlyReads(path: string): boolean {
  return path.endsWith('/search');
}

function objectOf(answer: Json): JsonObject {
  return isJsonObject(answer) ? answer : {};
}
