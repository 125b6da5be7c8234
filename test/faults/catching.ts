import { runScenario } from './run-scenario.ts';
import { drawScenario } from './scenario.ts';

/** Whether the scenario of this seed finds anything wrong. A first run that fails without any fault is no catch: it throws. */
export async function catches(seed: number): Promise<boolean> {
  return (await runScenario(drawScenario(seed))).problems.length > 0;
}
