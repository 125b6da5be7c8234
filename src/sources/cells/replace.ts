import type { RE2JS } from 're2js';
import type { Report } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import type { ColumnSpec } from '../columns/column-spec.ts';
import type { RowFault } from '../source-row.ts';
import { isError } from './marks.ts';

/** A cell after `strip` and `replace`, or why it cannot be read. */
export type Replaced = { readonly value: Json } | { readonly fault: RowFault };
type Step = (text: string) => string;

/** The longest cell that patterns are applied to; their time grows with its length. */
const mostCharacters = 10_000;
/** `/…/` and `/…/i`. */
const PATTERN = /^\/(.+)\/(i?)$/s;

/** Compiles `strip` and `replace` of the columns; undefined, with a finding, where a pattern is invalid. */
export async function replacersOf(
  specs: readonly ColumnSpec[] | undefined,
  report: Report,
): Promise<ReadonlyMap<ColumnSpec, (value: Json) => Replaced> | undefined> {
  const replacers = new Map<ColumnSpec, (value: Json) => Replaced>();
  let failed = false;
  for (const spec of specs ?? []) {
    if (spec.replace.length === 0) continue;
    const steps: Step[] = [];
    for (const { from, to } of spec.replace) {
      const [, source, flags] = PATTERN.exec(from) ?? [];
      const step = source === undefined ? literal(from, to) : await pattern(source, flags === 'i', to);
      if (typeof step === 'function') steps.push(step);
      else {
        failed = true;
        report({
          code: 'bad-pattern',
          severity: 'error',
          summary: `${JSON.stringify(from)} is no pattern`,
          detail: step.problem,
          help: 'patterns are those of RE2, without look-around and references back; a text without slashes is taken literally',
          ...spec.place,
        });
      }
    }
    const hasPattern = spec.replace.some(({ from }) => PATTERN.test(from));
    const named = new Set(spec.replace.map(({ from }) => from));
    replacers.set(spec, (value) => {
      const result = replaced(value, steps, hasPattern);
      // An error that merely lost a character, as #N/A does to strip: "#", would be taken for a value.
      if (!isError(value) || named.has(String(value).trim()) || 'fault' in result) return result;
      return result.value === '' ? result : { value };
    });
  }
  return failed ? undefined : replacers;
}

/** Replaces in each item of a list; a number is treated as its digits. */
function replaced(value: Json, steps: readonly Step[], hasPattern: boolean): Replaced {
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const one = replaced(item, steps, hasPattern);
      if ('fault' in one) return one;
      items.push(one.value);
    }
    return { value: items };
  }
  if (typeof value !== 'string' && typeof value !== 'number') return { value };
  let text = String(value);
  if (hasPattern && text.length > mostCharacters) return { fault: TOO_LONG };
  for (const step of steps) text = step(text);
  return text === String(value) ? { value } : { value: text.trim() };
}

const TOO_LONG: RowFault = {
  code: 'bad-cell',
  summary: `the cell has more than ${mostCharacters} characters, too many for a pattern`,
  help: 'shorten it, or replace a text instead of a pattern',
};

function literal(from: string, to: string): Step | { problem: string } {
  if (from === '') return { problem: 'nothing stands before and behind every character' };
  return (text) => text.replaceAll(from, () => to);
}

/** Uses an engine without backtracking, so that no pattern runs away. */
async function pattern(
  source: string,
  ignoresCase: boolean,
  to: string,
): Promise<Step | { problem: string }> {
  const { RE2JS } = await import('re2js');
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'it cannot be read' };
  }
  return (text) => {
    const matcher = compiled.matcher(text);
    let result = '';
    let at = 0;
    while (matcher.find()) {
      result +=
        text.slice(at, matcher.start()) + written(to, (group) => matcher.group(group), matcher.groupCount());
      at = matcher.end();
    }
    return result + text.slice(at);
  };
}

/** `$1` to `$9` are groups, `$&` the whole match, `$$` a dollar; any other is itself. */
function written(to: string, group: (index: number) => string | null, groups: number): string {
  return to.replace(/\$([1-9]|[$&])/g, (whole, what: string) => {
    if (what === '$') return '$';
    if (what === '&') return group(0) ?? '';
    return Number(what) <= groups ? (group(Number(what)) ?? '') : whole;
  });
}
