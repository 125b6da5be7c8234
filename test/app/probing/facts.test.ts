import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
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
