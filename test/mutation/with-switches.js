/**
 * The code with each breakage beside what it breaks; `globalThis.breaks(7)` tells at run time whether the seventh is in force.
 *
 *   a < b           →  (breaks(7) ? (a <= b) : (a < b))
 *   list.push(one); →  {if (breaks(8)) {;} else {list.push(one);}}
 */
export function withSwitches(code, breakages) {
  const pieces = breakages.flatMap(({ number, start, end, text, isStatement }) => {
    const size = end - start;
    const on = `globalThis.breaks?.(${number})`;
    return [
      {
        at: start,
        isEnd: false,
        size,
        number,
        text: isStatement ? `{if (${on}) {${text}} else {` : `(${on} ? (${text}) : (`,
      },
      { at: end, isEnd: true, size, number, text: isStatement ? '}}' : '))' },
    ];
  });
  // What ends at a place comes before what begins there; of two the longer is outside, and of two of a size the first.
  pieces.sort((a, b) => {
    if (a.at !== b.at) return a.at - b.at;
    if (a.isEnd !== b.isEnd) return a.isEnd ? -1 : 1;
    const outside = b.size - a.size || a.number - b.number;
    return a.isEnd ? -outside : outside;
  });
  let switched = '';
  let at = 0;
  for (const piece of pieces) {
    switched += code.slice(at, piece.at) + piece.text;
    at = piece.at;
  }
  return switched + code.slice(at);
}
