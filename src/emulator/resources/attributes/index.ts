import type { Resource } from '../../resource.ts';
import { attributeRoutes } from './routes.ts';
import { type AttributesSeed, attributesSeed } from './seed.ts';
import { showAttribute } from './show.ts';
import { attributesOf } from './store.ts';
import { attributeSwitches } from './switches.ts';

/** The data attributes of contacts and companies. */
export const attributes: Resource<AttributesSeed, typeof attributeSwitches> = {
  name: 'attributes',
  routes: attributeRoutes,
  switches: attributeSwitches,
  seed: attributesSeed,
  records: (workspace) => [...attributesOf(workspace).all()].map(showAttribute),
};
