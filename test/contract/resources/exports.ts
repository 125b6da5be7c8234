import type { DescribedResource } from '../described-resources.ts';

/** Jobs are named by themselves: those of the examples are unknown. */
export const described: DescribedResource = {
  endpoints: ['POST /export/content/data', 'GET /export/content/data/a', 'POST /export/cancel/a'],
  examples: [
    [
      'POST /export/content/data',
      '/export/content/data',
      { created_at_after: 1734519776, created_at_before: 1734537776 },
    ],
  ],
  refused: ['GET /export/content/data/{job_identifier}', 'POST /export/cancel/{job_identifier}'],
};
