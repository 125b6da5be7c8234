import type { Examined } from '../app/doctor.ts';
import type { Ports } from '../app/options.ts';
import type { Probed } from '../app/probing/probe.ts';
import { renderChecks } from '../render/screens/doctor-text.ts';
import { renderFacts } from '../render/screens/probe-text.ts';
import { BaseCommand } from './base-command.ts';
import { type ProbeRequest, probeFlags, probeRequest } from './doctor-probe.ts';
import { withInterrupt } from './interrupt.ts';
import { planningOptions, projectFlags, selectionFlags } from './planning-flags.ts';
import { tokenFlag } from './token-fd.ts';

export class Doctor extends BaseCommand {
  static override summary = 'Check token, permissions, workspace, region, store, clock and rate limit.';
  static override description =
    `With --probe, doctor also tries out in a test workspace what nobody documents. Planning, applying and the emulator then heed what it found.
Exit codes: 0 all works, 1 a check failed, or nothing was probed.`;
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --env production',
    '<%= config.bin %> doctor --env staging --probe --workspace-id x1y2z3',
  ];
  static override flags = {
    ...projectFlags,
    var: selectionFlags.var,
    'base-url': selectionFlags['base-url'],
    ...tokenFlag,
    ...probeFlags,
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Doctor);
    const options = planningOptions(flags, this.terminal.cwd);
    const request = probeRequest(flags, this.terminal);
    const { doctor } = await import('../app/doctor.ts');
    const found = await this.reading((ports) => doctor(options, ports));
    this.masking = found.masking;
    if (request === undefined || found.exit !== 0) return this.show(found);
    if (!this.isJson) await this.showChecks(found);
    const { probe } = await import('../app/probing/probe.ts');
    const probed = await this.writing((ports, signal) =>
      probe({ ...options, ...request, approve: (workspace) => request.approve(workspace, signal) }, ports),
    );
    return this.showProbed(found, probed, request);
  }

  /** Ctrl-C lets it clear up; a second one ends the process. */
  private writing<T>(work: (ports: Ports, signal: AbortSignal) => Promise<T>): Promise<T> {
    return withInterrupt(this.terminal, (signal) =>
      this.withPorts(signal, (ports, quiet) => {
        quiet();
        return work(ports, signal);
      }),
    );
  }

  private async show(found: Examined): Promise<number> {
    if (this.isJson) return this.printDocument(found);
    await this.showChecks(found);
    return found.exit;
  }

  private async showChecks(found: Examined): Promise<void> {
    await this.talkDiagnostics(found.diagnostics, found.sources);
    this.print(renderChecks(await this.shownChecks(found), this.stdoutLook));
  }

  private async showProbed(
    found: Examined,
    { facts, diagnostics, exit }: Probed,
    { out }: ProbeRequest,
  ): Promise<number> {
    if (this.isJson)
      return this.printDocument(
        { ...found, exit, diagnostics: [...found.diagnostics, ...diagnostics] },
        facts,
      );
    if (facts !== undefined) this.print(`\n${renderFacts(facts, this.stdoutLook)}`);
    if (facts !== undefined) this.talk(`Written to ${out}.`);
    await this.talkDiagnostics(diagnostics, found.sources);
    return exit;
  }

  private async printDocument(found: Examined, facts?: Probed['facts']): Promise<number> {
    const { exit } = found;
    const diagnostics = await this.jsonFindings(found.diagnostics);
    const checks = await this.shownChecks(found);
    const told = facts === undefined ? {} : { facts };
    await this.printJson({ format: 'interform-doctor/1', exit, diagnostics, checks, ...told });
    return exit;
  }

  private async shownChecks({ checks, diagnostics }: Examined): Promise<Examined['checks']> {
    const mask = await this.maskFor(this.isJson ? 'json' : 'text', diagnostics);
    return mask === undefined
      ? checks
      : checks.map((check) => ({ ...check, detail: mask.text(check.detail) }));
  }
}
