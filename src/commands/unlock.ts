import { Args } from '@oclif/core';
import { inert } from '../render/words/inert.ts';
import type { LockOwner } from '../types/store.ts';
import { BaseCommand } from './base-command.ts';
import { planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';

export class Unlock extends BaseCommand {
  static override summary = 'Remove the lock that a killed apply left behind.';
  static override description =
    `Use it only if that apply is certainly no longer running. Otherwise two runs would write at the same time. unlock sends nothing to Intercom.
Exit codes: 0 removed, 1 there is no such lock, or the store cannot be used.`;
  static override examples = ['<%= config.bin %> unlock 7f3a9c01'];
  static override args = {
    id: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'The id of the lock, as apply shows it.',
    }),
  };
  static override flags = { ...projectFlags, var: selectionFlags.var };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(Unlock);
    const options = planningOptions(flags, this.terminal.cwd);
    const { unlock } = await import('../app/unlock.ts');
    const { owner, diagnostics, sources, masking } = await this.reading((ports) =>
      unlock(args.id, options, ports),
    );
    this.masking = masking;
    if (owner === undefined) return this.failWith(1, diagnostics, sources);
    if (this.isJson) {
      const lock = { ...owner, since: new Date(owner.since).toISOString() };
      await this.printJson({
        format: 'interform-unlock/1',
        exit: 0,
        diagnostics: await this.jsonFindings(diagnostics),
        lock,
      });
      return 0;
    }
    await this.talkDiagnostics(diagnostics, sources);
    this.print(unlockedText(owner));
    return 0;
  }
}

function unlockedText({ id, workspace, by, host, pid, since, job }: LockOwner): string {
  const lines = [
    `Removed lock ${id} of workspace ${workspace}.`,
    `It was held by ${by} on ${host}, process ${pid}, since ${new Date(since).toISOString()}.`,
    ...(job === undefined ? [] : [job]),
    'If that process is still running, it stops within seconds. What it has sent by then stays: plan before you apply.',
  ];
  return lines.map(inert).join('\n');
}
