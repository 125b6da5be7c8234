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

/** Takes every secret of the environment, what is hidden and every bearer token out of a text that is about to be shown. */
export function redact(text: string, env: Terminal['env']): string {
  const named = Object.entries(env)
    .filter(([name, value]) => SECRET_NAME.test(name) && (value?.trim().length ?? 0) >= LEAST_LENGTH)
    .map(([, value]) => value?.trim() ?? '');
  const secrets = [...named, ...hidden].sort((a, b) => b.length - a.length);
  const blanked = secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
  return blanked.replace(/\b(Bearer\s+)[^\s"',}]+/gi, `$1${REDACTED}`);
}
