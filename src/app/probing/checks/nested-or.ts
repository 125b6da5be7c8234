import type { ProbeCheck } from '../check.ts';
import { accepted } from '../wire.ts';
import { nobody, searchFor } from './searches.ts';

/** intercom 9.2. */
export const nestedOr: ProbeCheck<'nested_or'> = {
  name: 'nested_or',
  question: 'May a search hold an OR directly in an OR?',
  async try(desk) {
    const group = { operator: 'OR', value: [nobody(1), nobody(2)] };
    const answer = await desk.ask(searchFor({ operator: 'OR', value: [group, group] }));
    return {
      found: accepted(answer) ? 'accepted' : 'refused',
      how: `a search with two OR groups in an OR: ${answer.words}`,
    };
  },
};
