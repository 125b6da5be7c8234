import { describe, expect, it } from 'vitest';
import { companySteps, verifyCompany } from '../../src/kinds/company/steps.ts';
import type { Step } from '../../src/types/step.ts';
import { sampleChange } from '../render/sample-plan.ts';

function tagging(): Step {
  const fields = { tags: { add: ['vip'], remove: [] } };
  const change = sampleChange({ address: 'company/acme', kind: 'company', action: 'update', fields });
  return companySteps(change)[0] as Step;
}

/** Law 11: members that Intercom does not know are skipped without an error. */
describe('the answer to the tag of a company', () => {
  const missing = [{ field: 'tags', sent: ['vip'], kept: null }];

  it('says that it was put on', () => {
    const companies = [
      { company_id: 'beta', tagged: false },
      { company_id: 'acme', tagged: true },
    ];
    expect(verifyCompany(tagging(), { companies })).toEqual([]);
    expect(verifyCompany(tagging(), { companies: [{ company_id: 'acme' }] })).toEqual([]);
  });

  it('says that it was not, by company_id, by id, or by nobody at all', () => {
    const refused = { tagged: false };
    for (const companies of [
      [{ company_id: 'acme', ...refused }],
      [{ id: 'acme', ...refused }],
      [
        { company_id: 'beta', tagged: true },
        { company_id: 'acme', ...refused },
      ],
      [],
    ])
      expect(verifyCompany(tagging(), { companies })).toEqual(missing);
  });
});
