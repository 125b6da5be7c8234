import type { Terminal } from './terminal.ts';

/** Names of environment variables whose values are secret. */
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|(?:^|_)KEY(?:$|_)/i;
/** Shorter values are not redacted, since they could be ordinary words. */
const LEAST_LENGTH = 6;
const REDACTED = '[redacted]';

/** Secrets that are not in the environment of this process: a token from `--token-fd` or `.env`. */
const hidden = new Set<string>();

/** From now on this text is redacted in everything that is shown. */
export function hide(secret: string): void {
  if (secret.length >= LEAST_LENGTH) hidden.add(secret);
}

/** `://user:password@`. A backslash before a quote belongs to the JSON around it. */
const PASSWORD = /(:\/\/[^\s/?#:@"'\\]*:)[^\s/?#"'\\]+@/g;
const BEARER = /\b(Bearer\s+)[^\s"'\\,}]+/gi;

/**
 * Removes secrets from a text before it is shown: those in the environment, those of `hide`, bearer tokens, and passwords in
 * URLs.
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

/** How often a text may be nested as JSON within JSON: an answer may quote a request, and a document may quote the answer. */
const JSON_LEVELS = 4;

/** The secret as it is, in a URL, and in JSON, where some characters are escaped. */
function spellingsOf(secret: string): readonly string[] {
  const spellings = [secret, encodeURIComponent(secret.toWellFormed())];
  for (let level = 0, text = secret; level < JSON_LEVELS; level++) {
    text = JSON.stringify(text).slice(1, -1);
    spellings.push(text);
  }
  return spellings;
}
