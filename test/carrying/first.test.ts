import { afterEach, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, type Project } from '../approval/project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

const MANIFEST = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  seats:
    type: integer
    from: { attribute: seats_text, values: { ten: 10 }, archive: true }
  plan:
    type: options
    options: [free, pro, { value: starter, was: [Free trial, trial] }]
`;

it('carries', async () => {
  project = await openProject({
    seed: {
      attributes: [
        { model: 'contact', name: 'seats_text', data_type: 'string' },
        { model: 'contact', name: 'plan', data_type: 'string', options: ['free', 'pro', 'Free trial', 'trial'] },
      ],
      contacts: [
        { role: 'user', external_id: 'a', custom_attributes: { seats_text: 'ten' } },
        { role: 'user', external_id: 'b', custom_attributes: { seats_text: '12', plan: 'trial' } },
        { role: 'user', external_id: 'c', custom_attributes: { plan: 'free' } },
      ],
    } as never,
  });
  project.write('0001-attributes.yaml', MANIFEST);
  const first = await project.plan('--json');

  console.log((await project.plan()).out);
  const applied = await project.apply();
  console.log(applied.out, applied.err);
  console.log((await project.plan()).out);
  console.log((await project.plan('--allow', 'drop_option=2', '--allow', 'archive=1')).out);
});
