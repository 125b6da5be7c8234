import { describe, expect, it } from 'vitest';
import { renderPlanMarkdown } from '../../src/render/markdown/plan-markdown.ts';
import { displayWidth } from '../../src/render/terminal/width.ts';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { sampleChange, samplePlan } from './sample-plan.ts';

const option = (label: string, more: JsonObject = {}): JsonObject => ({
  id: label.toLowerCase(),
  label,
  archived: false,
  description: `What agents choose where the customer says that it is ${label.toLowerCase()}`,
  ...more,
});
const LABELS = ['Low', 'Normal', 'High', 'Urgent', 'Blocking', 'Cosmetic', 'Wish', 'Unknown', 'Other'];
const OPTIONS = LABELS.map((label) => option(label));

function planOf(before: Json, after: Json) {
  const address = 'tag/severity';
  return samplePlan([sampleChange({ address, action: 'update', fields: { choices: { before, after } } })]);
}

function shown(before: Json, after: Json, width: number): string[] {
  const lines = renderPlan(planOf(before, after), { width, color: false }).split('\n');
  const first = lines.findIndex((line) => line.includes('choices'));
  const rest = lines.slice(first);
  return rest.slice(0, rest.indexOf('')).map((line) => line.replace(/^ {6}(?:choices| {7}) {2}/, ''));
}

describe.each([80, 140])('a list of maps at %s columns', (width) => {
  it('shows what differs of an element, and how many are as they were', () => {
    const after = OPTIONS.map((one) => (one.label === 'Urgent' ? { ...one, archived: true } : one));
    expect(shown(OPTIONS, after, width)).toEqual([
      '  3 unchanged',
      '- id urgent, archived false, 2 more unchanged',
      '+ id urgent, archived true, 2 more unchanged',
      '  5 unchanged',
    ]);
  });

  it('shows where long texts differ, at their end too', () => {
    const after = OPTIONS.map((one) =>
      one.label === 'Wish' ? { ...one, description: `${String(one['description'])}, and not now` } : one,
    );
    const lines = shown(OPTIONS, after, width);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain(' is wish, and not now');
    expect(lines.every((line) => displayWidth(line) <= width - 15)).toBe(true);
  });

  it('shows elements that come and go', () => {
    const after = [...OPTIONS.filter(({ label }) => label !== 'Low'), { label: 'Later' }];
    const lines = shown(OPTIONS, after, width);
    expect(lines[0]).toMatch(/^- id low, label Low, archived false/);
    expect(lines.slice(1)).toEqual(['  8 unchanged', '+ label Later']);
  });

  it('pairs the elements of several that differ side by side', () => {
    const after = OPTIONS.map((one, at) => (at < 2 ? { ...one, label: `${String(one['label'])}!` } : one));
    expect(shown(OPTIONS, after, width)).toEqual([
      '- id low, label Low, 2 more unchanged',
      '+ id low, label Low!, 2 more unchanged',
      '- id normal, label Normal, 2 more unchanged',
      '+ id normal, label Normal!, 2 more unchanged',
      '  7 unchanged',
    ]);
  });

  it('says nothing of the order of keys', () => {
    const [first = {}, ...rest] = OPTIONS;
    const turned = Object.fromEntries(Object.entries(first).toReversed());
    expect(shown([first, ...rest], [turned, ...rest, { label: 'Later' }], width)).toEqual([
      '  9 unchanged',
      '+ label Later',
    ]);
  });
});

it('a list of maps stands in Markdown with what differs of it', () => {
  const after = OPTIONS.map((one) => (one.label === 'Urgent' ? { ...one, archived: true } : one));
  const text = renderPlanMarkdown(planOf(OPTIONS, after));
  expect(text).toContain('- id urgent, archived false, 2 more unchanged');
  expect(text).toContain('+ id urgent, archived true, 2 more unchanged');
});

it('a list of maps that is longer than a screen ends with how many lines there are more', () => {
  const many = (archived: boolean) =>
    Array.from({ length: 60 }, (_, at) => option(`Option ${at}`, { archived }));
  const lines = shown(many(false), many(true), 100);
  expect(lines).toHaveLength(41);
  expect(lines.at(-1)).toBe('and 80 more lines');
});

it('what is no map in such a list is shown as it is, and its text is inert', () => {
  expect(shown(['vip', { label: 'A\u001b[31m' }], [7, { label: 'A\u001b[31m' }], 80)).toEqual([
    '- vip',
    '+ 7',
    '  1 unchanged',
  ]);
});
