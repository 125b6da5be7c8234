import type { ProbeCheck } from '../check.ts';
import { accepted } from '../wire.ts';

/** intercom 9.10. Its attribute stays archived where it cannot be brought back: the next probe then tries that same one. */
export const unarchiveAttribute: ProbeCheck<'unarchive_attribute'> = {
  name: 'unarchive_attribute',
  question: 'Can an archived attribute be brought back?',
  async try(desk) {
    const { id, archived } = (await desk.findAttribute('archived')) ?? (await desk.attribute('archived'));
    const path = `/data_attributes/${String(id)}`;
    if (archived !== true) await desk.need({ method: 'PUT', path, body: { archived: true } });
    const answer = await desk.ask({ method: 'PUT', path, body: { archived: false } });
    const isBack = accepted(answer) && (await desk.findAttribute('archived'))?.['archived'] === false;
    return {
      found: isBack ? 'works' : 'refused',
      how: `archived: false to an archived attribute: ${answer.words}${isBack || !accepted(answer) ? '' : ', and it stays archived'}`,
    };
  },
};
