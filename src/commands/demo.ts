import type { DemoSection } from '../app/demo.ts';
import type { Mask } from '../render/mask/mask.ts';
import { renderPlan } from '../render/text/plan-text.ts';
import { renderResult } from '../render/text/result-text.ts';
import { BaseCommand } from './base-command.ts';
import { withInterrupt } from './interrupt.ts';

export class Demo extends BaseCommand {
  static override summary = 'Plan, apply and plan again on a simulated Intercom. Needs no account.';
  static override examples = ['<%= config.bin %> demo'];

  protected async answer(): Promise<number> {
    await this.parse(Demo);
    const { demo, DEMO_TOKEN } = await import('../app/demo.ts');
    // The token of the emulator in memory, so that masked values are the same on every machine.
    this.masking = { key: DEMO_TOKEN, sensitive: [] };
    const mask = await this.maskFor(this.isJson ? 'json' : 'text', []);
    const sections: DemoSection[] = [];
    const onSection = (section: DemoSection) => {
      sections.push(section);
      if (!this.isJson) this.print(this.show(section, mask));
    };
    const { exit, diagnostics } = await withInterrupt(this.terminal, (signal) =>
      this.withPorts(signal, (ports) => demo(ports, { onSection })),
    );
    if (this.isJson) {
      const shown = sections.map((section) => masked(section, mask));
      const findings = await this.jsonFindings(diagnostics);
      await this.printJson({ format: 'interform-demo/1', exit, diagnostics: findings, sections: shown });
    } else await this.talkDiagnostics(diagnostics);
    return exit;
  }

  private show(section: DemoSection, mask: Mask | undefined): string {
    const look = this.stdoutLook;
    const { title, text, plan, result } = masked(section, mask);
    const parts = [
      `── ${title} ──`,
      text,
      plan === undefined ? undefined : renderPlan(plan, look),
      result === undefined ? undefined : renderResult(result, look),
    ];
    return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
  }
}

function masked(section: DemoSection, mask: Mask | undefined): DemoSection {
  if (mask === undefined) return section;
  const { plan, result } = section;
  return {
    ...section,
    ...(plan === undefined ? {} : { plan: mask.plan(plan) }),
    ...(result === undefined ? {} : { result: mask.result(result) }),
  };
}
