import type { RenderedItem } from '../app/render.ts';
import { renderManifestItems } from '../render/manifests-text.ts';
import type { Mask } from '../render/mask.ts';
import { BaseCommand } from './base-command.ts';
import { planningFlags, planningOptions } from './planning-flags.ts';

export class Render extends BaseCommand {
  static override summary = 'Show what the manifests declare, with file and line of every value.';
  static override examples = [
    '<%= config.bin %> render',
    '<%= config.bin %> render --to 0002 --target "contact/**"',
  ];
  static override flags = planningFlags;

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Render);
    const options = planningOptions(flags, this.terminal.cwd);
    const { renderManifests } = await import('../app/render.ts');
    const found = await this.reading((ports) => renderManifests(options, ports));
    this.masking = found.masking;
    const { diagnostics, sources } = found;
    const exit = diagnostics.some((one) => one.severity === 'error') ? 1 : 0;
    if (this.isJson) {
      const mask = this.maskFor('json');
      this.printJson({
        format: 'interform-render/1',
        exit,
        diagnostics: this.jsonFindings(diagnostics),
        items: maskedItems(found.items, mask),
      });
      return exit;
    }
    this.talkDiagnostics(diagnostics, sources);
    const items = maskedItems(found.items, this.maskFor('text'));
    this.print(
      items.length === 0 ? 'The manifests declare nothing.' : renderManifestItems(items, this.stdoutLook),
    );
    return exit;
  }
}

function maskedItems(items: readonly RenderedItem[], mask: Mask | undefined): readonly RenderedItem[] {
  if (mask === undefined) return items;
  return items.map((item) => ({
    ...item,
    address: mask.address(item.address),
    fields: Object.fromEntries(
      Object.entries(item.fields).map(([path, cell]) => [
        mask.text(path),
        { ...cell, value: mask.value(item.kind, path, cell.value) },
      ]),
    ),
  }));
}
