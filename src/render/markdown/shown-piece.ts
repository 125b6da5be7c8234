/** A part of a comment, and of how many changes it tells. */
export interface Piece {
  readonly text: string;
  /** Changes whose address stands in it. */
  readonly shown: number;
  /** How many of these are not shown with all their fields in full. */
  readonly partial: number;
}

/** A piece of one change. */
export function pieceOf(text: string, isWhole: boolean): Piece {
  return { text, shown: 1, partial: isWhole ? 0 : 1 };
}

/** Of how many changes several pieces tell together. */
export function sumOf(pieces: readonly Piece[]): Pick<Piece, 'shown' | 'partial'> {
  return pieces.reduce(
    (sum, { shown, partial }) => ({ shown: sum.shown + shown, partial: sum.partial + partial }),
    { shown: 0, partial: 0 },
  );
}

/** Characters that pieces take, each with the end of its line. */
export function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length + 1, 0);
}
