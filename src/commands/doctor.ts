import { renderChecks } from '../render/screens/doctor-text.ts';
import { BaseCommand } from './base-command.ts';
import { planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';
import { tokenFlag } from './token-fd.ts';

export class Doctor extends BaseCommand {
  static override summary = 'Check token, permissions, workspace, region, store, clock and rate limit.';
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --env production'];
  static override flags = {
    ...projectFlags,
    var: selectionFlags.var,
    'base-url': selectionFlags['base-url'],
    ...tokenFlag,
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Doctor);
    const options = planningOptions(flags, this.terminal.cwd);
    const { doctor } = await import('../app/doctor.ts');
    const found = await this.reading((ports) => doctor(options, ports));
    const { checks, diagnostics, exit, masking } = found;
    this.masking = masking;
    const mask = await this.maskFor(this.isJson ? 'json' : 'text', diagnostics);
    const shown =
      mask === undefined ? checks : checks.map((check) => ({ ...check, detail: mask.text(check.detail) }));
    if (this.isJson) {
      const findings = await this.jsonFindings(diagnostics);
      await this.printJson({ format: 'interform-doctor/1', exit, diagnostics: findings, checks: shown });
      return exit;
    }
    await this.talkDiagnostics(diagnostics, found.sources);
    this.print(renderChecks(shown, this.stdoutLook));
    return exit;
  }
}
