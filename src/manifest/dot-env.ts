import { posix } from 'node:path';
import { decodeText } from '../types/decode-text.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Files } from '../types/files.ts';
import { DEFAULT_TOKEN_NAMES } from './token.ts';

type Env = Readonly<Record<string, string | undefined>>;

interface DotEnv {
  readonly folder: string;
  readonly files: Files;
  readonly env: Env;
  /** All `token_env` names in the project file. */
  readonly tokenNames: readonly string[];
}

/**
 * Adds variables of the `.env` file beside the project file to the environment: only tokens and INTERFORM_VAR_ names. A
 * variable that is set already stays. The file is ignored where `CI` is set. Diagnostics never contain values.
 */
export async function loadDotEnv({
  folder,
  files,
  env,
  tokenNames,
}: DotEnv): Promise<{ readonly env: Env; readonly diagnostics: readonly Diagnostic[] }> {
  const bytes = env['CI'] ? undefined : await files.read(posix.join(folder, '.env'));
  if (bytes === undefined) return { env, diagnostics: [] };
  const decoded = decodeText(bytes, '.env');
  if ('diagnostic' in decoded) return { env, diagnostics: [decoded.diagnostic] };
  const allowed = new Set([...DEFAULT_TOKEN_NAMES, ...tokenNames]);
  const added: Record<string, string | undefined> = { ...env };
  const diagnostics: Diagnostic[] = [];
  for (const [index, line] of decoded.text.split(/\r?\n/).entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const place = { file: '.env', line: index + 1 };
    const setting = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_-]*)\s*=(.*)$/.exec(line);
    const [, name = '', written = ''] = setting ?? [];
    if (setting === null) {
      diagnostics.push({
        code: 'dot-env-line',
        severity: 'warning',
        summary: 'the line is no NAME=VALUE and is ignored',
        ...place,
      });
    } else if (!allowed.has(name) && !name.startsWith('INTERFORM_VAR_')) {
      diagnostics.push({
        code: 'dot-env-name',
        severity: 'warning',
        summary: `${name} is ignored`,
        detail: `.env may set ${[...allowed].join(', ')} and INTERFORM_VAR_ names only`,
        help: 'set it in the environment itself',
        ...place,
      });
    } else if (env[name] === undefined) added[name] = unquoted(written.trim());
  }
  return { env: added, diagnostics };
}

/** Removes quotes; in a value without quotes a comment ends the value. */
function unquoted(text: string): string {
  const quoted = /^(["'])(.*?)\1\s*(#.*)?$/.exec(text);
  return quoted === null ? text.replace(/(?<!\s)\s+#.*$/, '') : (quoted[2] ?? '');
}
