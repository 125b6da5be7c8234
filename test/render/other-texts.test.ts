import { describe, expect, it } from 'vitest';
import { renderChecks } from '../../src/render/screens/doctor-text.ts';
import { renderManifestItems } from '../../src/render/screens/manifests-text.ts';

const look = { width: 100, color: false };

describe('merged manifests as text', () => {
  it('name the place of every value', () => {
    const item = {
      kind: 'attribute',
      address: 'attribute/contact/plan',
      place: { file: 'migrations/0001-attributes.yaml', line: 5 },
      fields: {
        type: { value: 'options', file: 'migrations/0001-attributes.yaml', line: 6 },
        options: { value: ['free', 'pro'], file: 'migrations/0002-plan.yaml', line: 9 },
        archived: { value: false, file: 'data/plans.csv', row: 3 },
      },
    };
    expect(renderManifestItems([item], look)).toBe(`attribute/contact/plan  migrations/0001-attributes.yaml:5
  type      options    migrations/0001-attributes.yaml:6
  options   free, pro  migrations/0002-plan.yaml:9
  archived  false      data/plans.csv row 3`);
  });
});

describe('the checks of doctor as text', () => {
  it('say what works and how to mend what does not', () => {
    const checks = [
      { name: 'token', state: 'ok', detail: 'belongs to Acme' },
      { name: 'clock', state: 'warning', detail: 'is 90 s behind', help: 'set the clock' },
      { name: 'region', state: 'failed', detail: 'EU', help: 'set workspace.region' },
    ] as const;
    expect(renderChecks(checks, look)).toBe(`ok       token   belongs to Acme
warning  clock   is 90 s behind
                 help: set the clock
failed   region  EU
                 help: set workspace.region

1 of 3 checks failed.`);
  });

  it('break no word on 80 columns', () => {
    const help =
      'write it into interform.yaml, so that these manifests are never applied to another workspace: workspace: { id: ecahpwf5 }';
    const checks = [{ name: 'workspace', state: 'warning', detail: 'Acme (ecahpwf5)', help }] as const;
    const text = renderChecks(checks, { width: 80, color: false });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text.replace(/\s+/g, ' ')).toContain(help);
  });
});
