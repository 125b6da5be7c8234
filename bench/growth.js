// How a plan grows with the number of contacts, as a plot of text. Bars of equal length mean that the cost of a contact
// stays the same.

const LONGEST = 40;

/** One block for each case that was measured in several sizes; empty where there is none. */
export function growthPlot(plans) {
  const measured = plans.filter(({ failed }) => failed === undefined);
  return [...new Set(measured.map((plan) => plan.case))]
    .map((name) => measured.filter((plan) => plan.case === name))
    .filter((sizes) => sizes.length > 1)
    .map(blockOf)
    .join('\n');
}

function blockOf(sizes) {
  const costs = sizes.map(({ plan, contacts }) => (plan.cpuMs * 1000) / contacts);
  const most = Math.max(...costs);
  const lines = sizes.map(({ contacts, plan }, at) => {
    const bar = '█'.repeat(Math.round((costs[at] / most) * LONGEST));
    const figures = `${costs[at].toFixed(0).padStart(6)} µs ${plan.mb.toFixed(0).padStart(6)} MB`;
    return `${contacts.toLocaleString('en').padStart(12)} ${figures}  ${bar}`;
  });
  return `${sizes[0].case}: CPU for each contact, and the peak\n${lines.join('\n')}\n`;
}
