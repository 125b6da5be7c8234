/**
 * How many UTF-16 units the YAML token that starts at `start` of a line takes, at least 1: a quoted scalar with its
 * quotes, a flow map or list up to its bracket, else a plain scalar or key up to what ends it.
 */
export function tokenLength(line: string, start: number): number {
  if (start >= line.length) return 1;
  return Math.max(1, tokenEnd(line, start) - start);
}

function tokenEnd(line: string, start: number): number {
  const first = line.charAt(start);
  if (first === '"' || first === "'") return quotedEnd(line, start);
  if (first === '{' || first === '[') return bracketEnd(line, start);
  return plainEnd(line, start, depthBefore(line, start) > 0);
}

/** Past the closing quote; the end of the line when it stands on a later one. */
function quotedEnd(line: string, start: number): number {
  const quote = line.charAt(start);
  for (let at = start + 1; at < line.length; at++) {
    const char = line.charAt(at);
    if (quote === '"' && char === '\\') at++;
    else if (char === quote && quote === "'" && line.charAt(at + 1) === "'") at++;
    else if (char === quote) return at + 1;
  }
  return line.trimEnd().length;
}

/** Past the matching bracket; only the bracket itself when it closes on a later line. */
function bracketEnd(line: string, start: number): number {
  let depth = 0;
  for (let at = start; at < line.length; at++) {
    const char = line.charAt(at);
    if (opensQuote(line, at)) at = quotedEnd(line, at) - 1;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return start + 1;
}

function plainEnd(line: string, start: number, inFlow: boolean): number {
  for (let at = start; at < line.length; at++) {
    const rest = line.slice(at);
    if (/^:(?:\s|$)/.test(rest) || /^\s+(?:#|$)/.test(rest)) return at;
    if (inFlow && /^(?:[,\]}]|:[,\]}])/.test(rest) && !closesInterpolation(line, start, at))
      return start + line.slice(start, at).trimEnd().length;
  }
  return line.length;
}

/** `${var.suffix}` is written inside plain scalars; its bracket ends nothing. */
function closesInterpolation(line: string, start: number, at: number): boolean {
  return line.charAt(at) === '}' && /\$\{[^}]*$/.test(line.slice(start, at));
}

/** Flow brackets that are open at this place of the line. */
function depthBefore(line: string, end: number): number {
  let depth = 0;
  for (let at = 0; at < end; at++) {
    const char = line.charAt(at);
    if (opensQuote(line, at)) at = quotedEnd(line, at) - 1;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth = Math.max(0, depth - 1);
  }
  return depth;
}

/** A quote opens a scalar only where one can begin: the one of `don't` is text. */
function opensQuote(line: string, at: number): boolean {
  return /["']/.test(line.charAt(at)) && (at === 0 || /[\s{[,:]/.test(line.charAt(at - 1)));
}
