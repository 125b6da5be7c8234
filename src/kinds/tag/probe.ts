import type { Probe } from '../../types/kind/probe.ts';
import { countOf } from '../count-of.ts';
import { TAGS } from './calls.ts';

export const tagProbe: Probe = {
  name: 'read tags',
  reads: 'list',
  try: async (reader) => countOf((await reader.list(TAGS)).length, 'tag'),
};
