import type { CodePage } from '../../types/code-meaning.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { padTo, wrap } from '../terminal/width.ts';

const INDENT = '  ';
/** Longer lines are hard to read. */
const WIDEST = 100;

/**
 * The page of one code, without a newline at the end:
 *
 *   error[unknown-option]
 *   Data attributes
 *
 *   What it means
 *     …
 */
export function renderCodePage(page: CodePage, look: Look): string {
  const paint = paintFor(look.color);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines.map((line) => indented(line))];
  return [
    paint('bold', `${page.code}: ${page.severity}`),
    `Topic: ${page.topic}`,
    ...section('What it means', sentences(page.means, look)),
    ...section('Why', sentences(page.why, look)),
    ...section('Example', page.example === undefined ? [] : page.example.split('\n')),
    ...section('What to do', sentences(page.todo, look)),
    ...section('Flags', page.flags.length === 0 ? [] : [page.flags.join(', ')]),
    ...section('Can a rule change its level?', wrap(ruleText(page), textWidth(look))),
  ].join('\n');
}

/** All codes by topic, without a newline at the end. */
export function renderCodeList(pages: readonly CodePage[], look: Look): string {
  const paint = paintFor(look.color);
  const width = Math.max(...pages.map(({ code }) => code.length));
  const topics = [...new Set(pages.map(({ topic }) => topic))];
  return [
    ...topics.flatMap((topic) => [
      paint('bold', topic),
      ...pages
        .filter((page) => page.topic === topic)
        .flatMap((page) => {
          const [first = '', ...rest] = wrap(
            page.means,
            Math.max(30, look.width - width - 2 * INDENT.length),
          );
          return [
            `${INDENT}${padTo(page.code, width)}${INDENT}${first}`,
            ...rest.map((line) => `${' '.repeat(width + 2 * INDENT.length)}${line}`),
          ];
        }),
      '',
    ]),
    'interform explain CODE says more about one of them.',
  ].join('\n');
}

function indented(line: string): string {
  return line === '' ? '' : `${INDENT}${line}`;
}

/** A capital at the beginning and a full stop at the end, as far as that makes no other word of a name or a command. */
function sentences(text: string, look: Look): string[] {
  return text.split('\n\n').flatMap((paragraph, index) => {
    const lines = wrap(sentence(paragraph), textWidth(look));
    return index === 0 ? lines : ['', ...lines];
  });
}

function sentence(text: string): string {
  const first = /^[a-z]+(?=[ ,:;]|$)/.exec(text)?.[0] ?? '';
  const isWord = first !== '' && first !== 'interform';
  const begun = isWord ? `${text[0]?.toUpperCase()}${text.slice(1)}` : text;
  return /[\p{L}\p{N})"]$/u.test(begun) ? `${begun}.` : begun;
}

function textWidth(look: Look): number {
  return Math.max(30, Math.min(WIDEST, look.width) - INDENT.length);
}

function ruleText({ code, rule }: CodePage): string {
  if (rule === undefined) return 'No.';
  const example = rule.levels.find((level) => !rule.default.startsWith(level)) ?? 'error';
  const levels = new Intl.ListFormat('en', { type: 'disjunction' }).format(rule.levels);
  return `Yes: to ${levels}. By default it is ${rule.default}. In interform.yaml: rules: { ${code}: ${example} }`;
}
