import type { JsonObject } from '../../types/json.ts';
import { type AttributeUse, mailbox, PROBE_ATTRIBUTES, PROBE_TAG, ProbeNames } from './names.ts';
import { NotProbed } from './not-probed.ts';
import { type Asked, accepted, failed, type Reply, type Wire } from './wire.ts';

/** Development workspaces hold 20 people (intercom 2.1); a probe leaves room for those who are there. */
const MOST_ALIVE = 15;

/** A contact that the probe made. */
export interface ProbeContact {
  readonly id: string;
  readonly external_id: string;
  readonly email: string;
}

export interface DeskOptions {
  readonly wire: Wire;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** The `index_lag` of the store, in milliseconds. */
  readonly indexLagMs: number;
}

/** What the checks of one probe work with: its requests, and the objects of its own, which are cleared away afterwards. */
export class Desk {
  readonly wire: Wire;
  readonly now: DeskOptions['now'];
  readonly sleep: DeskOptions['sleep'];
  readonly indexLagMs: number;
  /** Ids of contacts that are there now. */
  readonly alive = new Set<string>();
  /** External ids of users that may be there, or come yet: by a request without a clear answer, or by a bulk job. */
  readonly awaited = new Map<string, 'request' | 'job'>();
  readonly names: ProbeNames;

  constructor({ wire, now, sleep, indexLagMs }: DeskOptions) {
    this.wire = wire;
    this.now = now;
    this.sleep = sleep;
    this.indexLagMs = indexLagMs;
    this.names = new ProbeNames(now());
  }

  /** What Intercom said; rejects with NotProbed where it failed instead, since that is no answer to the question. */
  async ask(asked: Asked): Promise<Reply> {
    const answer = await this.wire.ask(asked);
    if (failed(answer)) throw new NotProbed(`${asked.method} ${asked.path} answered ${answer.words}`);
    return answer;
  }

  /** The answer; rejects with NotProbed where Intercom refuses what has to work before the question can be asked. */
  async need(asked: Asked): Promise<JsonObject> {
    const answer = await this.ask(asked);
    if (accepted(answer)) return answer.body;
    throw new NotProbed(`${asked.method} ${asked.path} answered ${answer.words}`);
  }

  /** A new user, who gets no mail. */
  async user(): Promise<ProbeContact> {
    const name = this.names.next();
    return this.#made({ external_id: name, email: mailbox(name) });
  }

  /** A new lead; with the email of a user it can be merged into that one. */
  async lead(email?: string): Promise<ProbeContact> {
    return this.#made({ role: 'lead', email: email ?? mailbox(this.names.next()) });
  }

  async #made(body: { readonly role?: 'lead'; readonly external_id?: string; readonly email: string }) {
    if (this.alive.size + this.awaited.size >= MOST_ALIVE)
      throw new NotProbed(`the probe may have ${MOST_ALIVE} contacts at a time`);
    const { external_id = '' } = body;
    if (external_id !== '') this.awaited.set(external_id, 'request');
    const asked = {
      method: 'POST',
      path: '/contacts',
      body: { ...body, unsubscribed_from_emails: true },
    } as const;
    const answer = await this.ask(asked);
    // Without a clear answer it may be there.
    this.awaited.delete(external_id);
    if (!accepted(answer)) throw new NotProbed(`POST /contacts answered ${answer.words}`);
    const id = String(answer.body['id']);
    this.alive.add(id);
    return { id, external_id, email: body.email };
  }

  /** Deletes a contact for good. */
  async remove(id: string): Promise<void> {
    await this.need({ method: 'DELETE', path: `/contacts/${id}` });
    this.alive.delete(id);
  }

  /** The id of the tag of all probes. */
  async tag(): Promise<string> {
    const { id } = await this.need({ method: 'POST', path: '/tags', body: { name: PROBE_TAG } });
    return String(id);
  }

  /** One of the attributes of all probes, live: found by its name, brought back or made. */
  async attribute(use: AttributeUse): Promise<JsonObject> {
    const { name, data_type, options } = PROBE_ATTRIBUTES[use];
    const found = await this.findAttribute(use);
    if (found === undefined) {
      const list = options === undefined ? {} : { options: options.map((value) => ({ value })) };
      const body = { name, model: 'contact', data_type, ...list };
      return this.need({ method: 'POST', path: '/data_attributes', body });
    }
    if (found['archived'] !== true) return found;
    const back = await this.need({
      method: 'PUT',
      path: `/data_attributes/${String(found['id'])}`,
      body: { archived: false },
    });
    if (back['archived'] === false) return back;
    throw new NotProbed(`the attribute ${name} is archived and does not come back`);
  }

  /** The attribute as it is, archived or not; undefined where no probe has made it yet. */
  async findAttribute(use: AttributeUse): Promise<JsonObject | undefined> {
    const { data } = await this.need({
      method: 'GET',
      path: '/data_attributes?model=contact&include_archived=true',
    });
    const rows = Array.isArray(data) ? (data as readonly JsonObject[]) : [];
    return rows.find((row) => row['name'] === PROBE_ATTRIBUTES[use].name);
  }
}
