import type { Resource } from '../../resource.ts';
import { companyListRoutes } from './lists.ts';
import { companyRoutes } from './routes.ts';
import { companyScrollRoute } from './scroll.ts';
import { type CompaniesSeed, companiesSeed } from './seed.ts';
import { showCompany } from './show.ts';
import { companiesOf } from './store.ts';
import { companySwitches } from './switches.ts';

export const companies: Resource<CompaniesSeed, typeof companySwitches> = {
  name: 'companies',
  routes: [...companyListRoutes, companyScrollRoute, ...companyRoutes],
  switches: companySwitches,
  seed: companiesSeed,
  records: (workspace) => [...companiesOf(workspace).all()].map((company) => showCompany(company, workspace)),
  count: (workspace) => companiesOf(workspace).size,
};
