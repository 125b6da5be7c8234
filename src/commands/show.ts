import { resolve } from 'node:path';
import { Args } from '@oclif/core';
import { BaseCommand } from './base-command.ts';
import { formatFlag } from './format-flag.ts';
import { viewPlan } from './plan-view.ts';
import { projectFlags } from './planning-flags.ts';

export class Show extends BaseCommand {
  static override summary = 'Show a saved plan again.';
  static override examples = [
    '<%= config.bin %> show plan.jsonl',
    '<%= config.bin %> show plan.jsonl --format html > plan.html',
  ];
  static override args = {
    plan: Args.string({ required: true, ignoreStdin: true, description: 'A file that plan --out wrote.' }),
  };
  static override flags = { ...projectFlags, ...formatFlag };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(Show);
    const [{ loadPlan }, { maskingForPlan }] = await Promise.all([
      import('../app/plan-file.ts'),
      import('../app/masking.ts'),
    ]);
    const { plan, diagnostics } = await loadPlan(resolve(this.terminal.cwd, args.plan));
    if (plan === undefined) return this.failWith(1, diagnostics);
    // The project is only asked for the key that masks; it may be gone.
    const { env, cwd, now, sleep } = this.terminal;
    this.masking = await maskingForPlan(
      plan,
      {
        project: resolve(cwd, flags.project),
        ...(flags.env === undefined ? {} : { environment: flags.env }),
      },
      { env, now, sleep },
    );
    if (this.isJson) {
      this.printJson(this.maskFor('json')?.plan(plan) ?? plan);
      return 0;
    }
    this.talkDiagnostics([...diagnostics, ...plan.diagnostics]);
    const { format } = flags;
    this.print(viewPlan(plan, this.stdoutLook, undefined, { format, mask: this.maskFor(format) }));
    return 0;
  }
}
