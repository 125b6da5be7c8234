import type { ProbeCheck } from '../check.ts';
import { PROBE_ATTRIBUTES } from '../names.ts';
import { accepted } from '../wire.ts';
import { keptValue } from './kept-value.ts';

/** "up to 255 characters" (intercom 3.5). */
const TOO_LONG = 256;

/** intercom 9.6. */
export const longText: ProbeCheck<'long_text'> = {
  name: 'long_text',
  question: 'What becomes of a text of 256 characters?',
  async try(desk) {
    await desk.attribute('text');
    const { id } = await desk.user();
    const path = `/contacts/${id}`;
    const { name } = PROBE_ATTRIBUTES.text;
    const sent = { [name]: 'x'.repeat(TOO_LONG) };
    const answer = await desk.ask({ method: 'PUT', path, body: { custom_attributes: sent } });
    if (!accepted(answer)) return { found: 'refused', how: `an update with it: ${answer.words}` };
    const kept = keptValue(await desk.need({ method: 'GET', path }), name);
    const length = typeof kept === 'string' ? kept.length : 0;
    return {
      found: length >= TOO_LONG ? 'kept' : 'truncated',
      how: `an update with it: ${answer.words}, and ${length} characters are there`,
    };
  },
};
