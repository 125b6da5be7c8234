import type { Resource } from '../../resource.ts';
import { segmentRoutes } from './routes.ts';
import { type SegmentsSeed, segmentsSeed } from './seed.ts';
import { showSegment } from './show.ts';
import { segmentsOf } from './store.ts';

export const segments: Resource<SegmentsSeed> = {
  name: 'segments',
  routes: segmentRoutes,
  seed: segmentsSeed,
  records: (workspace) =>
    segmentsOf(workspace)
      .all()
      .map((segment) => showSegment(segment)),
};
