import { momentOf } from '../../../lib/measurement.ts';
import {
  ambiguous,
  type Body,
  bloodPressure,
  bodyPlusWeighIn,
  bodyScanWeighIn,
  enteredByHand,
  type GroupDraft,
} from '../../../lib/sandbox/withings/devices.ts';
import type { SandboxGroup } from '../../../lib/sandbox/withings/state.ts';
import type { Household } from '../household.ts';
import type { Person } from '../person.ts';
import type { Chance } from './chance.ts';

const day = 86_400;
const hour = 3600;
const weight = 1;
const confirmed = 7;
const notMine = 1;
const bodyScan = { deviceid: 'a'.repeat(40), modelid: 10, model: 'Body Scan' };
const bodyPlus = { deviceid: 'b'.repeat(40), modelid: 5, model: 'Body+' };
const monitor = { deviceid: 'c'.repeat(40), modelid: 45, model: 'BPM Connect' };

export interface LifeOptions {
  /** Whether measurements are corrected, given to somebody else, and deleted. */
  corrections: boolean;
}

/** What people do at Withings. Everything is within a few percent of their usual weight: nothing is held as unlikely. */
export class Life {
  readonly counts = { weighIns: 0, pressures: 0, late: 0, ambiguous: 0, edits: 0, deletions: 0 };
  readonly #home: Household;
  readonly #chance: Chance;
  readonly #options: LifeOptions;
  /** Seconds at which somebody has measured something: no two events of a person are of one time. */
  readonly #used = new Set<string>();

  constructor(home: Household, chance: Chance, options: LifeOptions) {
    this.#home = home;
    this.#chance = chance;
    this.#options = options;
  }

  /** What they measured before they came to us. */
  async past(person: Person, days: number): Promise<void> {
    const now = this.#now();
    for (let ago = days; ago > 0; ago--) {
      const date = now - ago * day + this.#chance.between(0, 3 * hour);
      if (this.#chance.happens(0.6)) await this.#add(person, this.#weighIn(person, date), date);
      if (this.#chance.happens(0.1)) await this.#add(person, this.#pressure(person, date + hour), date);
    }
  }

  /** Plans what they do from now until this time tomorrow. */
  planDay(person: Person): void {
    const { happens, between } = this.#chance;
    if (happens(0.85)) this.#plan(() => this.#measure(person));
    if (happens(0.3)) this.#plan(() => this.#measure(person));
    if (happens(0.25)) this.#plan(() => this.#pressed(person));
    if (happens(0.15)) this.#plan(() => this.#comesLate(person, between(1, 9)));
    if (happens(0.15)) this.#plan(() => this.#isAmbiguous(person));
    if (!this.#options.corrections) return;
    if (happens(0.3)) this.#plan(() => this.#edit(person));
    if (happens(0.3)) this.#plan(() => this.#delete(person));
    if (happens(0.1)) this.#plan(() => this.#giveAway(person));
  }

  #plan(act: () => Promise<void>): void {
    const { timeline } = this.#home;
    timeline.at(timeline.now() + this.#chance.between(0, day - 1) * 1000, () => void timeline.work(act));
  }

  async #measure(person: Person): Promise<void> {
    this.counts.weighIns += 1;
    await this.#add(person, this.#weighIn(person, this.#now()));
  }

  async #pressed(person: Person): Promise<void> {
    this.counts.pressures += 1;
    await this.#add(person, this.#pressure(person, this.#now()));
  }

  /** The scale was without its network for days. */
  async #comesLate(person: Person, days: number): Promise<void> {
    this.counts.late += 1;
    await this.#add(person, this.#weighIn(person, this.#now() - days * day));
  }

  /** Perhaps somebody else: now and then it is confirmed later. */
  async #isAmbiguous(person: Person): Promise<void> {
    this.counts.ambiguous += 1;
    const [first] = await this.#add(
      person,
      ambiguous(bodyPlusWeighIn(this.#body(), this.#free(person, this.#now()), bodyPlus)),
    );
    if (first && this.#chance.happens(0.5)) this.#plan(() => this.#confirm(person, first));
  }

  async #confirm({ scale, userid }: Person, group: SandboxGroup): Promise<void> {
    if (!scale.groups.includes(group)) return;
    await this.#home.vendors.withings.editGroup(userid, group.grpid, { attrib: confirmed });
  }

  async #edit(person: Person): Promise<void> {
    const main = this.#recent(person)?.find(({ measures }) => measures.some(({ type }) => type === weight));
    if (!main) return;
    this.counts.edits += 1;
    const grams = Math.round(this.#body().weightKg * 1000);
    const measures = main.measures.map((one) => (one.type === weight ? { ...one, value: grams, unit: -3 } : one));
    await this.#home.vendors.withings.editGroup(person.userid, main.grpid, { measures });
  }

  async #delete(person: Person): Promise<void> {
    const groups = this.#recent(person);
    if (!groups) return;
    this.counts.deletions += 1;
    for (const { grpid } of groups) await this.#home.vendors.withings.deleteGroup(person.userid, grpid);
  }

  /** “That was not me.” */
  async #giveAway(person: Person): Promise<void> {
    const groups = this.#recent(person);
    if (!groups) return;
    this.counts.edits += 1;
    for (const { grpid } of groups)
      await this.#home.vendors.withings.editGroup(person.userid, grpid, { attrib: notMine });
  }

  /** All groups of one of the last weeks' measurements. */
  #recent({ scale }: Person): SandboxGroup[] | undefined {
    const since = this.#now() - 14 * day;
    const moments = [...Map.groupBy(scale.groups, momentOf).values()].filter(([first]) => first!.date > since);
    return moments.length === 0 ? undefined : this.#chance.oneOf(moments);
  }

  #weighIn(person: Person, around: number): GroupDraft[] {
    const date = this.#free(person, around);
    const body = this.#body();
    if (this.#chance.happens(0.1)) return [enteredByHand(weight, body.weightKg, -1, date)];
    if (this.#chance.happens(0.5)) return bodyScanWeighIn(body, date, bodyScan);
    return bodyPlusWeighIn(body, date, bodyPlus, this.#chance.happens(0.8));
  }

  #pressure(person: Person, around: number): GroupDraft[] {
    const { between } = this.#chance;
    const reading = { systolicMmHg: between(110, 140), diastolicMmHg: between(70, 90), heartPulseBpm: between(50, 80) };
    return bloodPressure(reading, this.#free(person, around), monitor);
  }

  #body(): Body {
    const { between } = this.#chance;
    const weightKg = between(7900, 8200) / 100;
    return { weightKg, fatPercent: between(180, 220) / 10, heightM: 1.78, ageYears: 42, heartPulseBpm: 60 };
  }

  #add({ userid }: Person, drafts: readonly GroupDraft[], created?: number): Promise<SandboxGroup[]> {
    const stored = created === undefined ? drafts : drafts.map((draft) => ({ ...draft, created }));
    return this.#home.vendors.withings.addGroups(userid, stored);
  }

  #free({ id }: Person, around: number): number {
    let date = around;
    while (this.#used.has(`${id} ${date}`)) date += 1;
    this.#used.add(`${id} ${date}`);
    return date;
  }

  #now(): number {
    return Math.floor(this.#home.timeline.now() / 1000);
  }
}
