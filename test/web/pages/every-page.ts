import { ownersOnlyPage } from '../../../lib/web/owner/for-owner.ts';
import * as connecting from '../../../lib/web/pages/connecting.ts';
import { deletedPage } from '../../../lib/web/pages/deleting.ts';
import * as plain from '../../../lib/web/pages/plain.ts';
import * as signingIn from '../../../lib/web/pages/signing-in.ts';
import { statusPage } from '../../../lib/web/pages/status.ts';
import { statusView } from '../../../lib/web/pages/status-view.ts';
import { welcomePage } from '../../../lib/web/pages/welcome.ts';
import { noSuchMeasurement } from '../../../lib/web/site/measurement.ts';
import { accountOf, ledgerOf, newcomer, now, signedIn } from './household.ts';

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
  ['only for the owner', ownersOnlyPage()],
  ['everything deleted', deletedPage()],
  ['no such measurement', noSuchMeasurement()],
  ['error', plain.errorPage('1-5759e988-bd862e3fe1be46a994272793')],
  ['first sync', statusPage(statusView(newcomer(), [], now), signedIn)],
  ['status', statusPage(statusView(accountOf(), ledgerOf(), now), signedIn)],
];
