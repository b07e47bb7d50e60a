import { isIP } from 'node:net';
import type { Sandbox, SandboxClient } from './state.ts';

/** The application of this id. Without a list of clients anybody may be one. */
export function isKnownClient({ state }: Sandbox, clientId: string): boolean {
  return state.clients.length === 0 || registered(state.clients, clientId) !== undefined;
}

export function isClientSecret({ state }: Sandbox, clientId: string, clientSecret: string): boolean {
  return state.clients.length === 0 || registered(state.clients, clientId)?.clientSecret === clientSecret;
}

/** Undefined when anybody may be an application. */
export const secretOf = ({ state }: Sandbox, clientId: string): string | undefined =>
  registered(state.clients, clientId)?.clientSecret;

/** A registered URL, or something deeper under one. */
export function mayRedirectTo(sandbox: Sandbox, clientId: string, redirectUri: string): boolean {
  const client = registered(sandbox.state.clients, clientId);
  if (client?.callbackUrls?.every((url) => !isUnder(redirectUri, url))) return false;
  return isPublicUrl(redirectUri, sandbox.state.settings.allowLocalhost);
}

/** A public https address whose host is among the registered URLs. */
export function mayNotify(sandbox: Sandbox, clientId: string, callbackurl: string): boolean {
  const client = registered(sandbox.state.clients, clientId);
  const host = URL.canParse(callbackurl) && new URL(callbackurl).host;
  if (client?.callbackUrls?.every((url) => new URL(url).host !== host)) return false;
  return callbackurl.length <= 255 && isPublicUrl(callbackurl, sandbox.state.settings.allowLocalhost);
}

const registered = (clients: readonly SandboxClient[], clientId: string): SandboxClient | undefined =>
  clients.find((client) => client.clientId === clientId);

const isUnder = (url: string, registeredUrl: string): boolean =>
  url === registeredUrl ||
  (url.startsWith(registeredUrl) && /[/?]/.test(registeredUrl.at(-1)! + url[registeredUrl.length]));

function isPublicUrl(url: string, allowLocalhost: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port } = new URL(url);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1';
  if (isLocal) return allowLocalhost;
  const isDomain = hostname.includes('.') && !hostname.startsWith('[') && isIP(hostname) === 0;
  // The URL class leaves the port empty when it is the protocol's own, 443.
  return protocol === 'https:' && isDomain && port === '';
}
