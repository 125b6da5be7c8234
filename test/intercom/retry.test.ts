import { describe, expect, it } from 'vitest';
import { ME } from '../../src/app/me.ts';
import { IntercomError } from '../../src/intercom/error.ts';
import { MAX_WAITS, type Repeat, waitAfterLimit, waitBeforeRetry } from '../../src/intercom/retry.ts';
import { clientOver, json, refusal, rejection, START } from './client-under-test.ts';

const PUT = { method: 'PUT', path: '/contacts/ada', body: { name: 'Ada' } } as const;
const CREATE = { method: 'POST', path: '/contacts', body: { role: 'lead', email: 'ada@acme.test' } } as const;
const TAG = { method: 'POST', path: '/contacts/ada/tags', body: { id: '7' } } as const;

function networkFailure(code: string, syscall?: string): TypeError {
  const cause = Object.assign(new Error(`${syscall ?? 'read'} ${code}`), {
    code,
    ...(syscall ? { syscall } : {}),
  });
  return new TypeError('fetch failed', { cause });
}

function wait(
  family: 'server' | 'network' | 'timeout' | 'malformed' | 'rejected',
  repeat: Repeat,
  retries = 0,
) {
  return waitBeforeRetry({ failure: new IntercomError({ family }), repeat, retries, random: () => 0.5 });
}

describe('what is sent again', () => {
  it.each(['server', 'network', 'timeout'] as const)(
    'a read or repeatable write after %s, twice at most',
    (family) => {
      expect(wait(family, 'read')).toBe(500);
      expect(wait(family, 'write')).toBe(500);
      expect(wait(family, 'read', 1)).toBe(1000);
      expect(wait(family, 'read', 2)).toBeUndefined();
      expect(wait(family, 'create')).toBeUndefined();
    },
  );

  it('an unreadable answer only where nothing was written', () => {
    expect(wait('malformed', 'read')).toBe(500);
    expect(wait('malformed', 'write')).toBeUndefined();
    expect(wait('malformed', 'create')).toBeUndefined();
  });

  it('never what Intercom refused by a rule, nor an untrusted certificate', () => {
    expect(wait('rejected', 'read')).toBeUndefined();
    const failure = new IntercomError({ family: 'network', code: 'certificate' });
    expect(waitBeforeRetry({ failure, repeat: 'read', retries: 0, random: () => 0.5 })).toBeUndefined();
  });
});

describe('how long a 429 is waited for', () => {
  const rate = { limit: 83, remaining: 0, resetMs: START + 7000 };
  const facts = { retryAfterMs: null, rate, serverNowMs: START, waits: 0, random: () => 0 };

  it('until Reset by the clock of the server when the window is used up', () => {
    expect(waitAfterLimit(facts)).toBe(7000);
    expect(waitAfterLimit({ ...facts, random: () => 0.5 })).toBe(7100);
  });
  it('as long as Retry-After says, if it is there', () => {
    expect(waitAfterLimit({ ...facts, retryAfterMs: 3000 })).toBe(3000);
  });
  it('ever longer when Intercom is overloaded, that is when some are remaining', () => {
    const overloaded = { ...facts, rate: { ...rate, remaining: 40 } };
    expect([0, 1, 2, 9].map((waits) => waitAfterLimit({ ...overloaded, waits }))).toEqual([
      500, 1000, 2000, 10_000,
    ]);
  });
  it('ever longer when there are no headers or Reset has passed', () => {
    expect(waitAfterLimit({ ...facts, rate: undefined })).toBe(500);
    expect(waitAfterLimit({ ...facts, serverNowMs: START + 8000 })).toBe(500);
  });
  it('not for ever', () => {
    expect(waitAfterLimit({ ...facts, waits: MAX_WAITS })).toBeUndefined();
    expect(waitAfterLimit({ ...facts, retryAfterMs: 3_600_000 })).toBeUndefined();
  });
});

describe('a write', () => {
  it('that creates is sent once when the answer is a 5xx, and its outcome is unknown', async () => {
    const { client, clock, sent } = clientOver(() => refusal(503, 'service_unavailable', 'busy'));
    const error = await rejection(clock.until(client.send(CREATE, { creates: true })));
    expect(error).toMatchObject({
      status: 503,
      outcome: 'unknown',
      requestId: 'req-ada',
      code: 'service_unavailable',
    });
    expect(sent).toHaveLength(1);
    expect(client.counts()).toEqual({ reads: 0, writes: 1, retried: 0 });
  });

  it('that creates is sent once when the connection breaks, and its outcome is unknown', async () => {
    const { client, clock, sent } = clientOver(() => {
      throw networkFailure('ECONNRESET');
    });
    const error = await rejection(clock.until(client.send(CREATE, { creates: true })));
    expect(error).toMatchObject({ status: null, code: 'network', outcome: 'unknown' });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['ECONNREFUSED', 'connect'],
    ['ENOTFOUND', 'getaddrinfo'],
    ['EHOSTUNREACH', 'connect'],
    ['UND_ERR_CONNECT_TIMEOUT', undefined],
    ['SELF_SIGNED_CERT_IN_CHAIN', undefined],
  ])('that never left, because of %s, is known to be refused', async (code, syscall) => {
    const { client, clock } = clientOver(() => {
      throw networkFailure(code, syscall);
    });
    const error = await rejection(clock.until(client.send(CREATE, { creates: true })));
    expect(error).toMatchObject({ family: 'network', outcome: 'refused' });
    expect(error.message).toContain(code);
  });

  it('that creates waits for a 429 and goes again, since it was not executed', async () => {
    const limit = {
      'X-RateLimit-Limit': '83',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': '1794441604',
    };
    const date = new Date(START).toUTCString();
    const { client, clock, sent } = clientOver((_, count) =>
      count <= 2
        ? refusal(429, 'rate_limit_exceeded', 'Exceeded rate limit of 83 in 10_seconds', { ...limit, date })
        : json({ id: 'ada' }),
    );
    expect(await clock.until(client.send(CREATE, { creates: true }))).toEqual({ id: 'ada' });
    expect(sent).toHaveLength(3);
    expect(sent[1]?.at).toBeGreaterThanOrEqual(START + 4000);
    expect(client.counts()).toEqual({ reads: 0, writes: 1, retried: 2 });
  });

  it('gives up on a 429 that never ends', async () => {
    const { client, clock, sent } = clientOver(() => refusal(429, 'too_many_requests', 'overloaded'));
    const error = await rejection(clock.until(client.send(CREATE, { creates: true })));
    expect(error).toMatchObject({ family: 'rate-limited', outcome: 'refused' });
    expect(sent).toHaveLength(1 + MAX_WAITS);
  });

  it.each([PUT, TAG, { method: 'DELETE', path: '/contacts/ada/tags/7' } as const])(
    'that can be repeated is tried three times: $method $path',
    async (request) => {
      const { client, clock, sent } = clientOver(() => refusal(500, 'server_error', 'Server Error'));
      const error = await rejection(clock.until(client.send(request)));
      expect(error).toMatchObject({ outcome: 'unknown', status: 500 });
      expect(sent).toHaveLength(3);
      expect(client.counts()).toEqual({ reads: 0, writes: 1, retried: 2 });
    },
  );

  it('that is refused after a try which may have taken effect stays unknown', async () => {
    const { client, clock } = clientOver((_, count) =>
      count === 1
        ? refusal(502, 'server_error', 'Bad Gateway')
        : refusal(404, 'not_found', 'Resource Not Found'),
    );
    const error = await rejection(
      clock.until(client.send({ method: 'DELETE', path: '/contacts/ada/tags/7' })),
    );
    expect(error).toMatchObject({ status: 404, outcome: 'unknown' });
  });

  it.each(['', '<html>welcome</html>', '"ok"'])(
    'answered 200 with %j is unknown and not sent again',
    async (text) => {
      const { client, clock, sent } = clientOver(
        () => new Response(text, { headers: { 'x-request-id': 'r7' } }),
      );
      const error = await rejection(clock.until(client.send(PUT)));
      expect(error).toMatchObject({ family: 'malformed', status: 200, outcome: 'unknown', requestId: 'r7' });
      expect(sent).toHaveLength(1);
    },
  );

  it('may be a DELETE that answers nothing', async () => {
    const { client, clock } = clientOver(() => new Response(''));
    expect(await clock.until(client.send({ method: 'DELETE', path: '/tags/7' }))).toEqual({});
  });

  it.each([
    ['POST', 201, '{"id":"7"}', { id: '7' }],
    ['POST', 202, '{"id":"7"}', { id: '7' }],
    ['POST', 202, '', {}],
    ['PUT', 204, null, {}],
  ] as const)('may be a %s that answers %d with the body %j', async (method, status, text, body) => {
    const { client, clock, sent } = clientOver(() => new Response(text, { status }));
    expect(await clock.until(client.send({ method, path: '/tags', body: { name: 'VIP' } }))).toEqual(body);
    expect(sent).toHaveLength(1);
  });

  it('that answers 201 with nothing may have taken effect', async () => {
    const { client, clock } = clientOver(() => new Response('', { status: 201 }));
    expect(await rejection(clock.until(client.send(CREATE)))).toMatchObject({ outcome: 'unknown' });
  });

  it('that gets no answer in time is unknown, even where fetch does not listen to its signal', async () => {
    const { client } = clientOver(() => new Promise<never>(() => undefined), { timeoutMs: 1 });
    const error = await rejection(client.send(CREATE, { creates: true }));
    expect(error).toMatchObject({ family: 'timeout', code: 'timeout', outcome: 'unknown', status: null });
  });

  it('does not follow a redirect, which would carry the token along', async () => {
    const { client, clock, sent } = clientOver(
      () => new Response('', { status: 302, headers: { location: 'https://elsewhere.test/contacts' } }),
    );
    expect(await rejection(clock.until(client.send(CREATE)))).toMatchObject({
      family: 'redirected',
      outcome: 'refused',
    });
    expect(sent).toHaveLength(1);
  });

  it.each(['/contacts/../me', '/contacts/%2e%2E/tags', '//elsewhere.test/x', 'contacts'])(
    'with the path %s is refused before it is sent',
    async (path) => {
      const { client, sent } = clientOver(() => json({}));
      expect(await rejection(client.send({ ...PUT, path }))).toMatchObject({ code: 'invalid-path' });
      expect(sent).toHaveLength(0);
    },
  );
});

describe('a read', () => {
  it.each(['', '<html>busy</html>', 'null'])('answered 200 with %j is sent again', async (text) => {
    const me = { id: '1', app: { id_code: 'acme', name: 'Acme' } };
    const { reader, clock, sent } = clientOver((_, count) => (count === 1 ? new Response(text) : json(me)));
    expect(await clock.until(reader.get(ME))).toMatchObject(me);
    expect(sent).toHaveLength(2);
    expect(reader.counts()).toEqual({ reads: 1, writes: 0, retried: 1 });
  });

  it.each([401, 403, 400, 422])('answered %d is not sent again', async (status) => {
    const { reader, clock, sent } = clientOver(() => refusal(status, 'unauthorized', 'Access Token Invalid'));
    expect(await rejection(clock.until(reader.get(ME)))).toMatchObject({ status, outcome: 'refused' });
    expect(sent).toHaveLength(1);
  });

  it('of a dead host fails after three tries with what the system said', async () => {
    const { reader, clock, sent } = clientOver(() => {
      throw new TypeError('fetch failed', {
        cause: new AggregateError([
          Object.assign(new Error('connect ECONNREFUSED ::1:4010'), { code: 'ECONNREFUSED' }),
        ]),
      });
    });
    const error = await rejection(clock.until(reader.get(ME)));
    expect(error.message).toBe('GET /me: network: ECONNREFUSED: connect ECONNREFUSED ::1:4010');
    expect(sent).toHaveLength(3);
  });

  it('backs off with full jitter: half of 1 s, then half of 2 s', async () => {
    const { reader, clock, sent } = clientOver(() => refusal(500, 'server_error', 'Server Error'));
    await rejection(clock.until(reader.get(ME)));
    expect(sent.map(({ at }) => at - START)).toEqual([0, 500, 1500]);
  });
});

describe('a stopped run', () => {
  it('lets the running request finish and starts no other', async () => {
    const stop = new AbortController();
    const { client, clock, sent } = clientOver(
      async () => {
        stop.abort();
        return json({ id: 'ada' });
      },
      { signal: stop.signal },
    );
    expect(await clock.until(client.send(PUT))).toEqual({ id: 'ada' });
    expect(await rejection(client.send(PUT))).toMatchObject({
      family: 'interrupted',
      outcome: 'refused',
      status: null,
    });
    expect(sent).toHaveLength(1);
  });

  it('does not retry: what came of the first try is what is reported', async () => {
    const stop = new AbortController();
    const { client, clock, sent } = clientOver(
      () => {
        stop.abort();
        return refusal(500, 'server_error', 'Server Error');
      },
      { signal: stop.signal },
    );
    expect(await rejection(clock.until(client.send(PUT)))).toMatchObject({ status: 500, outcome: 'unknown' });
    expect(sent).toHaveLength(1);
  });
});

describe('a stopped read', () => {
  it('is reported as what its one try came to', async () => {
    const stop = new AbortController();
    const { reader, clock, sent } = clientOver(
      () => {
        stop.abort();
        return refusal(500, 'server_error', 'Server Error');
      },
      { signal: stop.signal },
    );
    expect(await rejection(clock.until(reader.contact('ada')))).toMatchObject({
      family: 'server',
      status: 500,
    });
    expect(sent).toHaveLength(1);
  });
});

describe('what is given up', () => {
  const unanswered = () => new Promise<Response>(() => {});
  const unended = () => new Response(new ReadableStream(), { status: 200 });

  it.each([
    ['is not answered', unanswered],
    ['is being answered', unended],
  ])('is a read that %s: it was sent, and nothing says otherwise', async (_, answer) => {
    const stop = new AbortController();
    const { reader, clock, sent } = clientOver(
      () => {
        setImmediate(() => stop.abort());
        return answer();
      },
      { signal: stop.signal, giveUp: stop.signal },
    );
    expect(await rejection(clock.until(reader.contact('ada')))).toMatchObject({
      family: 'interrupted',
      outcome: 'refused',
      status: null,
      messages: ['stopped before it was answered'],
    });
    expect(sent).toHaveLength(1);
  });

  it('is no write', async () => {
    const stop = new AbortController();
    const { client, clock, sent } = clientOver(
      async () => {
        stop.abort();
        await new Promise((resolve) => setImmediate(resolve));
        return json({ id: 'ada' });
      },
      { signal: stop.signal, giveUp: stop.signal },
    );
    expect(await clock.until(client.send(PUT))).toEqual({ id: 'ada' });
    expect(sent).toHaveLength(1);
  });

  it('is told from what was never sent', async () => {
    const stop = new AbortController();
    stop.abort();
    const { reader, clock, sent } = clientOver(unanswered, { signal: stop.signal, giveUp: stop.signal });
    expect(await rejection(clock.until(reader.contact('ada')))).toMatchObject({
      family: 'interrupted',
      messages: ['stopped before it was sent'],
    });
    expect(sent).toEqual([]);
  });
});

describe('the counts and the meter', () => {
  it('keep requests in flight within the bound and count each first try once', async () => {
    let inFlight = 0;
    let most = 0;
    const events: string[] = [];
    const { client, clock } = clientOver(
      async () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await clock.sleep(50);
        inFlight -= 1;
        return json({ id: 'ada' });
      },
      {
        maxInFlight: 5,
        onRequest: (event) => events.push(`${event.method} ${event.status} ${event.durationMs}`),
      },
    );
    await clock.until(Promise.all(Array.from({ length: 60 }, () => client.send(PUT))));
    expect(most).toBe(5);
    expect(client.counts()).toEqual({ reads: 0, writes: 60, retried: 0 });
    expect(events).toHaveLength(60);
    expect(events[0]).toBe('PUT 200 50');
  });
});
