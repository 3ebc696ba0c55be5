import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import { beginCrookedIssuer } from './crooked-issuer.ts';
import { beginFaking } from './faking.ts';
import { beginLaxBank } from './lax-bank.ts';
import { beginMilking } from './milking.ts';
import { beginRing } from './ring.ts';
import { beginSlander } from './slander.ts';
import { beginWhitewash } from './whitewash.ts';

/** beginStrategies sets every strategy of the plan to work, in its order. */
export function beginStrategies(world: World): Agent[] {
  return world.plan.strategies.map((strategy, number) => {
    switch (strategy.kind) {
      case 'whitewash':
        return beginWhitewash(world, strategy);
      case 'milking':
        return beginMilking(world, strategy);
      case 'slander':
        return beginSlander(world, strategy, number);
      case 'ring':
        return beginRing(world, strategy, number);
      case 'faking':
        return beginFaking(world, strategy);
      case 'crooked issuer':
        return beginCrookedIssuer(world, strategy, number);
      case 'lax bank':
        return beginLaxBank(world, strategy);
      default:
        return strategy satisfies never;
    }
  });
}
