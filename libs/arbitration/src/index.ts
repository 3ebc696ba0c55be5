export { toConflictFact } from './conflict-fact.ts';
