import { describe, expect, it } from 'vitest';
import { AddressSelection } from '../../src/plan/selection/address-selection.ts';

/** The globs that are taken for mistakes, where people may be below `start` whom only the live state tells. */
function mistakes(globs: readonly string[], start: string): readonly string[] {
  const selection = new AddressSelection({ target: globs, exclude: [] });
  selection.selects('contact/beta/ada', []);
  selection.mayHold(start);
  return selection.unmatched({ files: [], teams: [] }).map(({ summary }) => summary);
}

describe('a glob that matches no declared item', () => {
  it.each(['contact/beta/grace', 'contact/b?ta/grace', 'contact/*/grace', '**/grace', 'contact/beta/*x'])(
    '%s is no mistake where it leads to people whom nobody declares',
    (glob) => {
      expect(mistakes([glob], 'contact/beta/')).toEqual([]);
    },
  );

  it.each(['contact/*-old/grace', 'contact/beta', 'contact/bet?', 'tag/*', 'contact/known/grace'])(
    '%s is one where it leads elsewhere',
    (glob) => {
      expect(mistakes([glob], 'contact/beta/')).toEqual([`--target ${glob} matches nothing`]);
    },
  );

  it('leads to a set whose name is percent-encoded, written so or plain', () => {
    for (const glob of ['contact/Beta%20Kunden/grace', 'contact/Beta Kunden/grace'])
      expect(mistakes([glob], 'contact/Beta%20Kunden/')).toEqual([]);
  });
});

describe('a suggestion matches something', () => {
  const ADDRESSES = [
    'ticket_type/Bug%20report',
    'ticket_type/Bug%20report/Severity',
    'ticket_type/Arch/Area',
    'contact/beta/ada',
  ];

  it.each([
    ['ticket_type/Bug report/Low', 'ticket_type/Bug%20report'],
    ['ticket_type/No such/Zzz', undefined],
    ['ticket_type/Bgu report/Seve*', 'ticket_type/Bug%20report/Seve*'],
    ['ticket_type/Bug report/Severty', 'ticket_type/Bug%20report/Severity'],
    ['contact/bata/*', 'contact/beta/*'],
    ['contact/bata/grace', 'contact/beta/ada'],
    ['contact/old/ada', 'contact/beta/ada'],
    ['contact/old/grace', 'contact/beta/**'],
    ['contact/old', 'contact/beta/**'],
  ])('%s: %s', (written, meant) => {
    const selection = new AddressSelection({ target: [written], exclude: [] });
    for (const address of ADDRESSES) selection.selects(address, []);
    const renamed = new Map([['contact/old/', 'contact/beta/']]);
    const [found] = selection.unmatched({ files: [], teams: [] }, renamed);
    expect(found?.detail).toBe(meant === undefined ? undefined : `did you mean "${meant}"?`);
  });

  it('matches everything below a folder, however many addresses came before it', () => {
    const selection = new AddressSelection({ target: ['contact/bata/**'], exclude: [] });
    for (let at = 0; at < 1_001; at++) selection.selects(`contact/others/${at}`, []);
    selection.selects('contact/beta/ada', []);
    const [found] = selection.unmatched({ files: [], teams: [] });
    expect(found?.detail).toBe('did you mean "contact/beta/**"?');
  });
});
