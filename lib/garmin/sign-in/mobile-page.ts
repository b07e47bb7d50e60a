import { type GarminSite, serviceOf } from './site.ts';

/** Under the name of the Android app, by which the tokens are kept alive later too. */
export const mobileClientId = 'GCM_ANDROID_DARK';

/** Where a person signs in with a browser, through the same door as the phone app. */
export const mobilePageUrl = (site: GarminSite): string =>
  `${site.sso}/mobile/sso/en_US/sign-in?${new URLSearchParams({ clientId: mobileClientId, service: serviceOf.mobile(site) })}`;
