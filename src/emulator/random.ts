/** Where the emulator's ids and faults come from: the same seed gives the same run. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** This many lower-case hex digits. */
  hex(length: number): string;
  /** This many characters of 0–9 a–z. */
  letters(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

/** Mulberry32: 32 bits of state, enough for test data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const digits = (length: number, base: number): string => {
    let text = '';
    while (text.length < length) text += Math.floor(next() * base).toString(base);
    return text;
  };
  return {
    next,
    hex: (length) => digits(length, 16),
    letters: (length) => digits(length, 36),
    uuid: () => {
      const variant = '89ab'[Math.floor(next() * 4)];
      return `${digits(8, 16)}-${digits(4, 16)}-4${digits(3, 16)}-${variant}${digits(3, 16)}-${digits(12, 16)}`;
    },
  };
}
