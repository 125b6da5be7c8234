import fc from 'fast-check';

// One seed for every run, so that a red build is caused by the change; PROPERTY_SEED=N explores others.
const written = process.env['PROPERTY_SEED'];
fc.configureGlobal({ seed: written === undefined ? 20261122 : Number(written) });
