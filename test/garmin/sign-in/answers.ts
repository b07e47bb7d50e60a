import type { Answer } from '../../../lib/http.ts';

/** An answer as the parsers get it. */
export const answered = (status: number, text: string | object, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: new Headers(headers),
  text: typeof text === 'string' ? text : JSON.stringify(text),
});

export const page = (title: string, body = '', status = 200): Answer =>
  answered(status, `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`);

/** What a function throws. */
export function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It threw nothing.');
}
