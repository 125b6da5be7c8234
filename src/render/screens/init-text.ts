import { inert } from '../words/inert.ts';

/** The part of an init's document that people are shown. */
interface ShownInit {
  readonly files: readonly { readonly file: string; readonly action: 'created' | 'extended' | 'exists' }[];
  readonly workspaces: readonly {
    readonly environment: string | null;
    readonly id: string | null;
    readonly name: string | null;
  }[];
  readonly next: readonly string[];
}

const GLYPHS = { created: '+', extended: '~', exists: '=' } as const;
const WORDS = { created: '', extended: 'extended', exists: 'is there already, left as it is' } as const;

/** Which files there are now, what is pinned and what to do next. */
export function renderInit({ files, workspaces, next }: ShownInit): string {
  const width = Math.max(...files.map(({ file }) => file.length));
  return [
    ...files.map(({ file, action }) => `${GLYPHS[action]} ${file.padEnd(width)}  ${WORDS[action]}`.trimEnd()),
    ...workspaces
      .filter(({ id }) => id !== null)
      .map(({ environment, id, name }) => {
        const title = name === null ? '' : ` (${inert(name)})`;
        return `Pinned to workspace ${inert(id ?? '')}${title}${environment === null ? '' : ` in ${inert(environment)}`}.`;
      }),
    '',
    'Next:',
    ...next.map((step) => `  ${inert(step)}`),
  ].join('\n');
}
