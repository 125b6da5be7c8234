import { describe, expect, it } from 'vitest';
import { peopleLimitReason } from '../../src/kinds/contact/writing/people-limit.ts';
import type { IntercomFailure } from '../../src/types/intercom.ts';

function refusal(message: string, parts: Partial<IntercomFailure> = {}): IntercomFailure {
  const facts = {
    intercom: true,
    status: 400,
    code: 'parameter_invalid',
    requestId: null,
    outcome: 'refused',
    ...parts,
  };
  return Object.assign(new Error(`POST /contacts: ${message}`), facts) as IntercomFailure;
}

const holding = (people: number) => ({ countContacts: async () => people });

describe('the limit of a development workspace', () => {
  it.each([
    '400 client_error: You have reached the maximum number of contacts for your plan',
    '402 api_plan_restricted: This test app is limited to 20 users',
    '422 unprocessable: too many leads',
  ])('is read from the answer: %s', async (message) => {
    const status = Number(message.slice(0, 3));
    const reason = await peopleLimitReason(refusal(message, { status }), holding(0));
    expect(reason).toContain(message);
    expect(reason).toContain('at most 20 people, and this may be it');
  });

  it('is guessed where the workspace holds exactly twenty', async () => {
    const failure = refusal('400 parameter_invalid: cannot create');
    expect(await peopleLimitReason(failure, holding(20))).toContain('development workspace');
    for (const people of [0, 19, 21, 50_000])
      expect(await peopleLimitReason(failure, holding(people))).toBeUndefined();
  });

  it.each([
    '400 parameter_invalid: name exceeds the maximum length of 255 characters for a contact',
    '400 custom_data_limit_reached: the app has reached its maximum of 250 attributes',
    '400 parameter_invalid: email is invalid',
  ])('is not read into: %s', async (message) => {
    expect(await peopleLimitReason(refusal(message), holding(5_000))).toBeUndefined();
  });

  it('is not looked for where the answer means something else, or is lost', async () => {
    const counted = { countContacts: () => Promise.reject(new Error('must not be asked')) };
    for (const status of [401, 403, 404, 409, 410, 429, 500])
      expect(
        await peopleLimitReason(refusal('limit of contacts reached', { status }), counted),
      ).toBeUndefined();
    const lost = refusal('limit of contacts reached', { outcome: 'unknown' });
    expect(await peopleLimitReason(lost, counted)).toBeUndefined();
  });

  it('does not hide the refusal behind a count that fails', async () => {
    const broken = { countContacts: () => Promise.reject(refusal('500 server_error', { status: 500 })) };
    expect(await peopleLimitReason(refusal('400 parameter_invalid: no'), broken)).toBeUndefined();
  });
});
