import type { IntercomFailure } from './intercom.ts';

/** Fewer rows came than Intercom said there are (law 10); thrown by a part that joins several answers. */
export class IncompleteAnswer extends Error implements IntercomFailure {
  override readonly name = 'IncompleteAnswer';
  readonly intercom = true;
  readonly status = null;
  readonly code = 'incomplete';
  readonly requestId = null;
  readonly outcome = 'refused';

  /** `call` as in `POST /contacts/search`; `total` is Infinity where Intercom did not say it. */
  constructor(call: string, { came, total, what }: { came: number; total: number; what: string }) {
    const said = Number.isFinite(total) ? total : 'an unknown number of';
    super(`${call}: incomplete: ${came} of ${said} ${what} arrived`);
  }
}
