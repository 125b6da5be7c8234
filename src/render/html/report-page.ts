import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { sumUp } from '../findings/diagnostics.ts';
import { findingPlace } from '../findings/finding-message.ts';
import { thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import type { ReportData, StreamedReport } from './report-data.ts';
import { REPORT_SCRIPT } from './report-script.ts';
import { REPORT_STYLE } from './report-style.ts';

/** A line below what keeps a plan from being applied; others stand under one that leads. */
export interface AlarmItem {
  readonly text: string;
  readonly leads: boolean;
}

/** What stands around the rows, as plain text: it is escaped here. */
export interface ReportFrame {
  readonly title: string;
  /** Lines under the title. */
  readonly notes: readonly string[];
  /** What keeps the plan from being applied, with the words that allow it. */
  readonly alarms: readonly { readonly title: string; readonly items: readonly AlarmItem[] }[];
  readonly counts: readonly { readonly label: string; readonly count: number }[];
  readonly means: readonly string[];
  readonly findings: readonly Diagnostic[];
  /** The last line. */
  readonly sum: string;
}

/**
 * One self-contained file in pieces, since it may be longer than any text: it loads nothing, and nothing of the data can become
 * markup or script (design 6.3).
 */
export function* reportPieces(frame: ReportFrame, data: ReportData | StreamedReport): Generator<string> {
  const count = 'count' in data ? data.count : data.rows.length;
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(REPORT_STYLE)}'`,
    `script-src '${hashOf(REPORT_SCRIPT)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const found = frame.findings.length === 0 ? [] : [findings(frame.findings)];
  const leading = data.sections.filter(({ leads }) => leads === true).length;
  const sections = data.sections.map(section).toSpliced(leading, 0, ...found);
  yield [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<link rel="icon" href="data:,">',
    `<title>${escaped(frame.title)}</title>`,
    `<style>${REPORT_STYLE}</style>`,
    '</head>',
    '<body>',
    ...header(frame),
    '<main>',
    ...(count === 0 ? found : [toolbar(data), ...sections, EMPTY]),
    `<p class="sum">${escaped(frame.sum)}</p>`,
    '</main>',
    '',
  ].join('\n');
  if (count > 0) {
    yield '<script type="application/json" id="data">';
    yield* 'count' in data ? streamed(data) : embedded(data);
    yield `</script>\n<script>${REPORT_SCRIPT}</script>\n`;
  }
  yield '</body>\n</html>';
}

function header(frame: ReportFrame): string[] {
  const means = frame.means.map((one) => `<li>${escaped(one)}</li>`).join('');
  return [
    '<header class="top">',
    `<h1>${escaped(frame.title)}</h1>`,
    ...frame.notes.map((note) => `<p class="dim small">${escaped(note)}</p>`),
    '<ul class="counts">',
    ...frame.counts.map(
      ({ label, count }) =>
        `<li${count === 0 ? ' class="none"' : ''}><b>${thousands(count)}</b><span>${escaped(label)}</span></li>`,
    ),
    '</ul>',
    ...frame.alarms.map(({ title, items }) => {
      const list = items
        .map(({ text, leads }) =>
          leads ? `<li><b>${escaped(text)}</b></li>` : `<li class="sub">${escaped(text)}</li>`,
        )
        .join('');
      return `<section class="box bad" role="alert"><b>${escaped(title)}</b>${list === '' ? '' : `<ul>${list}</ul>`}</section>`;
    }),
    ...(frame.means.length === 0
      ? []
      : [`<section class="box warn"><b>What this means</b><ul>${means}</ul></section>`]),
    '</header>',
  ];
}

/** Findings that are shown; the rest are counted. */
const MOST_FINDINGS = 200;

function findings(all: readonly Diagnostic[]): string {
  const items = all.slice(0, MOST_FINDINGS).map((one) => {
    const { severity, code, summary, detail, help } = one;
    const where = findingPlace(one);
    const more = [detail, help === undefined ? undefined : `help: ${help}`].filter(
      (part) => part !== undefined,
    );
    return [
      `<li><b>${escaped(severity)}</b> <code>${escaped(code)}</code> ${escaped(summary)}`,
      ...(where === undefined ? [] : [` <code class="dim">${escaped(where)}</code>`]),
      ...more.map((part) => `<br><span class="dim small">${escaped(part)}</span>`),
      '</li>',
    ].join('');
  });
  const left = all.length - items.length;
  if (left > 0) items.push(`<li>and ${thousands(left)} more</li>`);
  const open = all.some(({ severity }) => severity === 'error') || all.length <= 5 ? ' open' : '';
  return `<section class="box warn" id="findings"><details${open}><summary><b>Findings: ${escaped(sumUp(all))}</b></summary><ul>${items.join('')}</ul></details></section>`;
}

function toolbar({ sections }: { readonly sections: readonly { readonly title: string }[] }): string {
  const jumps = sections.map(
    ({ title }, index) =>
      `<a href="#section-${index}">${escaped(title)} <span id="jump-${index}"></span></a>`,
  );
  return `<noscript><p class="box bad">The list of changes needs JavaScript; this file loads nothing from anywhere.</p></noscript>
<div class="bar" role="search">
<input type="search" id="query" aria-label="Search" placeholder="Search addresses, values, files" autocomplete="off" spellcheck="false">
<span><select id="kind" aria-label="Kind"></select></span>
<span><select id="action" aria-label="Action"></select></span>
<span><select id="set" aria-label="Contact set"></select></span>
<span><select id="outcome" aria-label="Outcome"></select></span>
<label><input type="checkbox" id="grave"> only destructive or blocked</label>
<span><button type="button" id="expand">Expand all</button>
<button type="button" id="collapse">Collapse all</button>
<button type="button" id="reset" hidden>Clear filters</button></span>
<nav aria-label="Sections">${jumps.join('')}</nav>
<output id="shown" aria-live="polite"></output>
</div>`;
}

const EMPTY = '<p class="empty" id="empty" hidden>Nothing matches. Clear the filters to see everything.</p>';

function section({ title }: { readonly title: string }, index: number): string {
  return `<section id="section-${index}"><h2>${escaped(title)} <span id="count-${index}" class="dim"></span></h2><div class="list" id="list-${index}"></div></section>`;
}

/** Text for an element or a quoted attribute. */
function escaped(text: string): string {
  return inert(text).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

const BREAKING = /[<>&\u2028\u2029]/g;

/** JSON that cannot end its script block, begin a comment there or break a line. */
function* embedded(data: ReportData): Generator<string> {
  const { rows, ...rest } = data;
  yield `${unbreaking(JSON.stringify(rest)).slice(0, -1)},"rows":[`;
  yield* rowPieces(rows);
  yield ']}';
}

/** The same of a streamed report: words and sections are known only after the rows, so they follow them. */
function* streamed({ noun, glyphs, rows, words, sections }: StreamedReport): Generator<string> {
  yield `${unbreaking(JSON.stringify({ noun, glyphs })).slice(0, -1)},"rows":[`;
  yield* rowPieces(rows);
  yield `],"words":${unbreaking(JSON.stringify(words))},"sections":[`;
  for (const [index, { title, leads, entries }] of sections.entries())
    yield `${index === 0 ? '' : ','}${unbreaking(JSON.stringify({ title, leads, entries: entries() }))}`;
  yield ']}';
}

function* rowPieces(rows: Iterable<string>): Generator<string> {
  let isFirst = true;
  for (const row of rows) {
    yield isFirst ? unbreaking(row) : `,\n${unbreaking(row)}`;
    isFirst = false;
  }
}

function unbreaking(json: string): string {
  return json.replace(BREAKING, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
