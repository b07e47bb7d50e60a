import type { GarminAccount } from '../state.ts';

const status = (type: string, message = '', httpStatus = 'OK') => ({ type, message, httpStatus });

const nothing = {
  serviceURL: null,
  serviceTicketId: null,
  responseReason: null,
  customerMfaInfo: null,
  consentTypeList: null,
  captchaAlreadyPassed: false,
  samlResponse: null,
  authType: null,
};

export const successful = (serviceURL: string, serviceTicketId: string) => ({
  ...nothing,
  serviceURL,
  serviceTicketId,
  responseStatus: status('SUCCESSFUL'),
  authType: 'CAS',
});

export const refused = (type: string, message = '', httpStatus = 'UNAUTHORIZED') => ({
  ...nothing,
  responseStatus: status(type, message, httpStatus),
});

export const codeWanted = ({ email, mfa }: GarminAccount) => ({
  ...nothing,
  responseStatus: status('MFA_REQUIRED'),
  consentTypeList: [],
  customerMfaInfo: {
    email: masked(email),
    phoneNumber: mfa === 'sms' ? '*******42' : null,
    mfaLastMethodUsed: mfa,
    defaultMfaMethod: null,
    mfaUISetting: { allowPhoneOption: true, allowAddEmailAddress: false, chooseDifferentWayShown: false },
  },
});

/** What a successful code is answered with, which is shorter. */
export function successfulCode(serviceURL: string, serviceTicketId: string) {
  const {
    customerMfaInfo: _,
    consentTypeList: __,
    captchaAlreadyPassed: ___,
    ...rest
  } = successful(serviceURL, serviceTicketId);
  return rest;
}

/** `anna@example.com` as `an*****@example.com`. */
export const masked = (email: string): string => email.replace(/^(.{0,2})[^@]*/, '$1*****');
