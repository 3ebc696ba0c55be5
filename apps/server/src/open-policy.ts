import { readFileSync } from 'node:fs';
import { EXPRESS_POLICY, parsePolicy, policyDigest, type Policy } from '#arbitration';
import { readJson } from '#statements';
import { StartError } from './start-error.ts';

/** openPolicy reads the policy that new cases begin under: `express`, or a document. */
export function openPolicy(name: string): { readonly policy: Policy; readonly digest: string } {
  const policy = name === 'express' ? EXPRESS_POLICY : readPolicy(name);
  if (policy.clocks.hearing > 0) {
    const why = `The policy ${policy.id} hears people for ${policy.clocks.hearing} s before it proposes, and hearings are not built yet.`;
    throw new StartError(why, 'set "clocks.hearing" to 0, or POLICY=express npm start');
  }
  return { policy, digest: policyDigest(policy) };
}

function readPolicy(file: string): Policy {
  const read = readJson(readFileSync(file));
  if (!('value' in read)) throw new StartError(`${file} is not JSON.`, 'POLICY=express npm start');
  const policy = parsePolicy(read.value);
  if (!('problems' in policy)) return policy;
  throw new StartError(`${file} is no policy: ${policy.problems.join('; ')}.`, 'look at docs/policy.json');
}
