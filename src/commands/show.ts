import { resolve } from 'node:path';
import { Args } from '@oclif/core';
import { BaseCommand } from './base-command.ts';
import { isFindingFormat } from './findings-view.ts';
import { fullFlag, planFormatFlag } from './format-flag.ts';
import { planFindings, showPlanParts, showPlanPieces } from './plan-view.ts';
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
  static override flags = { ...projectFlags, ...planFormatFlag, ...fullFlag };

  protected async answer(): Promise<number> {
    const { args, flags } = await this.parse(Show);
    this.project = resolve(this.terminal.cwd, flags.project ?? '.');
    const [{ loadPlan }, { maskingForPlan }] = await Promise.all([
      import('../app/plan-file.ts'),
      import('../app/masking.ts'),
    ]);
    const { plan, diagnostics } = await loadPlan(resolve(this.terminal.cwd, args.plan));
    if (plan === undefined) return this.failWith(1, diagnostics);
    // The project is only asked for the key that masks; it may be gone.
    const { env, now, sleep } = this.terminal;
    this.masking = await maskingForPlan(
      plan,
      {
        project: this.project,
        ...(flags.env === undefined ? {} : { environment: flags.env }),
      },
      { env, now, sleep },
    );
    if (this.isJson) {
      const mask = await this.maskFor('json', plan.diagnostics);
      await this.printJson(mask?.plan(plan) ?? plan);
      return 0;
    }
    const { format, full } = flags;
    const findings = [...diagnostics, ...plan.diagnostics];
    const mask = await this.maskFor(format, findings);
    if (format === 'text') {
      await this.showWith(showPlanParts(plan, this.stdoutLook, undefined, { full, mask }), findings, {});
      return 0;
    }
    await this.talkDiagnostics(findings);
    await this.printPieces(
      isFindingFormat(format)
        ? [await this.findingsIn(format, planFindings(plan), 0)]
        : showPlanPieces(plan, this.stdoutLook, undefined, { format, mask }),
    );
    return 0;
  }
}
