import type { CheckRun } from './facts.ts';
import { found, type Routes } from './route.ts';

export const CHECKS: Routes = {
  'POST /check-runs': ({ github, sent }) => {
    const app = { slug: 'github-actions' };
    github.checks.push({ ...(sent as unknown as CheckRun), app, id: github.nextId() });
    return { status: 201, body: {} };
  },
  'GET /commits/*/check-runs': ({ github, parts, query, page }) => {
    const named = github.checks.filter(
      (one) => one.head_sha === parts[0] && one.name === query.get('check_name'),
    );
    return found({ total_count: named.length, check_runs: page(named) });
  },
};
