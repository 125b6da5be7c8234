import type { Probe } from '../../types/kind/probe.ts';
import { countOf } from '../count-of.ts';
import { CONVERSATION_ATTRIBUTES, TEAMS } from './calls.ts';

export const conversationAttributeProbes: readonly Probe[] = [
  {
    name: 'read conversation attributes',
    reads: 'list',
    needed: 'where declared',
    try: async (reader) =>
      countOf(
        (await reader.list(CONVERSATION_ATTRIBUTES)).filter(({ archived }) => archived !== true).length,
        'conversation attribute',
      ),
  },
  {
    name: 'read teams',
    reads: 'list',
    needed: 'where declared',
    try: async (reader) => countOf((await reader.list(TEAMS)).length, 'team'),
  },
];
