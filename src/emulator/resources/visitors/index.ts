import { notFound } from '../../errors.ts';
import type { Resource } from '../../resource.ts';

/** This workspace has no visitors; asking for one has a refusal of its own (intercom 1.6). */
export const visitors: Resource = {
  name: 'visitors',
  routes: [
    { method: 'GET', path: '/visitors', answer: refuseVisitor },
    { method: 'PUT', path: '/visitors', answer: refuseVisitor },
  ],
};

function refuseVisitor(): never {
  throw notFound('Visitor Not Found');
}
