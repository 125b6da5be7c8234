import type { ProbeCheck } from '../check.ts';
import { PROBE_ATTRIBUTES } from '../names.ts';
import { accepted } from '../wire.ts';
import { keptValue } from './kept-value.ts';

const WORD = 'seven';

/** intercom 9.7. */
export const wrongType: ProbeCheck<'wrong_type'> = {
  name: 'wrong_type',
  question: 'What becomes of a text where a whole number belongs?',
  async try(desk) {
    await desk.attribute('number');
    const { id } = await desk.user();
    const path = `/contacts/${id}`;
    const { name } = PROBE_ATTRIBUTES.number;
    const answer = await desk.ask({ method: 'PUT', path, body: { custom_attributes: { [name]: WORD } } });
    if (!accepted(answer)) return { found: 'refused', how: `an update with "${WORD}": ${answer.words}` };
    const kept = keptValue(await desk.need({ method: 'GET', path }), name) ?? null;
    return {
      found: kept === WORD ? 'kept' : 'ignored',
      how: `an update with "${WORD}": ${answer.words}, and ${JSON.stringify(kept)} is there`,
    };
  },
};
