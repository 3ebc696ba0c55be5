/** Where the service is, and who asks it: options first, then the environment, then what `assize serve` left here. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { PrivateKey } from '#statements';
import { CliError } from './cli-error.ts';
import type { GlobalOptions } from './command-module.ts';

/** The options that `addServiceOptions` adds, beside the global ones. */
export interface ServiceOptions extends GlobalOptions {
  readonly url?: string;
  readonly key?: string;
  readonly token?: string;
  readonly timeout: number;
}

export interface ServiceAddress {
  /** Without a slash at its end. */
  readonly url: string;
  /** Where the address comes from, in words. */
  readonly from: string;
  /** Null: whoever asks says not who it is. */
  readonly credentials: { readonly token: string } | { readonly key: PrivateKey } | null;
  readonly timeoutMs: number;
}

const SERVICE = 'Service:';

/** addServiceOptions adds what every command that asks a service takes. */
export function addServiceOptions(command: Command): Command {
  return command
    .optionsGroup(SERVICE)
    .option('--url <url>', 'its address (default: ASSIZE_URL, else the service that was started here)')
    .option('--key <jwkfile>', 'sign requests with this private key (RFC 9421), of a bank or of a party')
    .option('--token <token>', 'send this bearer token (default: ASSIZE_TOKEN, else that of the service started here)')
    .option('--timeout <seconds>', 'how long to wait for an answer', parseSeconds, 30);
}

/** parseSeconds reads a number of seconds above 0, fractions too. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('A number of seconds above 0 is needed.');
}

/** findService finds the service and the credentials, or says where they were looked for. */
export async function findService({ url, key, token, timeout }: ServiceOptions): Promise<ServiceAddress> {
  if (key !== undefined && token !== undefined) {
    throw new CliError('usage', '--key and --token are two ways to say who asks: give one of them');
  }
  const { readEnvironment } = await import('#config');
  const environment = readEnvironment();
  const local = readLocalService(join(orElse(environment['DATA_DIR'], './var'), 'service.json'));
  const given = orElse(url, orElse(environment['ASSIZE_URL'], null));
  if (given === null && local === null) {
    throw new CliError('no_service', 'which service? There is no --url, no ASSIZE_URL, and none was started here', {
      hint: 'assize serve starts one here; another: --url https://tribunal.example',
    });
  }
  const own = given === null || given.replace(/\/+$/, '') === local?.url ? local : null;
  return {
    url: given === null ? local!.url : parseAddress(given, url === undefined ? 'ASSIZE_URL' : '--url'),
    from: given === null ? local!.file : url === undefined ? 'ASSIZE_URL' : '--url',
    credentials: await findCredentials(key, orElse(token, orElse(environment['ASSIZE_TOKEN'], own?.token ?? null))),
    timeoutMs: timeout * 1_000,
  };
}

async function findCredentials(key: string | undefined, token: string | null): Promise<ServiceAddress['credentials']> {
  if (key !== undefined) {
    const { readKeyFile } = await import('./read-document.ts');
    return { key: await readKeyFile(key) };
  }
  if (token === null) return null;
  if (/^[\x21-\x7e]+$/.test(token)) return { token };
  throw new CliError('usage', 'the token has characters that no token has');
}

interface LocalService {
  readonly file: string;
  readonly url: string;
  readonly token: string | null;
}

/** What `serve` writes for its owner only; its token goes to its address and to no other. */
function readLocalService(path: string): LocalService | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const file = relative('', path);
  try {
    const { url, token } = JSON.parse(text) as { url?: unknown; token?: unknown };
    if (typeof url === 'string') {
      return { file, url: parseAddress(url, file), token: typeof token === 'string' ? token : null };
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
  }
  throw new CliError('bad_address', `${file}: does not say where the service is`, {
    file,
    hint: 'assize serve writes it anew; or say --url',
  });
}

function parseAddress(text: string, from: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}${url.username}` === '';
  if (isPlain) return url.href.replace(/\/+$/, '');
  throw new CliError('usage', `${from}: an http:// or https:// address is needed`, {
    hint: `${from}${from.startsWith('--') ? ' ' : '='}http://127.0.0.1:4800`,
  });
}

/** Blank is as good as absent. */
const orElse = <T>(text: string | undefined, otherwise: T): string | T =>
  text === undefined || text.trim() === '' ? otherwise : text.trim();
