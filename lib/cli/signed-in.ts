import { connectionsFrom, type ReadyConnections } from './connections.ts';
import { signInToTrainerRoad } from './trainerroad-login.ts';

/**
 * The destinations that the environment names, signed in to: a password is used here, once, and only the session that it
 * opens goes on. What is wrong with the variables is said by {@link connectionsFrom} alone, without a call.
 */
export async function signedInConnections(env: NodeJS.ProcessEnv): Promise<ReadyConnections> {
  const connections = await connectionsFrom(env);
  if (!connections.trainerroad) return connections;
  return { ...connections, trainerroad: { credentials: await signInToTrainerRoad({}, env) } };
}
