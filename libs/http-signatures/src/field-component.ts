/** Components that are fields of a message (RFC 9421 section 2.1). */
import type { BareItem } from 'structured-headers';
import type { Component } from './component.ts';
import { faultOf, type HttpSignatureFault } from './fault.ts';
import { fieldText, linesOf, type HttpFields, type HttpMessage } from './http-message.ts';
import { isProblem, serializeField, serializeMember, type FieldProblem } from './structured-field.ts';

const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** fieldComponent gives a field's value as it is signed (`req` was seen to before). */
export function fieldComponent(message: HttpMessage, { name, params }: Component): string | HttpSignatureFault {
  if (!FIELD_NAME.test(name)) return faultOf('component_unknown', `"${name}" is no field's name in lower case`);
  for (const [param, value] of params) {
    const isRight = param === 'key' ? typeof value === 'string' : FLAGS.has(param) && value === true;
    if (!isRight) return faultOf('component_unknown', `"${name}" has no such parameter "${param}"`);
  }
  const fields = params.has('tr') ? message.trailers : message.headers;
  const missing = faultOf('component_missing', `the message has no field "${name}"`);
  if (params.has('bs')) {
    if (params.has('sf') || params.has('key')) {
      return faultOf('component_unknown', `"${name}" cannot be "bs" and "sf" or "key" at once`);
    }
    return asByteSequences(fields, name) ?? missing;
  }
  const text = fieldText(fields, name);
  if (text === null) return missing;
  if (typeof text !== 'string') return text;
  const value = restate(name, text, params);
  if (value === null) return missing;
  if (isProblem(value)) return faultOf('component_malformed', `"${name}": ${value.problem}`);
  return value;
}

const FLAGS: ReadonlySet<string> = new Set(['sf', 'bs', 'req', 'tr']);

function restate(name: string, text: string, params: ReadonlyMap<string, BareItem>): string | FieldProblem | null {
  const key = params.get('key');
  if (typeof key === 'string') return serializeMember(text, key);
  return params.has('sf') ? serializeField(name, text) : text;
}

/** Section 2.1.3: each line by itself, so that nobody can join or part them. */
function asByteSequences(fields: HttpFields | undefined, name: string): string | null {
  const lines = linesOf(fields, name);
  if (lines.length === 0) return null;
  return lines.map((line) => `:${Buffer.from(line, 'latin1').toString('base64')}:`).join(', ');
}
