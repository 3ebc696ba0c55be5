/** The signature base: the text that is signed (RFC 9421 section 2.5). */
import { serializeInnerList, type BareItem } from 'structured-headers';
import { componentOf, identityOf, serializeComponent, type Component } from './component.ts';
import { deriveComponent } from './derived-component.ts';
import { faultOf, isHttpSignatureFault, type HttpSignatureFault } from './fault.ts';
import { fieldComponent } from './field-component.ts';
import type { HttpMessage } from './http-message.ts';

/** `created`, `keyid`, `nonce` … in the order in which they are written. */
export type SignatureParams = ReadonlyMap<string, BareItem>;

/** signatureBase gives the text to be signed, without a newline at its end; it is ASCII. */
export function signatureBase(
  message: HttpMessage,
  components: readonly (string | Component)[],
  params: SignatureParams,
): string | HttpSignatureFault {
  const covered = components.map((one) => (typeof one === 'string' ? componentOf(one) : one));
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const component of covered) {
    const value = valueOf(message, component);
    if (isHttpSignatureFault(value)) return value;
    // Only now is it known to be an identifier that can be written.
    const identity = identityOf(component);
    if (seen.has(identity)) return faultOf('signature_malformed', `${identity} is covered twice`);
    seen.add(identity);
    lines.push(`${serializeComponent(component)}: ${value}`);
  }
  lines.push(`"@signature-params": ${serializeParams(covered, params)}`);
  return lines.join('\n');
}

/** serializeParams writes what is covered and the parameters: a member of `Signature-Input` (section 2.3). */
export const serializeParams = (components: readonly Component[], params: SignatureParams): string =>
  serializeInnerList([components.map((one) => [one.name, new Map(one.params)]), new Map(params)]);

function valueOf(message: HttpMessage, component: Component): string | HttpSignatureFault {
  const { name, params } = component;
  if (!params.has('req')) return valueIn(message, component);
  if (params.get('req') !== true) return faultOf('component_unknown', `"${name}" has no such parameter "req"`);
  // Section 2.4: only a response answers a request.
  const request = 'status' in message ? message.request : undefined;
  if (request === undefined) return faultOf('component_missing', `there is no request that "${name}";req is of`);
  return valueIn(request, component);
}

const valueIn = (message: HttpMessage, component: Component): string | HttpSignatureFault =>
  component.name.startsWith('@') ? deriveComponent(message, component) : fieldComponent(message, component);
