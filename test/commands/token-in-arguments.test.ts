import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/commands/main.ts';
import { tokenInArguments } from '../../src/commands/token-in-arguments.ts';
import { fakeTerminal } from './fake-terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** As Intercom's begin: `tok:` in base64. */
const TOKEN = 'dG9rOmNhbmFyeV85ZjhlN2Q=';
const OWN = 'canary-token-9f8e7d';

/** A token somewhere in a command line; words are told apart by spaces. */
const LINES = [
  `plan --token ${OWN}`,
  `plan --token=${OWN}`,
  `plan --tokens ${OWN}`,
  `plan --access-token ${OWN}`,
  `plan --access_token=${OWN}`,
  `plan --api-key ${OWN}`,
  `plan --password=${OWN}`,
  `plan -token ${OWN}`,
  `plan --token-fd ${OWN}`,
  `plan --token-fd=${OWN}`,
  `plan --token${TOKEN}`,
  `--token ${OWN} plan`,
  `--token=${OWN} plan`,
  `help --token=${OWN}`,
  `plan ${TOKEN}`,
  `plan ${TOKEN} --help`,
  `${TOKEN} plan`,
  `plan --env ${TOKEN}`,
  `plan --env=${TOKEN}`,
  `plan --base-url https://x:${TOKEN}@api.intercom.io`,
  `plan --var token=${TOKEN}`,
  `apply --limit ${TOKEN}`,
  `apply --auto-approve -- ${TOKEN}`,
  `plan --env ${OWN}`,
  `plan INTERCOM_ACCESS_TOKEN=${OWN}`,
  `validate -C ${OWN}`,
  `nonsense ${OWN}`,
];

describe('a token in the command line', () => {
  it.each(LINES)('is refused and not repeated: %s', async (line) => {
    for (const argv of [line.split(' '), ['--json', ...line.split(' ')].sort(byJson)]) {
      const terminal = fakeTerminal({ env: { INTERCOM_ACCESS_TOKEN: OWN } });
      expect(await main(argv, { root, terminal })).toBe(1);
      const shown = terminal.out() + terminal.err();
      expect(shown).toContain('token-in-arguments');
      expect(shown).toContain('--token-fd');
      expect(shown).not.toMatch(/dG9r|canary/);
    }
  });

  it.each([
    'plan --token-fd 3',
    'plan --token-fd=3',
    'plan --target contact/beta/ada@acme.test --allow merge=50',
    `apply --expect sha256:${'0f'.repeat(32)}`,
    'help plan',
    'emulator --token canary-token-9f8e7d',
    `emulator --token=${TOKEN} --port 0`,
    'plan --to 0003 --var key=value',
    '--version',
    '',
  ])('is not seen in: %s', (line) => {
    const argv = line.split(' ').filter((word) => word !== '');
    expect(tokenInArguments(argv, { INTERCOM_ACCESS_TOKEN: OWN, ACME_KEY: 'value' })).toBe(undefined);
  });

  it('is also that of the environment where the project names another variable', () => {
    expect(
      tokenInArguments(['plan', '--env', 'countess-of-lovelace'], { ACME_TOKEN: 'countess-of-lovelace' })
        ?.code,
    ).toBe('token-in-arguments');
    // Whoever has a short one has no secret, and no word may be taken for it.
    expect(tokenInArguments(['plan'], { INTERCOM_TOKEN: 'plan' })).toBe(undefined);
  });
});

/** `--json` behind the other words. */
function byJson(a: string, b: string): number {
  return Number(a === '--json') - Number(b === '--json');
}
