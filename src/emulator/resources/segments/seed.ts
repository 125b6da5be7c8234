import type { SeedPart } from '../../seed/part.ts';
import { TEXTS } from '../../seed/shape.ts';
import { tagsOf } from '../tags/store.ts';
import { segmentsOf } from './store.ts';

export interface SegmentsSeed {
  readonly segments?: readonly SeedSegment[];
}

/** Its members are the contacts and companies that carry one of its tags. */
export interface SeedSegment {
  readonly id?: string;
  readonly name: string;
  /** Default user. */
  readonly person_type?: 'contact' | 'user';
  /** Names; made when missing. Deleting one of them is refused. */
  readonly tags?: readonly string[];
  /** `contact/plan`: archiving one of them is refused. */
  readonly attributes?: readonly string[];
}

export const segmentsSeed: SeedPart<SegmentsSeed> = {
  shape: {
    list: {
      object: {
        id: 'a text',
        name: 'a text',
        person_type: { oneOf: ['contact', 'user'] },
        tags: TEXTS,
        attributes: TEXTS,
      },
      required: ['name'],
    },
  },
  load({ segments = [] }, workspace) {
    for (const segment of segments) {
      segmentsOf(workspace).add({
        id: segment.id ?? workspace.newId(workspace.now()),
        name: segment.name,
        person_type: segment.person_type ?? 'user',
        tags: (segment.tags ?? []).map((name) => tagsOf(workspace).ensure(name).id),
        attributes: segment.attributes ?? [],
        created_at: workspace.now(),
      });
    }
  },
  save: (workspace) =>
    segmentsOf(workspace)
      .all()
      .map(({ id, name, person_type, tags, attributes }) => ({
        ...{ id, name, person_type, attributes },
        tags: tags.flatMap((tag) => tagsOf(workspace).get(tag)?.name ?? []),
      })),
};
