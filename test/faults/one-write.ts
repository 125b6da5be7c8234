import type { EmulatorRequest, EmulatorResponse } from '../../src/emulator/index.ts';
import type { Between } from '../properties/opened-world.ts';

/** What happens to the first of these writes: whether it takes effect, and what comes back. */
export const FAULTS = {
  '500 before it took effect': { done: false, answer: (answer) => ({ ...answer, status: 500, body: '' }) },
  '500 after it took effect': { done: true, answer: (answer) => ({ ...answer, status: 500, body: '' }) },
  'the connection reset before': { done: false, answer: (answer) => ({ ...answer, dropped: 'reset' }) },
  'the answer lost': { done: true, answer: (answer) => ({ ...answer, dropped: 'lost' }) },
  'an empty 200 after it took effect': {
    done: true,
    answer: (answer) => ({ ...answer, status: 200, body: '' }),
  },
  'an empty 200 without effect': { done: false, answer: (answer) => ({ ...answer, status: 200, body: '' }) },
  'a 200 of HTML': { done: true, answer: (answer) => ({ ...answer, status: 200, body: '<html></html>' }) },
  'a 429': { done: false, answer: (answer) => ({ ...answer, status: 429, body: '' }) },
} satisfies Record<
  string,
  { readonly done: boolean; readonly answer: (answer: EmulatorResponse) => EmulatorResponse }
>;
export type FaultName = keyof typeof FAULTS;

/** Strikes the first write of this method and path, and no other. */
export function strikingFirst(
  write: RegExp,
  fault: FaultName,
): { readonly between: Between; struck(): number } {
  let struck = 0;
  const { done, answer: broken } = FAULTS[fault];
  return {
    struck: () => struck,
    between(request, answer) {
      if (struck > 0 || !write.test(`${request.method} ${new URL(request.url).pathname}`))
        return answer(request);
      struck += 1;
      return broken(done ? answer(request) : untouched(request, answer));
    },
  };
}

/** An answer in form, to a request that reached nobody. */
function untouched(
  request: EmulatorRequest,
  answer: (request: EmulatorRequest) => EmulatorResponse,
): EmulatorResponse {
  return answer({ ...request, method: 'GET', url: 'https://api.intercom.io/me', body: '' });
}
