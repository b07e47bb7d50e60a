import type { Principal } from '../gateway/gateway.ts';
import { permissionsOf } from '../iam/roles.ts';
import { unknownOperators } from '../iam/statements.ts';
import type { Log } from '../log.ts';
import { accountId } from '../template/identity.ts';
import { propertiesAs } from '../template/properties.ts';
import type { Stack } from '../template/stack.ts';
import { functionSchema } from './environment.ts';
import { Lambda, type LambdaSettings } from './lambda.ts';

export interface FunctionWithPrincipal {
  lambda: Lambda;
  principal: Principal;
}

/** The functions of the template and what their roles let them do. */
export function functionsOf(stack: Stack, settings: LambdaSettings): FunctionWithPrincipal[] {
  return stack.ofType('AWS::Lambda::Function').map((resource) => {
    const { Role } = propertiesAs(functionSchema, resource);
    const { statements, unknownPolicies } = permissionsOf(stack, Role);
    warn(settings.log, resource.path, 'unknown policies grant nothing here', unknownPolicies);
    warn(
      settings.log,
      resource.path,
      'statements with unknown conditions never apply here',
      unknownOperators(statements),
    );
    const roleName = Role.split('/').at(-1);
    const principal = { arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${resource.name}`, statements };
    return { lambda: new Lambda(resource, settings), principal };
  });
}

function warn(log: Log, path: string, what: string, names: string[]): void {
  if (names.length > 0) log({ from: 'local cloud', text: `${path}: ${what}: ${names.join(', ')}.` });
}
