/** SGR codes: on, off (ECMA-48 8.3.117). */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export type Ink = keyof typeof CODES;

/** Colours a text, or leaves it alone. The text must be inert and padded already: colours take no room. */
export type Paint = (ink: Ink, text: string) => string;

/** The paint of an output: colours when it shows them. */
export function paintFor(color: boolean): Paint {
  if (!color) return (_ink, text) => text;
  return (ink, text) => {
    if (text === '') return text;
    const [on, off] = CODES[ink];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
