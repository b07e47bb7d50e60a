import { seeded } from './chance.ts';
import type { HeartSound } from './records.ts';

const frequency = 4000;
const seconds = 20;

/** A stethoscope's recording as bytes of G.711 A-law: two thuds a beat over a faint hiss. */
export function soundOf({ signalid, model, position, vhd }: HeartSound) {
  const random = seeded(signalid);
  const signal = Array.from({ length: frequency * seconds }, (_, index) => {
    const at = (index / frequency) % 0.95;
    const thuds = thud(at - 0.1, 55) + 0.7 * thud(at - 0.42, 75);
    return aLaw(Math.round(14_000 * thuds + 500 * (random() - 0.5)));
  });
  const size = signal.length;
  return { signal, frequency, duration: seconds, format: 0, size, resolution: 8, channel: 1, model, position, vhd };
}

const thud = (at: number, hertz: number): number => Math.exp(-((at / 0.03) ** 2)) * Math.sin(2 * Math.PI * hertz * at);

/**
 * One sample of 16 bits as a byte of ITU-T G.711 A-law: sign, segment, four bits of what is in it, every
 * other bit turned.
 */
export function aLaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767) >> 3;
  const segment = Math.max(0, 27 - Math.clz32(magnitude));
  const inside = (magnitude >> Math.max(1, segment)) & 0x0f;
  return (sign | (segment << 4) | inside) ^ 0x55;
}
