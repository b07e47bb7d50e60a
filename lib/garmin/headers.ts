/**
 * What the Android app says of itself, on every call to either host. The User-Agent matters: uploads under a browser's
 * name are accepted and then dropped without a word.
 */
export const appHeaders: Readonly<Record<string, string>> = {
  'user-agent': 'GCM-Android-5.23',
  'x-garmin-user-agent':
    'com.garmin.android.apps.connectmobile/5.23; ; Google/sdk_gphone64_arm64/google; Android/33; Dalvik/2.1.0',
  'x-garmin-paired-app-version': '10861',
  'x-garmin-client-platform': 'Android',
  'x-app-ver': '10861',
  'x-lang': 'en',
  'x-gcexperience': 'GC5',
  'accept-language': 'en-US,en;q=0.9',
  accept: 'application/json',
  'cache-control': 'no-cache',
};
