/** The first fault that befalls this call, used up by it after its `times`; without them it stays. */
export function takeFault<Fault extends { times?: number }>(
  faults: Fault[],
  befalls: (fault: Fault) => boolean,
): Fault | undefined {
  const index = faults.findIndex(befalls);
  const fault = faults[index];
  if (fault?.times === undefined) return fault;
  fault.times -= 1;
  if (fault.times <= 0) faults.splice(index, 1);
  return fault;
}

/** What fetch throws when the connection ends before the answer. */
export const cutConnection = (): TypeError =>
  new TypeError('fetch failed', { cause: new Error('The simulator cut the connection.') });

/** A web page where JSON was asked for. */
export function webPage(status: number, retryAfter?: string): Response {
  const headers = { 'content-type': 'text/html', ...(retryAfter !== undefined && { 'retry-after': retryAfter }) };
  return new Response(`<html><head><title>${status}</title></head><body></body></html>`, { status, headers });
}
