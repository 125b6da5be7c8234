import type { Terminal } from './terminal.ts';

/** Names of environment variables whose values are secret. */
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|(?:^|_)KEY(?:$|_)/i;
/** Shorter values would blank out ordinary words. */
const LEAST_LENGTH = 6;
const REDACTED = '[redacted]';

/** What this process has learned to be secret besides its environment: a token of `--token-fd` or `.env`. */
const hidden = new Set<string>();

/** From now on this text is taken out of everything that is shown. */
export function hide(secret: string): void {
  if (secret.length >= LEAST_LENGTH) hidden.add(secret);
}

/** `://user:password@`; the backslash of a quote belongs to the JSON around it. */
const PASSWORD = /(:\/\/[^\s/?#:@"'\\]*:)[^\s/?#"'\\]+@/g;
const BEARER = /\b(Bearer\s+)[^\s"'\\,}]+/gi;

/**
 * Takes secrets out of a text that is about to be shown: those of the environment, what is hidden, bearer tokens, and passwords
 * in addresses.
 */
export function redact(text: string, env: Terminal['env']): string {
  const named = Object.entries(env)
    .filter(([name, value]) => SECRET_NAME.test(name) && (value?.trim().length ?? 0) >= LEAST_LENGTH)
    .map(([, value]) => value?.trim() ?? '');
  const secrets = [...new Set([...named, ...hidden].flatMap(spellingsOf))].sort(
    (a, b) => b.length - a.length,
  );
  const blanked = secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
  return blanked.replace(BEARER, `$1${REDACTED}`).replace(PASSWORD, `$1${REDACTED}@`);
}

/** A text in JSON in JSON, as an answer that repeats a request stands in a document. */
const JSON_LEVELS = 4;

/** As it is, in an address, and in JSON: the same but for what has to be escaped there. */
function spellingsOf(secret: string): readonly string[] {
  const spellings = [secret, encodeURIComponent(secret.toWellFormed())];
  for (let level = 0, text = secret; level < JSON_LEVELS; level++) {
    text = JSON.stringify(text).slice(1, -1);
    spellings.push(text);
  }
  return spellings;
}
