import { defaultSettings } from '../../../lib/settings.ts';
import { ownersOnlyPage } from '../../../lib/web/owner/for-owner.ts';
import * as connecting from '../../../lib/web/pages/connecting.ts';
import { connectionsContent } from '../../../lib/web/pages/connections.ts';
import { connectionsView } from '../../../lib/web/pages/connections-view.ts';
import { confirmationContent, deletedPage, deletionContent } from '../../../lib/web/pages/deleting.ts';
import { exportTooLargeContent } from '../../../lib/web/pages/export-too-large.ts';
import { handOverCodeContent } from '../../../lib/web/pages/hand-over-code.ts';
import { layout, type Markup } from '../../../lib/web/pages/layout.ts';
import { Moments } from '../../../lib/web/pages/moments.ts';
import * as plain from '../../../lib/web/pages/plain.ts';
import { settingsContent } from '../../../lib/web/pages/settings.ts';
import * as signingIn from '../../../lib/web/pages/signing-in.ts';
import { welcomePage } from '../../../lib/web/pages/welcome.ts';
import { noSuchMeasurement } from '../../../lib/web/site/measurement.ts';
import { accountOf, connectionOf, newcomer, now, signedIn, thisMorning } from './household.ts';
import { overviewMarkup } from './overview-of.ts';

const within = (title: string, content: Markup): string => layout({ title, content, signedIn });

const connections = connectionsView({
  account: accountOf({
    connections: {
      garmin: connectionOf({ credentialsEndAt: now + 20 * 86_400_000, domain: 'garmin.cn' }),
      trainerroad: connectionOf({ status: 'reauthorize', problem: 'The session has ended.' }),
    },
  }),
  withings: { notifies: true, devices: [{ model: 'Body Scan', battery: 'low', seenAt: thisMorning }] },
  ...{ pausedDestinations: [], moments: new Moments('Europe/Berlin', now), now },
});
const asTheyAre = { chosen: defaultSettings, typed: {}, problems: {} };

/** Every page there is, with ordinary content. */
export const everyPage: [name: string, markup: string][] = [
  [
    'welcome',
    welcomePage(
      { name: 'Eva', connections: { garmin: { sealed: 'sealed' } } },
      'https://weighbridge.example/connect?invite=i',
    ),
  ],
  ['welcome of somebody unnamed', welcomePage({}, 'https://weighbridge.example/connect?invite=i')],
  [
    'connections',
    within(
      'Connections',
      connectionsContent(connections, signedIn.csrf, (domain) => `https://sso.${domain}/`),
    ),
  ],
  ['settings', within('Settings', settingsContent(asTheyAre, signedIn.csrf, 'en-GB'))],
  [
    'settings with a mistake',
    within(
      'Not saved yet',
      settingsContent(
        { ...asTheyAre, typed: { silenceDays: '?' }, problems: { silenceDays: 'No.' } },
        signedIn.csrf,
        'en-GB',
      ),
    ),
  ],
  [
    'hand-over code',
    within(
      'Garmin',
      handOverCodeContent({ name: 'garmin', command: ['npx weighbridge garmin login', '--code A'], until: '09:30' }),
    ),
  ],
  ['export by the year', within('Export', exportTooLargeContent({ extension: 'json', years: [2025, 2026] }))],
  ['export of too large a year', within('Export', exportTooLargeContent({ extension: 'json', years: [] }))],
  ['deletion', within('Delete everything?', deletionContent())],
  ['confirmation', within('Delete everything', confirmationContent(signedIn))],
  [
    'deletion that Withings keeps up',
    within('Delete everything', confirmationContent({ ...signedIn, problem: 'No.', withoutWithings: true })),
  ],
  ['deleted', deletedPage()],
  ['signed out everywhere', signingIn.signedOutEverywherePage()],
  ['removed', signingIn.removedPage()],
  ['forged form', plain.forgedFormPage()],
  ['not invited', connecting.notInvitedPage()],
  ['invite expired', connecting.inviteExpiredPage()],
  ['connected', connecting.connectedPage({ name: 'Eva' })],
  ['refused at Withings', connecting.refusedAtWithingsPage()],
  ['too little granted', connecting.tooLittleGrantedPage()],
  ['dead code', connecting.deadCodePage()],
  ['state used', connecting.stateRefusedPage('used')],
  ['state expired', connecting.stateRefusedPage('expired')],
  ['other browser', connecting.stateRefusedPage('otherBrowser')],
  ['Withings problem', connecting.withingsProblemPage()],
  ['not configured', connecting.notConfiguredPage({ callbackUrl: 'https://weighbridge.example/oauth/callback' })],
  ['not signed in', signingIn.notSignedInPage()],
  ['signed out', signingIn.signedOutPage()],
  ['stranger', signingIn.strangerPage()],
  ['sign-in refused', signingIn.signInRefusedPage()],
  ['sign-in too late', signingIn.signInTooLatePage()],
  ['sign-in problem', signingIn.signInProblemPage()],
  ['not found', plain.notFoundPage()],
  ['only by a button', plain.onlyByButtonPage()],
  ['too large', plain.tooLargePage(64)],
  ['only for the owner', ownersOnlyPage()],
  ['no such measurement', noSuchMeasurement()],
  ['error', plain.errorPage('1-5759e988-bd862e3fe1be46a994272793')],
  ['first sync', overviewMarkup(newcomer(), [])],
];
