import { hiddenWords } from '../view/hidden-words.ts';
import type { PlanPart } from '../view/plan-parts.ts';
import { fitMiddle } from '../words/fit.ts';
import { sentence } from './markdown-text.ts';
import { type Piece, sizeOf, sumOf } from './shown-piece.ts';

/** In the place of a piece that does not exist. */
export const NONE: Piece = { text: '', shown: 0, partial: 0 };

/** The pieces that fit into a room. */
export interface Fit {
  readonly pieces: readonly Piece[];
  /** `hidden` pieces are left out before the piece at `at`. */
  readonly at: number;
  readonly hidden: number;
  readonly size: number;
}

/** A section of a comment without its title, and of how many changes it tells. */
export interface ShownPart {
  readonly lines: readonly string[];
  readonly shown: number;
  readonly partial: number;
  /** Whether nothing had to be left out for want of room. */
  readonly isComplete: boolean;
  readonly size: number;
}

export function fitted(count: number, room: number, make: (index: number) => Piece): Fit {
  const { head, hidden, tail } = fitMiddle(count, Math.max(0, room), (index) => {
    const block = make(index);
    return { block, size: block.text.length + 1 };
  });
  const pieces = [...head, ...tail];
  return { pieces, at: head.length, hidden, size: sizeOf(pieces) };
}

export function partOf(fit: Fit, part: PlanPart): ShownPart {
  return { ...sumOf(fit.pieces), lines: withGap(fit, part), isComplete: fit.hidden === 0, size: fit.size };
}

/** The lines, with a sentence where some are left out. */
function withGap({ pieces, at, hidden }: Fit, part: PlanPart): readonly string[] {
  const lines = pieces.map(({ text }) => text);
  return hidden === 0 ? lines : lines.toSpliced(at, 0, '', `**${sentence(hiddenWords(part, hidden))}**`, '');
}
