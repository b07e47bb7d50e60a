import { leftReasons } from '../../attribution.ts';
import { type DestinationName, destinationTitles, entriesOf } from '../../destination.ts';
import { type Delivery, type EventItem, eventOf, isOpen, type LeftItem } from '../../ledger.ts';
import { canBeHeldBack } from '../../sync/outliers.ts';
import { storyOf } from '../../sync/story.ts';
import { leftReading } from './left-reading.ts';
import { measurementPath } from './measurement-path.ts';
import { type IsPaused, readingIn } from './measurement-rows.ts';
import type { Moment } from './moments.ts';
import type { Reading } from './reading.ts';
import { allValues } from './values.ts';
import { type Tone, wayOf } from './way.ts';
import type { Words } from './words.ts';

/** What can be done with a measurement: the names are what the forms send. */
export const actions = ['send', 'hold', 'release', 'mine', 'notMine'] as const;
export type Action = (typeof actions)[number];

/** What is known of its arrival at one destination. */
export interface Proof {
  name: DestinationName;
  title: string;
  tone: Tone;
  words: string;
  /** `words` follow the value. */
  facts: { label: string; value: string | Moment; words?: string }[];
  /** Of the file that was sent there. */
  file?: { href: string; label: string };
}

export interface MeasurementView {
  href: string;
  reading?: Reading;
  measuredAt: Moment;
  device: string;
  /** Why it is not carried on, or what is to be known of all of it. */
  remark?: string;
  /** Whether somebody has to act on it. */
  act: boolean;
  actions: { action: Action; label: string; words: string }[];
  proofs: Proof[];
  story: { at: Moment; words: string }[];
  values: { label: string; value: string }[];
}

export function eventView(item: EventItem, words: Words, isPaused: IsPaused): MeasurementView {
  const { moments, numbers } = words;
  const { model, device, held, withdrawn, deliveries } = item;
  const href = measurementPath(item.event);
  const stops = wayOf(item, moments, isPaused);
  const failed = Object.values(deliveries).some(({ state }) => state === 'failed');
  const remark = withdrawn
    ? 'Withings no longer lists it as yours, so it is carried nowhere.'
    : held !== undefined && `It is held: ${held}.`;
  return {
    href,
    reading: readingIn(numbers, eventOf(item)),
    measuredAt: moments.at(item.measuredAt * 1000),
    device: model ?? (device === 'manual' ? 'entered by hand' : 'a device without a name'),
    ...(remark && { remark }),
    act: held !== undefined || failed,
    actions: actionsFor(item),
    proofs: entriesOf(deliveries).map(([name, delivery]) => {
      const stop = stops.find((one) => one.name === name);
      const { tone = 'off', words: said = '' } = stop ?? {};
      return { name, title: destinationTitles[name].full, tone, words: said, ...proofOf(name, delivery, href, words) };
    }),
    story: storyOf(item, (key) => `a ${kindOfFile(key)} file`).map(({ at, words: said }) => ({
      at: moments.atSecond(at),
      words: said,
    })),
    values: allValues(eventOf(item), numbers),
  };
}

export function leftView(item: LeftItem, { moments, numbers }: Words): MeasurementView {
  const reading = leftReading(item, numbers);
  const isTheirs = item.reason === 'ambiguous';
  const group = item.groups[0];
  return {
    href: measurementPath(item.event),
    ...(reading && { reading }),
    measuredAt: moments.at(item.measuredAt * 1000),
    device: group?.model ?? (group?.deviceid ? 'a device without a name' : 'entered by hand'),
    remark: isTheirs
      ? 'The scale was not sure whose this is, so it is carried nowhere until somebody says so.'
      : `It is left out: ${leftReasons[item.reason]}.`,
    act: isTheirs,
    actions: isTheirs ? whose : [],
    proofs: [],
    story: [
      { at: moments.atSecond(item.measuredAt * 1000), words: 'measured' },
      {
        at: moments.atSecond(item.receivedAt),
        words: `received from Withings, and left out: ${leftReasons[item.reason]}`,
      },
    ],
    values: [],
  };
}

const whose: MeasurementView['actions'] = [
  {
    action: 'mine',
    label: 'It is mine',
    words: 'Withings is told so, here and in its app, and it is carried to every destination.',
  },
  { action: 'notMine', label: 'It is not mine', words: 'Withings is told so. It is carried nowhere.' },
];

function actionsFor(item: EventItem): MeasurementView['actions'] {
  const { withdrawn, held, deliveries } = item;
  if (withdrawn) return [];
  if (held !== undefined) {
    return [{ action: 'release', label: 'Release it', words: 'It is right: it goes wherever it was held from.' }];
  }
  const all = Object.values(deliveries);
  if (all.length === 0) return [];
  const waits = all.some(isOpen);
  return [
    waits
      ? { action: 'send', label: 'Send now', words: 'What waits is tried at once; what has arrived is proven again.' }
      : {
          action: 'send',
          label: 'Send again',
          words: 'What is still there is only proven again; what is missing is sent.',
        },
    ...(canBeHeldBack(item)
      ? [{ action: 'hold', label: 'Hold it', words: 'It goes nowhere until you release it.' } as const]
      : []),
  ];
}

const kindOfFile = (key: string): 'JSON' | 'FIT' => (key.endsWith('.json') ? 'JSON' : 'FIT');

function proofOf(
  name: DestinationName,
  { state, at, sentAt, remoteId, file, attempts = 0 }: Delivery,
  href: string,
  { moments, numbers }: Words,
): Pick<Proof, 'facts' | 'file'> {
  const isProven = state === 'verified';
  return {
    facts: [
      ...(sentAt === undefined ? [] : [{ label: 'Sent', value: moments.atSecond(sentAt) }]),
      ...(attempts > 1 ? [{ label: 'Attempts', value: numbers.figure(attempts, 0) }] : []),
      ...(isProven
        ? [
            {
              label: attempts > 0 ? 'Read back' : 'Found there',
              value: moments.atSecond(at),
              words: 'with the value above',
            },
          ]
        : []),
      ...(remoteId === undefined ? [] : [{ label: 'Entry', value: remoteId }]),
    ],
    ...(file && { file: { href: `${href}/file/${name}`, label: kindOfFile(file) } }),
  };
}
