import type { Route } from '../router.ts';
import { attributeRoutes } from './attributes/routes.ts';
import { companyRoutes } from './companies/routes.ts';
import { companyListRoutes } from './companies/lists.ts';
import { contactCompanyRoutes } from './contacts/memberships.ts';
import { contactLifecycleRoutes } from './contacts/lifecycle.ts';
import { contactListRoutes } from './contacts/lists.ts';
import { contactTagRoutes } from './contacts/tagging.ts';
import { contactRoutes } from './contacts/routes.ts';
import { mergeRoutes } from './contacts/merge.ts';
import { noteRoutes } from './notes/routes.ts';
import { tagRoutes } from './tags/routes.ts';
import { workspaceRoutes } from './admins/routes.ts';

/** Every endpoint (api.md 11.7). */
export const ROUTES: readonly Route[] = [
  ...workspaceRoutes,
  ...attributeRoutes,
  ...contactListRoutes,
  ...mergeRoutes,
  ...contactRoutes,
  ...contactLifecycleRoutes,
  ...contactTagRoutes,
  ...contactCompanyRoutes,
  ...noteRoutes,
  ...tagRoutes,
  ...companyListRoutes,
  ...companyRoutes,
];
