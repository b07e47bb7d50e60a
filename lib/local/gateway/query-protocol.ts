import type { AwsAnswer, AwsCall, AwsError } from './aws-call.ts';
import { element } from './xml.ts';

/** What a call in AWS's oldest protocol asks for: a form in, XML out. */
export const formOf = (call: AwsCall): URLSearchParams => new URLSearchParams(call.body.toString());

/** @param result XML inside `<Action>Result` */
export const queryAnswer = (action: string, result: string): AwsAnswer =>
  xmlAnswer(200, element(`${action}Response`, element(`${action}Result`, result)));

/** @param denied how the service calls a refusal by IAM */
export function queryRefusal({ code, message, status }: AwsError, denied: string): AwsAnswer {
  const isDenied = code === 'AccessDeniedException';
  const error =
    element('Type', 'Sender', 'text') +
    element('Code', isDenied ? denied : code, 'text') +
    element('Message', message, 'text');
  return xmlAnswer(isDenied ? 403 : status, element('ErrorResponse', element('Error', error)));
}

const xmlAnswer = (status: number, body: string): AwsAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});
