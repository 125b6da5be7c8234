import { Flags } from '@oclif/core';
import type { RenderedPerson, SaidValue } from '../app/who.ts';
import type { Mask } from '../render/mask/mask.ts';
import { renderManifestItems } from '../render/screens/manifests-text.ts';
import { renderPeople } from '../render/screens/people-text.ts';
import type { RenderedItem } from '../types/rendered-item.ts';
import { BaseCommand } from './base-command.ts';
import { planningFlags, planningOptions } from './planning-flags.ts';

export class Render extends BaseCommand {
  static override summary = 'Show what the manifests declare, with file and line of every value.';
  static override examples = [
    '<%= config.bin %> render',
    '<%= config.bin %> render --to 0002 --target "contact/**"',
    '<%= config.bin %> render --who ada@acme.test',
  ];
  static override flags = {
    ...planningFlags,
    who: Flags.string({
      helpValue: 'EMAIL|ID',
      description: 'Who declares this person, from where, and which value wins: an email, external_id or id.',
    }),
  };

  protected async answer(): Promise<number> {
    const { flags } = await this.parse(Render);
    const options = { ...planningOptions(flags, this.terminal.cwd), who: flags.who };
    const { renderManifests } = await import('../app/render.ts');
    const found = await this.reading((ports) => renderManifests(options, ports));
    this.masking = found.masking;
    const { diagnostics, sources } = found;
    const exit = diagnostics.some((one) => one.severity === 'error') ? 1 : 0;
    if (this.isJson) {
      const mask = await this.maskFor('json', diagnostics);
      await this.printJson({
        format: 'interform-render/1',
        exit,
        diagnostics: await this.jsonFindings(diagnostics),
        items: maskedItems(found.items, mask),
        ...(found.people === undefined ? {} : { people: maskedPeople(found.people, mask) }),
      });
      return exit;
    }
    await this.talkDiagnostics(diagnostics, sources);
    if (found.people !== undefined) {
      const people = maskedPeople(found.people, await this.maskFor('text', []));
      if (people.length > 0) this.print(renderPeople(people, this.stdoutLook));
      return exit;
    }
    const items = maskedItems(found.items, await this.maskFor('text', []));
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

function maskedPeople(people: readonly RenderedPerson[], mask: Mask | undefined): readonly RenderedPerson[] {
  if (mask === undefined) return people;
  const masked = <T extends SaidValue>(path: string, said: T): T => ({
    ...said,
    address: mask.address(said.address),
    value: mask.ofPerson(path, said.value),
  });
  return people.map(({ declarations, fields, owner_tags }) => ({
    declarations: declarations.map((one) => ({
      ...one,
      address: mask.address(one.address),
      set: mask.text(one.set),
    })),
    fields: Object.fromEntries(
      Object.entries(fields).map(([path, { united, lost, ...winner }]) => [
        mask.text(path),
        {
          ...masked(path, winner),
          ...(united === undefined ? {} : { united: united.map((said) => masked(path, said)) }),
          ...(lost === undefined ? {} : { lost: lost.map((said) => masked(path, said)) }),
        },
      ]),
    ),
    owner_tags: owner_tags.map((tag) => mask.text(tag)),
  }));
}
