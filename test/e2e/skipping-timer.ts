import { systemTimer, type Timer } from '../../lib/local/timer.ts';

interface Alarm {
  at: number;
  wake(): void;
  callOff(): void;
}

/** Real time of which some can be left out: for the local cloud, while nothing runs in it. The functions' own clocks go on as ever. */
export class SkippingTimer implements Timer {
  #skippedMs = 0;
  readonly #alarms = new Set<Alarm>();

  now(): number {
    return systemTimer.now() + this.#skippedMs;
  }

  wakeAt(at: number, wake: () => void): () => void {
    const alarm = { at, wake, callOff: () => {} };
    this.#alarms.add(alarm);
    this.#arm(alarm);
    return () => this.#drop(alarm);
  }

  /** What would have come due meanwhile comes due now. */
  skip(seconds: number): void {
    this.#skippedMs += seconds * 1000;
    for (const alarm of this.#alarms) {
      alarm.callOff();
      this.#arm(alarm);
    }
  }

  #arm(alarm: Alarm): void {
    alarm.callOff = systemTimer.wakeAt(alarm.at - this.#skippedMs, () => {
      this.#drop(alarm);
      alarm.wake();
    });
  }

  #drop(alarm: Alarm): void {
    alarm.callOff();
    this.#alarms.delete(alarm);
  }
}
