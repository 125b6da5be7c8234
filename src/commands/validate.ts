import { counted, listed } from '../render/counted.ts';
import { sumUp } from '../render/diagnostics.ts';
import { inert } from '../render/inert.ts';
import { BaseCommand } from './base-command.ts';
import { withInterrupt } from './interrupt.ts';
import { planningFlags, planningOptions } from './planning-flags.ts';

export class Validate extends BaseCommand {
  static override summary = 'Find everything that is wrong in the manifests, offline.';
  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate -C crm --env staging',
  ];
  static override flags = planningFlags;

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Validate);
    const options = planningOptions(flags, this.terminal.cwd);
    const { validate } = await import('../app/validate.ts');
    const found = await withInterrupt(this.terminal, (signal) =>
      this.withPorts(signal, (ports) => validate(options, ports)),
    );
    this.masking = found.masking;
    const { diagnostics, files, declared, version } = found;
    const exit = diagnostics.some((one) => one.severity === 'error') ? 1 : 0;
    if (this.isJson) {
      const mask = this.maskFor('json');
      const shown = mask === undefined ? diagnostics : diagnostics.map(mask.finding);
      this.printJson({
        format: 'interform-validate/1',
        exit,
        diagnostics: shown,
        files,
        declared,
        version,
      });
      return exit;
    }
    this.talkDiagnostics(diagnostics, found.sources);
    const read = counted(files, 'file');
    const kinds = Object.entries(declared).filter(([, count]) => count > 0);
    const items = kinds.map(([kind, count]) => counted(count, kind, PLURALS[kind] ?? `${kind}s`));
    const upTo = version === null ? '' : ` (version ${inert(version)})`;
    this.print(
      exit === 0
        ? `Valid: ${read}${upTo} ${files === 1 ? 'declares' : 'declare'} ${items.length === 0 ? 'nothing' : listed(items)}.`
        : `Not valid: ${sumUp(diagnostics)} in ${read}.`,
    );
    return exit;
  }
}

const PLURALS: Readonly<Record<string, string>> = { company: 'companies' };
