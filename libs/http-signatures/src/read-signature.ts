/** Reading `Signature-Input` and `Signature` (RFC 9421 section 4). */
import { isInnerList, type Dictionary } from 'structured-headers';
import type { Component } from './component.ts';
import { faultOf, isHttpSignatureFault, type HttpSignatureFault } from './fault.ts';
import { fieldText, type HttpFields } from './http-message.ts';
import type { SignatureParams } from './signature-base.ts';
import { isProblem, readDictionary } from './structured-field.ts';

/** Nobody has so many, and each is looked for in the whole message. */
const MOST_COMPONENTS = 64;

/** A signature as it was sent, nothing of it checked. */
export interface HttpSignature {
  readonly label: string;
  readonly components: readonly Component[];
  readonly params: SignatureParams;
  /** Null where it is not stated, or is no string. */
  readonly keyid: string | null;
  readonly signature: Uint8Array;
}

/** readSignatures reads every signature of a message, in the order of `Signature-Input`: at least one, or a fault. */
export function readSignatures(headers: HttpFields): readonly [HttpSignature, ...HttpSignature[]] | HttpSignatureFault {
  const inputs = readField(headers, 'Signature-Input');
  if (isHttpSignatureFault(inputs)) return inputs;
  const signatures = readField(headers, 'Signature');
  if (isHttpSignatureFault(signatures)) return signatures;
  const stray = [...signatures.keys()].find((label) => !inputs.has(label));
  if (stray !== undefined) return malformed(`Signature has "${stray}", Signature-Input does not`);
  const read: HttpSignature[] = [];
  for (const label of inputs.keys()) {
    const one = readOne(label, inputs, signatures);
    if (isHttpSignatureFault(one)) return one;
    read.push(one);
  }
  const [first, ...rest] = read;
  return first === undefined ? missing('Signature-Input') : [first, ...rest];
}

/** readSignature reads the first signature whose key is wanted; by default the first that names one. */
export function readSignature(
  headers: HttpFields,
  isWanted: (keyid: string) => boolean = () => true,
): HttpSignature | HttpSignatureFault {
  const signatures = readSignatures(headers);
  if (isHttpSignatureFault(signatures)) return signatures;
  const wanted = signatures.find(({ keyid }) => keyid !== null && isWanted(keyid));
  if (wanted !== undefined) return wanted;
  const keyids = signatures.map(({ keyid }) => (keyid === null ? 'none' : JSON.stringify(keyid.slice(0, 64))));
  return faultOf('unknown_key', `no signature is by a key that is known here: keyid ${keyids.slice(0, 4).join(', ')}`);
}

function readField(headers: HttpFields, name: string): Dictionary | HttpSignatureFault {
  const text = fieldText(headers, name.toLowerCase());
  if (text === null || text === '') return missing(name);
  if (typeof text !== 'string') return malformed(text.why);
  const members = readDictionary(text);
  return isProblem(members) ? malformed(`${name}: ${members.problem}`) : members;
}

function readOne(label: string, inputs: Dictionary, signatures: Dictionary): HttpSignature | HttpSignatureFault {
  const input = inputs.get(label)!;
  const member = signatures.get(label);
  if (!isInnerList(input)) return malformed(`Signature-Input: "${label}" is no list of components`);
  if (member === undefined) return malformed(`Signature has no "${label}"`);
  const [signature, extra] = member;
  // Nothing covers a parameter there, and none is defined.
  if (!(signature instanceof ArrayBuffer) || extra.size > 0) {
    return malformed(`Signature: "${label}" is no byte sequence without parameters`);
  }
  const [items, params] = input;
  if (items.length > MOST_COMPONENTS) return malformed(`"${label}" covers more than ${MOST_COMPONENTS} components`);
  const components: Component[] = [];
  for (const [name, of] of items) {
    if (typeof name !== 'string') return malformed(`Signature-Input: "${label}" covers what is no string`);
    components.push({ name, params: of });
  }
  const keyid = params.get('keyid');
  return {
    label,
    components,
    params,
    keyid: typeof keyid === 'string' ? keyid : null,
    signature: new Uint8Array(signature),
  };
}

const malformed = (why: string): HttpSignatureFault => faultOf('signature_malformed', why);
const missing = (name: string): HttpSignatureFault => faultOf('signature_missing', `there is no ${name}`);
