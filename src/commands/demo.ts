import type { DemoSection } from '../app/demo.ts';
import { renderPlan } from '../render/plan-text.ts';
import { renderResult } from '../render/result-text.ts';
import { BaseCommand } from './base-command.ts';
import { withInterrupt } from './interrupt.ts';

export class Demo extends BaseCommand {
  static override summary = 'Plan, apply and plan again against an emulator in memory: no account needed.';
  static override examples = ['<%= config.bin %> demo'];

  protected async answer(): Promise<number> {
    await this.parse(Demo);
    const { demo } = await import('../app/demo.ts');
    const sections: DemoSection[] = [];
    const onSection = (section: DemoSection) => {
      sections.push(section);
      if (!this.isJson) this.print(this.show(section));
    };
    const { exit, diagnostics } = await withInterrupt(this.terminal, (signal) =>
      this.withPorts(signal, (ports) => demo(ports, { onSection })),
    );
    if (this.isJson) this.printJson({ format: 'interform-demo/1', exit, diagnostics, sections });
    else this.talkDiagnostics(diagnostics);
    return exit;
  }

  private show({ title, text, plan, result }: DemoSection): string {
    const look = this.stdoutLook;
    const parts = [
      `── ${title} ──`,
      text,
      plan === undefined ? undefined : renderPlan(plan, look),
      result === undefined ? undefined : renderResult(result, look),
    ];
    return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
  }
}
