/** What the code may say while it works. Never tokens, codes, form bodies, query strings or health values. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What may be logged of an error: our own sentences whole, of anything else only its name and where it was thrown. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  if ('kind' in error && 'service' in error) {
    const { name, message, kind, service } = error as Error & { kind: string; service: string };
    return { error: name, kind, vendor: service, reason: message };
  }
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return { error: error.name, at: frames?.slice(0, 8).map((line) => line.trim()) };
}
