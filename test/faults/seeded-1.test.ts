import { describeShard } from './seeded.ts';

describeShard(1);
