import type { ChangeResult } from '../types/result.ts';

export function succeeded(result: Pick<ChangeResult, 'outcome'>): boolean {
  return result.outcome === 'done' || result.outcome === 'already';
}
