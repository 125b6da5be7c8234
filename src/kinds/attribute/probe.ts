import type { Probe } from '../../types/kind/probe.ts';
import { ATTRIBUTES } from './calls.ts';

export const attributeProbe: Probe = {
  name: 'read attributes',
  reads: 'list',
  try: async (reader) => `${(await reader.list(ATTRIBUTES)).filter((row) => row.custom).length} custom`,
};
