import type { Role } from '../../../types/person.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Guess } from '../guess.ts';
import { type Choosing, columnNamed, confirmed } from './choose-column.ts';
import { besides, consentGuess, consentOf, consentsIn } from './guess-consent.ts';
import { reportUnclear, roleColumns, roleGuess } from './guess-role.ts';

/** The column that holds roles. There is none where `--role` gives the role of all rows. */
export async function guessRole(
  { columns, given, decisions }: Choosing,
  free: readonly SampledColumn[],
  role: Role | undefined,
): Promise<readonly Guess[]> {
  const named = given.get('role');
  if (named !== undefined) return columnNamed(columns, named).map((column) => roleGuess(column, decisions));
  const found = roleColumns(free);
  if (role === undefined) reportUnclear(found, 'user', decisions);
  if (role !== undefined || found.role === undefined) return [];
  const chosen = await confirmed('role', [found.role], columns, decisions);
  return chosen.map((column) => roleGuess(column, decisions));
}

/** The column that holds who gets no emails, and what is done with other columns about consent. */
export async function guessConsent(
  { columns, given, decisions }: Choosing,
  free: readonly SampledColumn[],
  mapped: readonly Guess[],
): Promise<readonly Guess[]> {
  const named = given.get('unsubscribed_from_emails');
  if (named === '') return [];
  const { emails, others } = consentsIn(free);
  reportOthers(others, decisions.report);
  if (mapped.some(({ field }) => field === 'unsubscribed_from_emails')) return [];
  if (named !== undefined) {
    const given = columnNamed(columns, named).map(consentOf);
    return Promise.all(given.map((consent) => consentGuess(consent, decisions)));
  }
  const left: Guess[] = [];
  for (const [at, best] of emails.entries()) {
    const [chosen] = await confirmed('unsubscribed_from_emails', [best.column], columns, decisions);
    if (chosen === undefined) return left;
    const used = chosen === best.column ? best : consentOf(chosen);
    const guess = await consentGuess(used, decisions);
    left.push(guess);
    if (guess.field === null) continue;
    const beside = emails.slice(at + 1).filter(({ column }) => column !== chosen);
    return [...left, ...beside.map((other) => besides(used, other, decisions))];
  }
  return left;
}

function reportOthers(others: readonly SampledColumn[], report: Choosing['decisions']['report']): void {
  if (others.length === 0) return;
  const names = others.map(({ name }) => JSON.stringify(name));
  report({
    code: 'opt-out-elsewhere',
    severity: 'info',
    summary: `${names.length === 1 ? 'a column says' : `${names.length} columns say`} who opted in or out of something else than all emails`,
    detail: names.slice(0, 10).join(', '),
    help: 'kept as attributes: the only such field of a contact in Intercom is unsubscribed_from_emails',
  });
}
