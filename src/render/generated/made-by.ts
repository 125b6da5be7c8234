import type { GeneratedForm } from '../../types/generated.ts';

const COMMANDS: Readonly<Record<GeneratedForm, string>> = {
  typescript: 'interform generate types',
  'json-schema': 'interform generate types --format json-schema',
  markdown: 'interform generate docs',
};

/**
 * The sentence near the beginning of a generated file, by which a later run knows that it may replace it. It is the same for
 * every version of interform, so that an upgrade changes no file.
 */
export function madeBySentence(form: GeneratedForm): string {
  return `Made by ${COMMANDS[form]}.`;
}

/** What whoever opens the file needs to know. */
export const CHANGE_MANIFESTS = 'Change the manifests instead of this file, and run it again.';
