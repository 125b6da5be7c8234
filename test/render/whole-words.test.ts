import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/render/findings/diagnostics.ts';
import { fitTerminal } from '../../src/render/terminal/fit-terminal.ts';
import { displayWidth } from '../../src/render/terminal/width.ts';
import { renderPlan } from '../../src/render/text/plan-text.ts';
import { renderResult } from '../../src/render/text/result-text.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { mergeNote } from '../../src/types/merge-notes.ts';
import { largePlan } from './large-plan.ts';
import { sampleChange, samplePlan, sampleResult } from './sample-plan.ts';

const EMAIL = 'augusta.ada.king@analytical-engines.test';

const findings: readonly Diagnostic[] = [
  {
    code: 'undeclared-attribute',
    severity: 'warning',
    summary: 'custom_attributes.seats is not declared by any of the manifests that were read for this plan',
    detail: 'a value of a column that is mapped to it was found in 482 of the 503 rows of the source',
    help: 'declare it in a DataAttributes manifest of model contact; plan checks whether it is live',
    file: 'migrations/data/people-of-the-first-import.csv',
    row: 12,
  },
  {
    code: 'merge-into',
    severity: 'error',
    summary: 'several live users match into',
    address: `merge/${EMAIL}`,
  },
];

const changes = [
  sampleChange({
    address: 'merge/6657add46abd0167d94',
    action: 'merge',
    irreversible: true,
    reason: 'identity.leads of set customers absorbs leads with this email',
    notes: [mergeNote({ lead: EMAIL, user: 'user customer-9001', shared: 'phone' })],
    fields: { into: { after: '66b1' }, email: { before: null, after: EMAIL } },
  }),
  sampleChange({
    address: `contact/customers/${encodeURIComponent(EMAIL)}`,
    action: 'update',
    fields: {
      'custom_attributes.an_attribute_of_some_length': { before: 'a', after: EMAIL },
      email: { before: null, after: EMAIL },
      tags: { add: ['vip'], remove: [] },
    },
    notes: ['another contact holds this email too, so that Intercom may merge the two by itself'],
  }),
];
const guards = [{ verb: 'merge', count: 1204, limit: 0, over: true }] as const;
const plan = samplePlan(changes, {
  diagnostics: findings,
  guards,
  environment: 'production',
  undoes: '20261128T164400Z-7f3a9c',
});
const result = sampleResult({
  exit: 3,
  diagnostics: findings,
  results: [
    {
      address: `contact/customers/${EMAIL}`,
      action: 'create',
      outcome: 'failed',
      id: null,
      reason: 'Intercom answered 422: the email is not one that it takes, whatever it says itself',
    },
    {
      address: 'contact/customers/b',
      action: 'update',
      outcome: 'stale',
      id: '1',
      reason: 'somebody changed name meanwhile',
    },
  ],
});

type Look = { readonly width: number; readonly color: boolean; readonly isTerminal: boolean };
const DOCUMENTS: Readonly<Record<string, (look: Look) => string>> = {
  'a plan': (look) => renderPlan(plan, { ...look, notManaged: { attribute: 14, tag: 1204 } }),
  'a plan in full': (look) => renderPlan(plan, { ...look, full: true }),
  'a large plan': (look) => renderPlan(largePlan(300), look),
  findings: (look) => renderDiagnostics(findings, () => undefined, look),
  'a result': (look) =>
    renderResult(result, { ...look, durationMs: 4_000, runId: '20261128T164400Z-7f3a9c' }),
};

const plainOf = (text: string) =>
  text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g'), '');
const wordsOf = (text: string) => plainOf(text).split(/\s+/);
/** Values and lists of names are shortened on purpose. */
const isShortened = (word: string) => word.includes('…');

describe.each(Object.entries(DOCUMENTS))('%s on a terminal', (_name, render) => {
  const whole = new Set(wordsOf(render({ width: 10_000, color: false, isTerminal: true })));

  it.each(Array.from({ length: 26 }, (_, index) => 40 + index * 4))(
    'breaks no word at %i columns',
    (width) => {
      for (const color of [false, true]) {
        const look = { width, color, isTerminal: true };
        const text = fitTerminal(render(look), look);
        const long = plainOf(text)
          .split('\n')
          .filter((line) => displayWidth(line) > width);
        expect(long.filter((line) => line.trim().includes(' '))).toEqual([]);
        expect(text).not.toContain('undefined');
      }
      const look = { width, color: false, isTerminal: true };
      const own = wordsOf(fitTerminal(render(look), look));
      if (render === DOCUMENTS['a large plan']) return;
      expect(own.filter((word) => !whole.has(word) && !isShortened(word))).toEqual([]);
    },
  );
});

describe('values of a plan', () => {
  const fields = {
    'custom_attributes.manager_email': { after: EMAIL },
    email: { before: null, after: EMAIL },
  };
  const one = samplePlan([sampleChange({ address: 'contact/beta/ada', action: 'update', fields })]);

  it.each([52, 60, 64, 72, 80])(
    'are whole at %i columns, below their path where there is no room beside it',
    (width) => {
      const text = renderPlan(one, { width, color: false, isTerminal: true });
      expect(text.split(EMAIL)).toHaveLength(3);
      expect(text).not.toContain('…');
    },
  );
});

describe('a text that is fitted to a terminal', () => {
  const look = { width: 20, isTerminal: true };

  it('goes on two columns further in', () => {
    const text = '    aaaa bbbb cccc dddd eeee';
    expect(fitTerminal(text, { ...look, width: 26 })).toBe('    aaaa bbbb cccc dddd\n      eeee');
  });

  it('keeps a word whole that is longer than a line', () => {
    expect(fitTerminal(`see ${EMAIL} now`, look)).toBe(`see\n${EMAIL}\nnow`);
  });

  it('counts no colours, and what takes two columns twice', () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    expect(fitTerminal(red('aaaa bbbb cccc dddd'), look)).toBe(red('aaaa bbbb cccc dddd'));
    expect(fitTerminal('日本語日本語 日本語日本語', look)).toBe('日本語日本語\n日本語日本語');
  });

  it('stays as it is where no terminal shows it', () => {
    const text = 'a '.repeat(100);
    expect(fitTerminal(text, { width: 20, isTerminal: false })).toBe(text);
    expect(fitTerminal(text, { width: 20 })).toBe(text);
  });
});
