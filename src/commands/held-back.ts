import { basename } from 'node:path';
import { PROJECT_FILE } from '../manifest/discover.ts';
import type { Mask } from '../render/mask/mask.ts';
import { maskSecrets } from '../render/mask/mask-manifest.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { SourceText } from '../types/source-text.ts';
import { redact } from './redact.ts';
import type { Terminal } from './terminal.ts';

/** The finding without secrets, which may come from what the user typed: `--base-url`, a path. */
export function withoutSecrets(finding: Diagnostic, env: Terminal['env']): Diagnostic {
  const { summary, detail, help } = finding;
  return {
    ...finding,
    summary: redact(summary, env),
    ...(detail === undefined ? {} : { detail: redact(detail, env) }),
    ...(help === undefined ? {} : { help: redact(help, env) }),
  };
}

/** The name and stack of an unforeseen error, without its message, which may contain any value. */
export function framesOf(name: string, stack: string): string {
  return [name, ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
}

/** A finding about an unforeseen error, without its message. */
export function withoutMessage(finding: Diagnostic): Diagnostic {
  const { detail = '', help = '' } = finding;
  const [name = ''] = detail.split(':', 1);
  return {
    ...finding,
    detail: /^\w+$/.test(name) ? name : 'Error',
    help: `${help}; its message may hold personal data, and --no-mask shows it`,
  };
}

/** Texts for code frames: without the secrets of the project file and, with a mask, without personal data. */
export function maskedSources(sources: SourceText, mask: Mask | undefined): SourceText {
  return (file) => {
    const text = sources(file);
    if (text === undefined) return undefined;
    const shown = basename(file) === PROJECT_FILE ? maskSecrets(text) : text;
    return mask === undefined ? shown : mask.manifest(shown);
  };
}
