import { Args } from '@oclif/core';
import { renderCodeList, renderCodePage } from '../render/screens/explain-text.ts';
import type { ExplainDocument } from '../types/code-meaning.ts';
import { BaseCommand } from './base-command.ts';

export class Explain extends BaseCommand {
  static override summary = 'Explain the code of a finding, such as unknown-option.';
  static override description =
    `Every finding has a code: error[unknown-option]. explain says what the code means, why interform reports it, and what to do.
Without a code it lists all codes by topic. It needs no project, no token and no network.
Exit codes: 0 explained, 1 there is no such code.`;
  static override examples = [
    '<%= config.bin %> explain unknown-option',
    '<%= config.bin %> explain',
    '<%= config.bin %> explain unknown-option --json',
  ];
  static override args = {
    code: Args.string({
      ignoreStdin: true,
      description: 'What stands in brackets at the beginning of a finding; without it, all codes are listed.',
    }),
  };

  protected async answer(): Promise<number> {
    const { args } = await this.parse(Explain);
    const { explain } = await import('../app/explain.ts');
    const found = await explain(args.code);
    if (found.codes === undefined) return this.failWith(1, found.diagnostics);
    const { codes } = found;
    if (this.isJson) {
      const document: ExplainDocument = { format: 'interform-explain/1', exit: 0, diagnostics: [], codes };
      await this.printJson(document);
      return 0;
    }
    const [page] = codes;
    if (args.code !== undefined && page !== undefined) this.print(renderCodePage(page, this.stdoutLook));
    else this.print(renderCodeList(codes, this.stdoutLook));
    return 0;
  }
}
