import { kinds } from '../../kinds/index.ts';
import { counted, listed } from '../words/counted.ts';
import { inert } from '../words/inert.ts';

/** What a pull came to, for people: the part of its document that is shown. */
interface ShownPull {
  readonly workspace: { readonly id: string; readonly name: string; readonly region: string };
  readonly environment: string | null;
  readonly check: boolean;
  readonly live: Readonly<Record<string, number>>;
  readonly files: readonly {
    readonly file: string;
    readonly action: 'create' | 'update';
    readonly added: number;
    readonly changed: number;
  }[];
  readonly pending: number;
}

/** Which files a pull wrote, or would write, and what is left to plan. */
export function renderPull({ workspace, environment, check, live, files, pending }: ShownPull): string {
  const where = environment === null ? '' : `${inert(environment)}: `;
  const asked = Object.entries(live);
  const parts = asked.flatMap(([part, count]) => {
    const kind = kinds.find(({ pulling }) => pulling?.part === part);
    if (count === 0 && !kind?.shownWhenZero && asked.length > 1) return [];
    return counted(count, kind?.words.one ?? part, kind?.words.many ?? part);
  });
  const lines = [
    `${where}Workspace ${inert(workspace.name)} (${inert(workspace.id)}, ${inert(workspace.region)}): ${listed(parts)} live.`,
  ];
  if (files.length === 0) {
    lines.push('Nothing to pull: the manifests say it all.');
  } else {
    const width = Math.max(...files.map(({ file }) => inert(file).length));
    lines.push(check ? 'Would write:' : 'Wrote:');
    for (const { file, action, added, changed } of files) {
      const what = [
        ...(added > 0 ? [`${added} added`] : []),
        ...(changed > 0 ? [counted(changed, 'value changed', 'values changed')] : []),
      ];
      lines.push(
        `  ${action === 'create' ? '+' : '~'} ${inert(file).padEnd(width)}  ${what.join(', ')}`.trimEnd(),
      );
    }
  }
  if (pending > 0) {
    lines.push(
      `${counted(pending, 'declared item is', 'declared items are')} not live and left as ${pending === 1 ? 'it is' : 'they are'}: interform plan shows ${pending === 1 ? 'it' : 'them'}.`,
    );
  }
  return lines.join('\n');
}
