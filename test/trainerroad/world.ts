import type { Fetch } from '../../lib/http.ts';
import { TrainerRoadSimulator } from '../../lib/sandbox/trainerroad/simulator.ts';
import type { Member, Rider } from '../../lib/sandbox/trainerroad/state.ts';
import type { TrainerRoadCredentials } from '../../lib/trainerroad/credentials.ts';
import { trainerRoadDestination } from '../../lib/trainerroad/destination.ts';
import { trainerRoadUrl } from '../../lib/trainerroad/web.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { MemoryTokenStore } from '../memory-token-store.ts';

export interface SeenRequest {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

export interface Sketch {
  rider?: Partial<Rider>;
  /** What is stored at the start; a cookie of `'open'` is one that the simulator knows. */
  credentials?: TrainerRoadCredentials;
}

const password = 'correct horse';

/** A person with a TrainerRoad account, and everything between the two. */
export function trainerRoadWorld({ rider = {}, credentials = { cookie: 'open' } }: Sketch = {}) {
  const clock = new FlowingClock();
  const simulator = new TrainerRoadSimulator({ clock, random: () => 0.5 });
  const { memberId } = simulator.addMember({ username: 'anna', password, rider });
  const member = (): Member => simulator.state.members[memberId]!;

  const requests: SeenRequest[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url, headers } = request;
    requests.push({ method, url, headers, body: await request.clone().text() });
    return simulator.fetch(request);
  };
  const opened = credentials.cookie === 'open' ? { ...credentials, cookie: simulator.signIn(member()) } : credentials;
  const store = new MemoryTokenStore<TrainerRoadCredentials>(opened);
  const web = { fetch, clock, baseUrl: trainerRoadUrl };
  return { clock, simulator, member, requests, web, store, destination: trainerRoadDestination(web, store) };
}

export const withPassword: TrainerRoadCredentials = { username: 'anna', password };
