import { Flags } from '@oclif/core';
import { badToken, TOKEN_FD } from '../manifest/token.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { hide } from './redact.ts';
import type { Terminal } from './terminal.ts';
import { UsageError, usageError } from './usage.ts';

/** For every command that talks to Intercom. */
export const tokenFlag = {
  'token-fd': Flags.string({
    helpValue: 'N',
    description: 'Read the access token from file descriptor N: --token-fd 3 3<<<"$TOKEN".',
  }),
};

/** Tokens of Intercom have less than a hundred bytes; servers refuse headers of more than 8 to 16 KB. */
const MOST_BYTES = 4096;
const EXAMPLE = 'interform plan --token-fd 3 3<<<"$TOKEN"';

/**
 * A terminal whose environment contains the token of `--token-fd`, under a key that no variable can have. So it is used, keys
 * masks and is redacted like a token in a variable. The environment of the process does not change.
 */
export async function withTokenFrom(
  written: string,
  terminal: Terminal,
  { readsData }: { /** True where standard input holds rows. */ readonly readsData: boolean },
): Promise<Terminal> {
  const token = await tokenFrom(written, terminal, readsData);
  hide(token);
  return { ...terminal, env: { ...terminal.env, [TOKEN_FD]: token } };
}

async function tokenFrom(written: string, terminal: Terminal, readsData: boolean): Promise<string> {
  // The value is not repeated: it may be the token itself.
  if (!/^\d{1,9}$/.test(written)) throw refused('--token-fd takes the number of a file descriptor');
  const fd = Number(written);
  if (fd === 1 || fd === 2)
    throw refused(`--token-fd ${fd} is standard ${fd === 1 ? 'output' : 'error'}, which is for output`);
  if (fd === 0 && readsData) throw refused('--token-fd 0 and --data both read standard input');
  const held = await terminal.descriptor(fd, MOST_BYTES + 1);
  if ('problem' in held) throw refused(`file descriptor ${fd} gives no token`, held.problem);
  if (held.bytes.length > MOST_BYTES)
    throw refused(`file descriptor ${fd} gives no token`, `it holds more than ${MOST_BYTES} bytes`);
  // latin1 keeps every byte, so that bytes which are not text are refused as characters that no token has.
  const token = Buffer.from(held.bytes)
    .toString('latin1')
    .replace(/\r?\n$/, '');
  if (token === '') throw refused(`file descriptor ${fd} gives no token`, 'it is empty');
  const problem = badToken(token, `file descriptor ${fd}`);
  if (problem !== undefined) throw new UsageError([problem]);
  return token;
}

function refused(summary: string, detail?: string): UsageError {
  const finding: Diagnostic = usageError('bad-token-fd', summary, `for example ${EXAMPLE}`);
  return new UsageError([{ ...finding, ...(detail === undefined ? {} : { detail }) }]);
}
