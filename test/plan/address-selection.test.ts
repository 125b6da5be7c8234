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
