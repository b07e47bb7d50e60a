import type { Principal } from './gateway.ts';
import { unknownOperators } from './iam.ts';
import { accountId } from './identity.ts';
import { Lambda, type LambdaSettings } from './lambda.ts';
import { functionSchema } from './lambda-environment.ts';
import type { Log } from './log.ts';
import { propertiesAs } from './properties.ts';
import { permissionsOf } from './roles.ts';
import type { Stack } from './stack.ts';

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
