import { Hono } from 'hono';
import { type Clock, epochSeconds } from '../../clock.ts';
import type { Fetch } from '../../http.ts';
import { appli } from '../../withings/vocabulary.ts';
import { answerCall } from './api.ts';
import { hexDigits } from './chance.ts';
import { showConsent, takeDecision } from './consent.ts';
import { announce, announceGroup, deliverDue } from './deliveries.ts';
import { type Body, bodyScanWeighIn, type GroupDraft } from './devices.ts';
import type { PlannedFault } from './faults.ts';
import { frontPage } from './front-page.ts';
import { type Draft, recordActivity, recordHeart, recordNight, recordSound, recordWorkout } from './recording.ts';
import {
  type ActivityDay,
  type HeartRecord,
  type HeartSound,
  type Night,
  noRecords,
  type Records,
  type Workout,
} from './records.ts';
import {
  completed,
  emptyState,
  type Sandbox,
  type SandboxGroup,
  type SandboxPerson,
  type WithingsState,
} from './state.ts';
import { asStored } from './storing.ts';
import { switches } from './switches.ts';

export interface WithingsSimulatorOptions {
  clock: Clock;
  random: () => number;
  /** Kept from an earlier run, or with settings of one's own; it is changed in place. */
  state?: WithingsState;
  /** How callback URLs are reached. */
  fetch?: Fetch;
}

export interface NewPerson {
  name: string;
  timezone: string;
  userid?: number;
  groups?: SandboxGroup[];
  records?: Partial<Records>;
}

/** Withings with state: consent page, tokens, data services and notifications, and the faults one has to live with. */
export class WithingsSimulator {
  readonly state: WithingsState;
  readonly #sandbox: Sandbox;
  readonly #app = new Hono();

  constructor({ clock, random, state = emptyState(), fetch = globalThis.fetch }: WithingsSimulatorOptions) {
    this.state = completed(state);
    this.#sandbox = { state, clock, random, fetch };
    this.#app.onError((error) => {
      throw error;
    });
    this.#app.get('/', (c) => c.html(frontPage(state, c)));
    this.#app.route('/switches', switches(this, clock));
    this.#app.get('/oauth2_user/authorize2', (c) => showConsent(this.#sandbox, c));
    this.#app.post('/oauth2_user/authorize2', (c) => takeDecision(this.#sandbox, c));
    this.#app.post('*', (c) => answerCall(this.#sandbox, c.req.raw));
  }

  /** Rejects when an answer is to be lost: whoever serves this cuts the connection. */
  async fetch(request: Request): Promise<Response> {
    return this.#app.fetch(request);
  }

  /** How often each action was called, refused calls included. */
  get calls(): Readonly<Record<string, number>> {
    return this.state.calls;
  }

  addPerson({ records, ...person }: NewPerson): SandboxPerson {
    const userid = person.userid ?? Math.floor(10_000_000 + this.#sandbox.random() * 30_000_000);
    const added: SandboxPerson = {
      ...{ groups: [], grants: [], subscriptions: [] },
      ...person,
      ...{ userid, records: { ...noRecords(), ...records } },
    };
    this.state.people.push(added);
    return added;
  }

  /** Stores groups as if they had just been synchronised, and notifies. */
  async addGroups(userid: number, drafts: readonly GroupDraft[]): Promise<SandboxGroup[]> {
    const person = this.#person(userid);
    const now = epochSeconds(this.#sandbox.clock);
    const groups = drafts.map((draft) => asStored(draft, draft.grpid ?? this.state.nextGrpid++, now));
    person.groups.push(...groups);
    await this.#notify(person, groups);
    return groups;
  }

  /** Somebody steps on a Body Scan: three groups of one second. `at` in epoch seconds, now when absent. */
  async addWeighIn(
    userid: number,
    weighIn: Partial<Body> & { weightKg: number; at?: number },
  ): Promise<SandboxGroup[]> {
    const { at = epochSeconds(this.#sandbox.clock), ...body } = weighIn;
    const someBody = { fatPercent: 20, heightM: 1.78, ageYears: 42, heartPulseBpm: 60, ...body };
    const scale = { deviceid: this.#scaleOf(this.#person(userid)), modelid: 10, model: 'Body Scan' };
    return this.addGroups(userid, bodyScanWeighIn(someBody, at, scale));
  }

  /** Changes a group in place, as the app and a confirmation do, and notifies. */
  async editGroup(userid: number, grpid: number, change: Partial<Omit<SandboxGroup, 'grpid'>>): Promise<void> {
    const person = this.#person(userid);
    const edited = this.#groups(person, grpid);
    for (const group of edited) Object.assign(group, { modified: epochSeconds(this.#sandbox.clock) }, change);
    await this.#notify(person, edited);
  }

  /** Removes a group without a trace, and notifies. */
  async deleteGroup(userid: number, grpid: number): Promise<void> {
    const person = this.#person(userid);
    const deleted = this.#groups(person, grpid);
    person.groups = person.groups.filter((group) => !deleted.includes(group));
    await this.#notify(person, deleted);
  }

  /** What a tracker has counted on a day; again later in the day with more. */
  async addActivity(userid: number, draft: Draft<ActivityDay, 'date' | 'values'>): Promise<ActivityDay> {
    return this.#delivered(recordActivity(this.#sandbox, this.#person(userid), draft));
  }

  async addWorkout(
    userid: number,
    draft: Draft<Workout, 'category' | 'startdate' | 'enddate' | 'data'>,
  ): Promise<Workout> {
    return this.#delivered(recordWorkout(this.#sandbox, this.#person(userid), draft));
  }

  /** A night or a nap. */
  async addNight(userid: number, draft: Draft<Night, 'startdate' | 'enddate' | 'data'>): Promise<Night> {
    return this.#delivered(recordNight(this.#sandbox, this.#person(userid), draft));
  }

  /** An electrocardiogram, a blood pressure taken with one, or both. */
  async addHeartRecord(userid: number, draft: Draft<HeartRecord, 'heart_rate'>): Promise<HeartRecord> {
    return this.#delivered(recordHeart(this.#sandbox, this.#person(userid), draft));
  }

  async addHeartSound(userid: number, draft: Partial<HeartSound> = {}): Promise<HeartSound> {
    return this.#delivered(recordSound(this.#sandbox, this.#person(userid), draft));
  }

  /** Notifies of something that leaves no data here, as getting into bed: `fields` come with it. */
  async notify(userid: number, appli: number, fields: Readonly<Record<string, string>> = {}): Promise<void> {
    announce(this.#sandbox, this.#person(userid), appli, fields);
    await this.deliverDue();
  }

  /** The person takes back their consent in the app: tokens and subscriptions are gone. */
  async disconnect(userid: number): Promise<void> {
    const person = this.#person(userid);
    announce(this.#sandbox, person, appli.user, { action: 'unlink' });
    await this.deliverDue();
    person.grants = [];
    person.subscriptions = [];
  }

  /** Delivers the notifications whose time has come; a host calls it every second or so. */
  async deliverDue(): Promise<void> {
    await deliverDue(this.#sandbox);
  }

  /** Lets something go wrong with the next calls. */
  plan(fault: PlannedFault): void {
    this.state.faults.planned.push(fault);
  }

  async #notify(person: SandboxPerson, groups: readonly SandboxGroup[]): Promise<void> {
    for (const group of groups) announceGroup(this.#sandbox, person, group);
    await this.deliverDue();
  }

  async #delivered<Row>(row: Row): Promise<Row> {
    await this.deliverDue();
    return row;
  }

  #person(userid: number): SandboxPerson {
    const person = this.state.people.find((one) => one.userid === userid);
    if (!person) throw new RangeError(`The simulator knows nobody with userid ${userid}.`);
    return person;
  }

  #groups(person: SandboxPerson, grpid: number): SandboxGroup[] {
    const groups = person.groups.filter((group) => group.grpid === grpid);
    if (groups.length === 0) throw new RangeError(`The simulator has no group ${grpid}.`);
    return groups;
  }

  #scaleOf({ groups }: SandboxPerson): string {
    const scale = groups.findLast(({ modelid }) => modelid === 10)?.deviceid;
    return scale ?? hexDigits(this.#sandbox.random, 40);
  }
}
