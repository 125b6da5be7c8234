import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadFacts } from '../../../src/app/probing/facts-file.ts';
import {
  FACT_RANGES,
  FACTS_FORMAT,
  type Fact,
  type FactName,
  type FactsDocument,
  workspaceFacts,
} from '../../../src/types/facts.ts';
import { factsShape } from '../../../src/types/facts-shape.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../schemas/facts.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true }).compile(schema);
const names = Object.keys(FACT_RANGES) as FactName[];

function fact(name: FactName, found: Fact['found']): Fact {
  const { assumed } = FACT_RANGES[name];
  return { name, question: 'Is it so?', assumed, found, state: 'differs', how: 'asked' };
}

function document(...facts: readonly Fact[]): FactsDocument {
  return {
    format: FACTS_FORMAT,
    tool: '0.1.0',
    workspace: { id: 'ecahpwf5', name: 'Acme', region: 'US' },
    intercom_version: '2.16',
    probed_at: '2026-11-30T16:00:00.000Z',
    facts,
  };
}

/** Every value that a fact may have, and one that it may not. */
const values = names.map((name): [FactName, readonly unknown[], readonly unknown[]] => {
  const { takes } = FACT_RANGES[name];
  if (takes === 'a count') return [name, [0, 7, null], ['often', 1.5]];
  return [name, [...takes, null], ['perhaps', 7]];
});

describe('the facts of a workspace', () => {
  it.each(values)('take of %s what schema and shape both take', (name, right, wrong) => {
    for (const found of right) {
      const whole = document(fact(name, found as Fact['found']));
      expect([validate(whole), factsShape(whole, '')], String(found)).toEqual([true, undefined]);
    }
    for (const found of wrong) {
      const whole = document(fact(name, found as Fact['found']));
      expect([validate(whole), typeof factsShape(whole, '')], String(found)).toEqual([false, 'string']);
    }
  });

  it('assume what may be found', () => {
    expect(names.length).toBeGreaterThan(15);
    const assumed = document(...names.map((name) => fact(name, FACT_RANGES[name].assumed)));
    expect(factsShape(assumed, '')).toBeUndefined();
    expect(validate(assumed)).toBe(true);
  });

  it('of a later version pass, and mean nothing here', () => {
    const later = document({ ...fact('or_most', 15), name: 'moon_phase' as FactName, found: 'new' as never });
    expect(factsShape(later, '')).toBeUndefined();
    expect(workspaceFacts(later.facts).found).not.toHaveProperty('moon_phase');
  });

  it('say of bulk what is known, and that nothing is known', () => {
    expect(workspaceFacts([]).bulk).toEqual({
      create: 'unknown',
      update: 'unknown',
      most: null,
      countsItems: null,
    });
    const known = [fact('bulk_create', 'works'), fact('bulk_most', 80), fact('bulk_counts', 'items')];
    expect(workspaceFacts(known).bulk).toEqual({
      create: 'works',
      update: 'unknown',
      most: 80,
      countsItems: true,
    });
  });
});

describe('a file of facts', () => {
  const whole = document(fact('bulk_most', 20));
  const text = JSON.stringify(whole);

  it.each([
    ['as it was written', text, whole],
    ['saved by an editor on Windows', `\uFEFF${text}`, whole],
    ['cut off', text.slice(0, -9), 'facts-foreign'],
    ['of another sort', '[]', 'facts-foreign'],
    ['edited to what no fact may be', text.replace('"found":20', '"found":"many"'), 'facts-foreign'],
    ['of a later version', text.replace('facts/1', 'facts/2'), 'facts-newer'],
  ])('is read, or refused by name: %s', async (_what, written, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'interform-facts-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'facts.json'), written);
    const read = await loadFacts(join(folder, 'facts.json'), 'facts.json');
    expect('facts' in read ? read.facts : read.diagnostic.code).toEqual(expected);
  });
});
