import type { Caller, WithingsCall } from '../../lib/withings/transport.ts';

/** A caller that gives these bodies in turn, the last one again and again, and notes what it was asked. */
export function bodies(...pages: unknown[]) {
  const calls: WithingsCall[] = [];
  const caller: Caller = {
    call: async (call) => {
      calls.push(call);
      return pages[Math.min(calls.length, pages.length) - 1];
    },
  };
  return { caller, calls, asked: () => calls.map(({ params }) => params) };
}
