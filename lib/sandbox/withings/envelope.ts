/** The form of every answer: HTTP says 200 whatever happened, and `status` says what did. */
export interface Envelope {
  status: number;
  body: unknown;
  error?: string;
}

export const success = (body: object = {}): Envelope => ({ status: 0, body });

export const refusal = (status: number, error: string, body: object = {}): Envelope => ({ status, body, error });

export const invalidParams = (what: string): Envelope => refusal(503, `Invalid Params: ${what}`);

/** The answer to a call whose access token is absent, unknown, expired or revoked. */
export const invalidToken = (): Envelope =>
  refusal(401, 'XRequestID: Not provided invalid_token: The access token provided is invalid');

export const tooManyRequests = (error: string, waitSeconds?: number): Envelope =>
  refusal(601, error, waitSeconds === undefined ? {} : { wait_seconds: waitSeconds });
